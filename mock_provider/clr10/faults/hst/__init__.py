"""HST: the four public item reads made wrong."""

from mock_provider.clr10.faults.hst import access, contents, places, redirects

FAULTS = (*places.FAULTS, *access.FAULTS, *contents.FAULTS, *redirects.FAULTS)
