"""GCS: ``GET /clrs`` made wrong."""

from mock_provider.clr10.faults._order import by_requirement
from mock_provider.clr10.faults.gcs import access, links, paging, queries, records, since, totals, whole_pages

FAULTS = by_requirement(
    *access.FAULTS,
    *queries.FAULTS,
    *paging.FAULTS,
    *whole_pages.FAULTS,
    *since.FAULTS,
    *totals.FAULTS,
    *links.FAULTS,
    *records.FAULTS,
)
