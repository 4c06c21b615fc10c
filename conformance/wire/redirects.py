"""Redirects, followed only on request: which request comes next, and when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from conformance.exchanges import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


def target_of(response: Response) -> str | None:
    """The absolute URL that a redirect leads to, or ``None`` when the response is no redirect."""
    location = response.headers.get_all("location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        return urljoin(response.url, location[0]).partition("#")[0]
    except ValueError:
        return None


def next_request(request: Request, status: int, url: str) -> Request:
    """The request that follows a redirect (RFC 9110, section 15.4).

    Credentials never go to another origin; 303, and 301 or 302 after a POST, become a GET without a body.
    """
    rewritten = (status == 303 and request.method != "HEAD") or (status in {301, 302} and request.method == "POST")
    dropped = {"host"}
    if rewritten:
        dropped |= _OF_THE_BODY
    if origin(url) != origin(request.url):
        dropped |= _CREDENTIALS
    return Request(
        method="GET" if rewritten else request.method,
        url=url,
        headers=_without(request.headers, dropped),
        content=b"" if rewritten else request.content,
    )


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL, the default port filled in (RFC 6454); empty strings when it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port


def _without(headers: Sequence[tuple[str, str]], names: set[str] | frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in headers if name.lower() not in names)
