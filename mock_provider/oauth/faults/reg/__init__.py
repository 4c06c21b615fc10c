"""REG: dynamic client registration made wrong."""

from mock_provider.oauth.faults.reg import access, methods, refusals, required, response, urls

FAULTS = (
    *response.FAULTS,
    *access.FAULTS,
    *required.FAULTS,
    *refusals.FAULTS,
    *urls.FAULTS,
    *methods.FAULTS,
)
