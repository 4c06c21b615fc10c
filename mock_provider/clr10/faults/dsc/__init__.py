"""DSC: the discovery document made wrong."""

from mock_provider.clr10.faults._order import by_requirement
from mock_provider.clr10.faults.dsc import members, places

FAULTS = by_requirement(*members.FAULTS, *places.FAULTS)
