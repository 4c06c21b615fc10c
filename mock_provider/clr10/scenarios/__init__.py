"""What a consumer of CLR 1.0 can meet in one sitting: ``SCENARIOS``, in the order in which they are played."""

from mock_provider.clr10.scenarios import busy, discovery, documents, lists, writing

SCENARIOS = (*busy.SCENARIOS, *lists.SCENARIOS, *documents.SCENARIOS, *writing.SCENARIOS, *discovery.SCENARIOS)
