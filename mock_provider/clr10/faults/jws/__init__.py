"""JWS: signed items in the wrong form, or with the wrong content."""

from mock_provider.clr10.faults.jws import form, payloads

FAULTS = (*form.FAULTS, *payloads.FAULTS)
