"""Accidents: a service that answers 5xx now and then. They break no requirement and are no verdict on anything.

With a trigger they come at one exchange (``every=N,next=1``: the N-th) or at random under a seed (``p=0.1,seed=7``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Accident

_NOWHERE = "/nowhere"
_REASONS = {
    500: ("Internal Server Error", "The application dies on the way.\nIts web server answers for it."),
    502: ("Bad Gateway", "The gateway loses the connection to the application.\nIt answers for it."),
    503: ("Service Unavailable", "A new version is put in service.\nUntil then the gateway answers."),
}


def to_nobody(request: Request) -> None:
    """Keeps the request from the application."""
    request.method, request.path, request.body = "GET", _NOWHERE, b""


def _page(status: int) -> Callable[[Response], None]:
    reason = _REASONS[status][0]

    def on_response(response: Response) -> None:
        response.status = status
        response.headers.raw[:] = [(b"content-type", b"text/html")]
        response.body = (
            f"<html><head><title>{status} {reason}</title></head><body><h1>{reason}</h1></body></html>".encode()
        )

    return on_response


def _accidents() -> Mapping[str, Accident]:
    found = {}
    for status, (reason, how) in _REASONS.items():
        for name, title, on_request in (
            (f"acc-{status}", f"{status} {reason}: what was asked is not done", to_nobody),
            (f"acc-{status}-done", f"{status} {reason}: what was asked is done, but the answer is lost", None),
        ):
            found[name] = Accident(name, title, how, on_request=on_request, on_response=_page(status))
    return MappingProxyType(found)


ACCIDENTS = _accidents()
"""Every accident by its id: ``acc-500``, ``acc-502`` and ``acc-503``, and each with ``-done``."""
