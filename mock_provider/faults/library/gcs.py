"""GCS: ``GET /clrs`` made wrong."""

from __future__ import annotations

from mock_provider.faults.exchange import Asked
from mock_provider.faults.model import Fault


def _limit_up_to_one(request: Asked) -> None:
    if request.query.get("limit") in ("0", "-1"):
        request.query["limit"] = "1"


FAULTS = (
    Fault(
        id="gcs-limit-zero-accepted",
        title="limit=0 and limit=-1 are taken as 1",
        how="The handler clamps limit with max(1, limit).\nNobody wrote down that an illegal value has to be refused.",
        breaks=("CLR10-GCS-006",),
        operations=("getClrs",),
        asked=_limit_up_to_one,
    ),
)
