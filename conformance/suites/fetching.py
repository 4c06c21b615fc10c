"""Fetches URLs that the target names, where they may be fetched: what a hostile document points at must not be."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from conformance.suites.answer import Answer
from conformance.suites.outcomes import manual
from conformance.suites.session import Session
from conformance.wire.addresses import public
from conformance.wire.redirects import REDIRECTS

HOPS = 5


def fetch(session: Session, url: str, *, accept: str = "*/*", label: str, hops: int = HOPS) -> Answer:
    """``GET`` a URL and what it redirects to, without credentials, as long as each hop may be fetched.

    Ends the check as manual when one may not: only the target's own host and public https hosts may.
    """
    for _ in range(hops + 1):
        if not allowed(session, url):
            manual(f"{url} is not fetched from here: it is neither public https nor the target's own host")
        answer = Answer(session.wire.send("GET", url, headers={"Accept": accept}, label=label), label)
        location = answer.header("location")
        if answer.status not in REDIRECTS or not location:
            return answer
        url = urljoin(url, location)
    return answer


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
