"""Fetches URLs that the target names, where they may be fetched: what a hostile document points at must not be."""

from __future__ import annotations

from urllib.parse import urlsplit

from conformance.exchanges import Response
from conformance.suites.answer import Answer
from conformance.suites.outcomes import manual
from conformance.suites.session import Session
from conformance.wire.addresses import public
from conformance.wire.redirects import Request, leads_to
from conformance.wire.redirects import hops as follow

HOPS = 5


def fetch(session: Session, url: str, *, accept: str = "*/*", label: str, hops: int = HOPS) -> Answer:
    """``GET`` a URL and what it redirects to, without credentials, as long as each hop may be fetched.

    Ends the check as manual when one may not: only the target's own host and public https hosts may.
    """

    def send(request: Request) -> Response:
        if not allowed(session, request.url):
            manual(f"{request.url} is not fetched from here: it is neither public https nor the target's own host")
        return session.wire.send(request.method, request.url, headers=request.headers, label=label)

    *_, last = follow(Request("GET", url, (("Accept", accept),), b""), send, hops, leads=leads_on)
    return Answer(last.response, label)


def leads_on(response: Response) -> str | None:
    """Where a redirect leads that names a place; also when its body came broken, for only the place is of interest."""
    return leads_to(response) if response.headers.get("location") else None


def allowed(session: Session, url: str) -> bool:
    """True for the target's own host, and for https on a host that has public addresses only."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    own = urlsplit(session.base)
    if (parts.scheme, host) == (own.scheme, own.hostname):
        return True
    return parts.scheme == "https" and port in (None, 443) and public(host)
