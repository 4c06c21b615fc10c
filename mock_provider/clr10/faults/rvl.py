"""RVL: revocation lists."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.faults._documents import (
    Change,
    document_fault,
    drop,
    has,
    put,
)

library = Library()

_SERVED = {"CLR10-HST-004": "the revocation list that is served is not a valid document either"}
_LIST = ("getRevocationList",)

library.add(
    document_fault(
        id="rvl-issuer-missing",
        title="A revocation list has no issuer",
        how="There is one list for the whole service.\nIt names no issuer.",
        breaks=("CLR10-RVL-001",),
        consequences={**_SERVED, "CLR10-RVL-004": "a list of nobody is not the issuer's"},
        operations=_LIST,
        changes=[Change("RevocationList", drop("issuer"))],
    )
)

library.add(
    document_fault(
        id="rvl-context-missing",
        title="A revocation list has no @context",
        how="The list is written by a job of its own.\nIt knows nothing of JSON-LD.",
        breaks=("CLR10-RVL-001",),
        consequences=_SERVED,
        operations=_LIST,
        changes=[Change("RevocationList", drop("@context"))],
    )
)

library.add(
    document_fault(
        id="rvl-entries-are-objects",
        title="revokedAssertions holds objects",
        how="Open Badges allow an object with a reason in the list.\nThe code was taken over.",
        breaks=("CLR10-RVL-002",),
        consequences=_SERVED,
        operations=_LIST,
        changes=[
            Change(
                "RevocationList",
                put("revokedAssertions", lambda ids: [{"id": one, "revocationReason": "Withdrawn"} for one in ids]),
                where=has("revokedAssertions/0"),
            )
        ],
    )
)

library.add(
    document_fault(
        id="rvl-single-id",
        title="revokedAssertions is one id",
        how="There is one revocation so far.\nThe serialiser unwraps single items.",
        breaks=("CLR10-RVL-002",),
        consequences=_SERVED,
        operations=_LIST,
        changes=[
            Change("RevocationList", put("revokedAssertions", lambda ids: ids[0]), where=has("revokedAssertions/0"))
        ],
    )
)

FAULTS = library.faults
