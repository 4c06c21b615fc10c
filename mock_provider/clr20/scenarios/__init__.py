"""What a consumer of CLR 2.0 can meet in one sitting beside what editions share: ``SCENARIOS``, in order."""

from mock_provider.clr20.scenarios import lists, writing
from mock_provider.scenarios.busy import busy

SCENARIOS = (*busy("getCredentials"), *lists.SCENARIOS, *writing.SCENARIOS)

__all__ = ["SCENARIOS"]
