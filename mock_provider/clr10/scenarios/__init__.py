"""What a consumer of CLR 1.0 can meet in one sitting: ``SCENARIOS``, in the order in which they are played."""

from mock_provider.clr10.scenarios import busy, discovery, documents, hosted, lists, records, shown, signed, writing
from mock_provider.clr10.specimens import right

RIGHT = right.lay
SCENARIOS = (
    *busy.SCENARIOS,
    *lists.SCENARIOS,
    *documents.SCENARIOS,
    *writing.SCENARIOS,
    *discovery.SCENARIOS,
    *records.SCENARIOS,
    *hosted.SCENARIOS,
    *signed.SCENARIOS,
    *shown.SCENARIOS,
)

__all__ = ["RIGHT", "SCENARIOS"]
