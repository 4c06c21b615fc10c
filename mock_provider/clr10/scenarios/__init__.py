"""What a consumer of CLR 1.0 can meet in one sitting: ``SCENARIOS``, in the order in which they are played."""

from mock_provider.clr10.scenarios import documents, hosted, lists, records, shown, signed, writing
from mock_provider.clr10.specimens import right
from mock_provider.scenarios.busy import busy

RIGHT = right.lay
SCENARIOS = (
    *busy("getClrs"),
    *lists.SCENARIOS,
    *documents.SCENARIOS,
    *writing.SCENARIOS,
    *records.SCENARIOS,
    *hosted.SCENARIOS,
    *signed.SCENARIOS,
    *shown.SCENARIOS,
)

__all__ = ["RIGHT", "SCENARIOS"]
