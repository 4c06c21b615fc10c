"""GCS: ``GET /clrs``."""

from __future__ import annotations

from conformance.suites.api import ProviderApi
from conformance.suites.marks import requirement


@requirement("CLR10-GCS-001")
def test_list_is_a_clr_set(provider: ProviderApi) -> None:
    provider.get_clrs().expect(200).expect_document("ClrSet")
