"""What a consumer of CLR 1.0 can meet in one sitting: ``SCENARIOS``, in the order in which they are played."""

from mock_provider.clr10.scenarios import documents, lists

SCENARIOS = (*lists.SCENARIOS, *documents.SCENARIOS)
