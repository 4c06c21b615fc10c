"""What the parts of the mock note of the exchange that they take part in, for whoever records it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from conformance.exchanges.served import Place


@dataclass(slots=True)
class Notes:
    """What is known of an exchange from inside: the members of ``Served`` that the wire does not show."""

    place: Place = "api"
    operation: str = ""
    client: str | None = None
    learner: str | None = None
    struck: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    reason: str = ""


NOTES: ContextVar[Notes | None] = ContextVar("notes", default=None)
"""Those of the exchange that is under way; ``None`` where nobody records. Threads of an exchange share them."""


def refused(reason: str) -> None:
    """Note in one line why the request is refused; what was noted first stands, for it was nearest to the cause."""
    noted = NOTES.get()
    if noted is not None and not noted.reason:
        noted.reason = reason


def not_refused() -> None:
    """What was noted of a refusal is put off: it comes with a later request."""
    noted = NOTES.get()
    if noted is not None:
        noted.reason = ""


def placed(place: Place, operation: str = "") -> None:
    """Note where the request has arrived, when that shows only inside."""
    noted = NOTES.get()
    if noted is not None:
        noted.place, noted.operation = place, noted.operation or operation


def taken(departure: str) -> None:
    """Note what was let pass though a strict provider refuses it."""
    noted = NOTES.get()
    if noted is not None:
        noted.taken += (departure,)
