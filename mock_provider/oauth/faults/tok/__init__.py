"""TOK: the token endpoint made wrong."""

from mock_provider.oauth.faults.tok import errors, exchange, machines, response

FAULTS = (
    *exchange.FAULTS,
    *response.FAULTS,
    *errors.FAULTS,
    *machines.FAULTS,
)
