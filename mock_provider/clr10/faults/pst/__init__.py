"""PST: ``POST /clrs`` made wrong."""

from mock_provider.clr10.faults.pst import access, bodies, keeping, records, responses

FAULTS = (*responses.FAULTS, *access.FAULTS, *bodies.FAULTS, *keeping.FAULTS, *records.FAULTS)
