"""Redirects on the way to an item."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import when
from mock_provider.clr10.faults.hst._common import ASSERTIONS

library = Library()


def _redirect_in_circles(response: Response) -> None:
    """Send the client from one place to the next, and back to the first."""
    hop = int(response.request.query.get("hop", "0") or 0) % 2 + 1
    response.status = 302
    response.headers["location"] = f"{response.request.outside(response.request.path)}?hop={hop}"
    response.body = b""


library.add(
    Fault(
        id="hst-redirects-in-circles",
        title="The redirects of a hosted assertion go in circles",
        how="One rule redirects to the new address, another one back.\nBrowsers show an error, verifiers give up.",
        breaks=("CLR10-HST-011",),
        operations=ASSERTIONS,
        on_response=when(200, change=_redirect_in_circles),
    )
)

_MOST_HOPS = 8


def _redirect_many_times(response: Response) -> None:
    hop = int(response.request.query.get("hop", "0") or 0)
    if hop < _MOST_HOPS:
        response.status, response.body = 302, b""
        response.headers["location"] = f"{response.request.outside(response.request.path)}?hop={hop + 1}"


library.add(
    Fault(
        id="hst-redirects-without-end",
        title="A hosted assertion is behind eight redirects",
        how="Every move of the service left a redirect behind.\nVerifiers stop at five.",
        breaks=("CLR10-HST-011",),
        operations=ASSERTIONS,
        on_response=when(200, change=_redirect_many_times),
    )
)

FAULTS = library.faults
