"""Redirects, followed only on request: which request comes next, and when to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from conformance.exchanges import Response

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Hop:
    """A response on the way, and the request to which it leads; ``following`` is ``None`` where the way ends.

    ``again`` is true when that request was sent before on this way, ``last`` when no more hops are allowed.
    """

    request: Request
    response: Response
    following: Request | None = None
    again: bool = False
    last: bool = False


def onward(response: Response) -> str | None:
    """The absolute URL that a redirect leads to, ``None`` when it came broken or is not a redirect."""
    return target_of(response) if response.failure is None else None


def hops(
    request: Request,
    send: Callable[[Request], Response],
    most: int,
    leads: Callable[[Response], str | None] = onward,
) -> Iterator[Hop]:
    """Send a request and follow up to ``most`` redirects, one for each hop that is taken from here.

    ``leads`` is the rule that says where a response leads. What it may lead to is up to the caller, who looks at each
    hop and takes no further one when the request that follows is not wanted: nothing is sent before it is taken.
    """
    sent = set()
    for left in range(most, -1, -1):
        sent.add((request.method, request.url))
        response = send(request)
        url = leads(response)
        following = None if url is None or response.status is None else next_request(request, response.status, url)
        if following is None:
            yield Hop(request, response)
            return
        yield Hop(request, response, following, (following.method, following.url) in sent, left == 0)
        request = following


def location_of(response: Response) -> str | None:
    """The Location of a redirect as it stands there, the first when there are more; ``None`` for any other response."""
    locations = response.headers.get_all("location")
    return locations[0] if response.status in REDIRECTS and locations else None


def leads_to(response: Response) -> str | None:
    """The absolute URL that a redirect leads to, with its fragment; ``None`` when the response is not a redirect."""
    location = location_of(response)
    if location is None:
        return None
    try:
        return urljoin(response.url, location)
    except ValueError:
        return None


def target_of(response: Response) -> str | None:
    """The same without the fragment, which is not sent."""
    url = leads_to(response)
    return None if url is None else url.partition("#")[0]


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
