"""All CLRs of a resource owner, walked page by page within limits."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from conformance.suites.answer import Answer
from conformance.suites.api import RIGHT, ProviderApi
from conformance.suites.outcomes import Incomplete

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^,;\s=]+(?:\s*=\s*(?:\"[^\"]*\"|[^\",;\s]*))?)*)")
_PARAMETER = re.compile(r";\s*([^,;\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\",;\s]*)))?")

PAGING = frozenset({"next", "prev", "first", "last"})
"""The relations of a Link header that are about pages; a Link header may speak of other things too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One CLR of a listing: its members, and the JWS it came in (``None``: unsigned)."""

    clr: Mapping[str, Any]
    jws: str | None = None

    @property
    def id(self) -> str:
        """The id of the CLR; empty when it has none."""
        return str(self.clr.get("id", ""))


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of a walk and the CLRs on them, in order."""

    pages: tuple[Answer, ...]
    entries: tuple[Entry, ...]

    def hosted(self) -> Iterator[Entry]:
        """The unsigned CLRs whose id is a URL."""
        return (entry for entry in self.entries if entry.jws is None and entry.id.startswith(("https://", "http://")))


def walk(api: ProviderApi, pages: int, first: Answer | None = None) -> Listing:
    """Follow rel next from ``first`` (by default a plain listing) to the last page.

    Raises ``Incomplete`` when a page is missing or the walk does not end within ``pages``.
    """
    answer = (first or api.get_clrs()).require(200)
    seen, entries = [answer], list(page_entries(answer))
    following = links(answer).get("next")
    while following:
        if len(seen) >= pages:
            raise Incomplete(f"rel next never ends: stopped after {pages} pages (limits.pages)")
        if following in {page.reply.url for page in seen}:
            raise Incomplete(f"rel next points at a page that was read before: {following}")
        answer = follow(api, following).require(200)
        seen.append(answer)
        entries += page_entries(answer)
        following = links(answer).get("next")
    return Listing(tuple(seen), tuple(entries))


def walk_by_offset(api: ProviderApi, pages: int, limit: int = 100, since: str | None = None) -> Listing:
    """Ask for page after page by ``offset``, whatever the Link headers say, until one brings nothing new.

    The next offset counts what has come, so that pages smaller than ``limit`` leave no gap. A 204, 400 or 404
    past the end counts as an empty page. Raises ``Incomplete`` when a page is missing or after ``pages``.
    """
    query: dict[str, Any] = {"since": since} if since else {}
    seen: list[Answer] = []
    entries: list[Entry] = []
    while len(seen) < pages:
        answer = api.get_clrs(limit=limit, offset=len(entries), **query)
        if entries and answer.status in (204, 400, 404):
            return Listing(tuple(seen), tuple(entries))
        seen.append(answer.require(200))
        found = page_entries(answer)
        known = {entry.id for entry in entries}
        if all(entry.id in known for entry in found):
            return Listing(tuple(seen), tuple(entries))
        entries += found
    raise Incomplete(f"the CLRs do not end within {pages} pages of {limit} (limits.pages)")


def follow(api: ProviderApi, url: str) -> Answer:
    """``GET`` a page by the URL of a Link header, with the token where the origin is the target's."""
    return api.call("getClrs", "GET", url, token=RIGHT)


def links(answer: Answer) -> dict[str, str]:
    """The paging links of a list by relation (RFC 8288), resolved against the request; the first of each relation."""
    return {relation: _resolved(answer.reply.url, url) for relation, url in raw_links(answer).items()}


def raw_links(answer: Answer) -> dict[str, str]:
    """As ``links``, with the targets as they are written."""
    found: dict[str, str] = {}
    for url, parameters in _LINK.findall(answer.header("link") or ""):
        for relation in _relations(parameters):
            if relation in PAGING:
                found.setdefault(relation, url)
    return found


def _relations(parameters: str) -> list[str]:
    for name, quoted, plain in _PARAMETER.findall(parameters):
        if name.lower() == "rel":
            return str(quoted or plain).lower().split()
    return []


def _resolved(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def total_count(answer: Answer) -> int | None:
    """X-Total-Count of a page; ``None`` when it is absent, or no integer of 0 or more."""
    text = (answer.header("x-total-count") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def page_entries(answer: Answer) -> tuple[Entry, ...]:
    """The CLRs of one ClrSet, unsigned first; raises ``Incomplete`` when the body is no ClrSet at all."""
    body = answer.json()
    if not isinstance(body, dict):
        raise Incomplete("the body of GET /clrs is not a JSON object (see CLR10-GCS-001)")
    plain, signed = (() if body.get(member) is None else body[member] for member in ("clrs", "signedClrs"))
    if not isinstance(plain, (list, tuple)) or not isinstance(signed, (list, tuple)):
        raise Incomplete("clrs or signedClrs is not an array (see CLR10-PAY-005)")
    return (
        *(Entry(clr) for clr in plain if isinstance(clr, dict)),
        *(Entry(payload(jws), jws) for jws in signed if isinstance(jws, str)),
    )


def payload(jws: str) -> dict[str, Any]:
    """The decoded, unverified payload of a compact JWS; empty when it cannot be read."""
    parts = jws.split(".")
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        value = json.loads(text)
    except (IndexError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
