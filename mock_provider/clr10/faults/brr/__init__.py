"""BRR: the use of access tokens and scopes made wrong, at the operations of CLR 1.0."""

from mock_provider.clr10.faults.brr import names, scopes, tokens

FAULTS = (
    *tokens.FAULTS,
    *scopes.FAULTS,
    *names.FAULTS,
)
