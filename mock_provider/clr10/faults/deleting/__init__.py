"""DEL: ``DELETE /clrs/{sourcedId}`` made wrong; named in full, since ``del`` is a word of Python's."""

from mock_provider.clr10.faults.deleting import effects, responses

FAULTS = (*responses.FAULTS, *effects.FAULTS)
