"""What faults of lists share."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.tools import Change, when

LISTS = ("getClrs",)


def in_pages(change: Change) -> Change:
    """Make the change to pages of lists only, not to refusals."""
    return when(200, change=change)


def number(request: Request, name: str) -> int | None:
    """A parameter of the query as a whole number; ``None`` for what the mock refuses anyway."""
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else None


def is_empty(response: Response) -> bool:
    """True for a page without CLRs."""
    body = response.json
    return not body["clrs"] and not body["signedClrs"]


def drop_header(name: str) -> Change:
    """Take a header off the pages of lists."""

    def change(response: Response) -> None:
        del response.headers[name]

    return in_pages(change)
