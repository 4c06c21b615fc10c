"""ERR: status objects made wrong."""

from mock_provider.clr10.faults.err import form, meaning

FAULTS = (*form.FAULTS, *meaning.FAULTS)
