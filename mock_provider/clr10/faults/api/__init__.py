"""API: transport, content negotiation and failures made wrong, in process."""

from mock_provider.clr10.faults._order import by_requirement
from mock_provider.clr10.faults.api import bodies, media_types, methods, places

FAULTS = by_requirement(*places.FAULTS, *media_types.FAULTS, *bodies.FAULTS, *methods.FAULTS)
