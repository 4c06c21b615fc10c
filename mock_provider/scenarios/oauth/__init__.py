"""What any client of OAuth can meet in one sitting: ``SCENARIOS``, in the order in which they are played."""

from mock_provider.scenarios.oauth import authorization, registration, tokens

SCENARIOS = (*registration.SCENARIOS, *authorization.SCENARIOS, *tokens.SCENARIOS)
