"""GCS: what stands for an empty list."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import when

library = Library()
LIST = ("getClrs",)


def _no_content(response: Response) -> None:
    if not response.json.get("clrs") and not response.json.get("signedClrs"):
        response.status, response.body = 204, b""


library.add(
    Fault(
        id="gcs-empty-204",
        title="A list without a CLR is answered 204",
        how="The framework makes a 204 of an empty result.\nThe standard has a set that is empty.",
        breaks=("CLR10-GCS-012", "CLR10-GCS-013"),
        consequences={"CLR10-GCS-027": "so is the list of a learner without CLRs"},
        operations=LIST,
        on_response=when(200, change=_no_content),
    )
)


FAULTS = library.faults
