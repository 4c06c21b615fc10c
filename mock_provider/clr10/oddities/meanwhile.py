"""What changes between two reads: a record that was good is revoked at the next look."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity

library = Library()

REASON = "Awarded by mistake"


def _read_before(response: Response) -> bool:
    """True from the second good response of this path on."""
    if response.request.path in response.memory:
        return True
    if response.good:
        response.memory[response.request.path] = True
    return False


def _revoke_item(response: Response) -> None:
    body = response.json if response.good else None
    if isinstance(body, dict) and _read_before(response):
        response.json = {**body, "revoked": True, "revocationReason": REASON}


library.add(
    Oddity(
        id="odd-item-revoked-meanwhile",
        title="A hosted assertion or endorsement is good at the first read, and revoked from the second on",
        how="The issuer takes it back.\nCLR10-HST-009: revoked shows at the URL of the item.",
        operations=("getAssertion", "getEndorsement"),
        on_response=_revoke_item,
    )
)


def _revoke_clr(response: Response) -> None:
    if response.good and _read_before(response):
        gone = response.request.statuses.failure(410, "unknown", "the CLR is revoked")
        response.status, response.body = gone.status, gone.body
        response.headers.raw[:] = gone.headers


library.add(
    Oddity(
        id="odd-clr-revoked-meanwhile",
        title="A CLR is there at the first read, and 410 from the second on",
        how="The publisher takes it back.\nCLR10-GCL-005: a revoked CLR is answered 410.",
        operations=("getClr",),
        on_response=_revoke_clr,
    )
)

ODDITIES = library.oddities
