"""RVL: revocation lists."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import Change, document_fault, drop, has, put

_SERVED = {"CLR10-HST-004": "the revocation list that is served is no valid document either"}
_LIST = ("getRevocationList",)

FAULTS = (
    document_fault(
        "rvl-issuer-missing",
        "A revocation list has no issuer",
        "There is one list for the whole service.\nIt names no issuer.",
        "CLR10-RVL-001",
        Change("RevocationList", drop("issuer")),
        operations=_LIST,
        consequences={**_SERVED, "CLR10-RVL-004": "a list of nobody is not the issuer's"},
    ),
    document_fault(
        "rvl-context-missing",
        "A revocation list has no @context",
        "The list is written by a job of its own.\nIt knows nothing of JSON-LD.",
        "CLR10-RVL-001",
        Change("RevocationList", drop("@context")),
        operations=_LIST,
        consequences=_SERVED,
    ),
    document_fault(
        "rvl-entries-are-objects",
        "revokedAssertions holds objects",
        "Open Badges allow an object with a reason in the list.\nThe code was taken over.",
        "CLR10-RVL-002",
        Change(
            "RevocationList",
            put("revokedAssertions", lambda ids: [{"id": one, "revocationReason": "Withdrawn"} for one in ids]),
            has("revokedAssertions/0"),
        ),
        operations=_LIST,
        consequences=_SERVED,
    ),
    document_fault(
        "rvl-single-id",
        "revokedAssertions is one id",
        "There is one revocation so far.\nThe serialiser unwraps single items.",
        "CLR10-RVL-002",
        Change("RevocationList", put("revokedAssertions", lambda ids: ids[0]), has("revokedAssertions/0")),
        operations=_LIST,
        consequences=_SERVED,
    ),
)
