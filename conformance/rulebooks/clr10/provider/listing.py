"""All CLRs of a resource owner, walked page by page within limits."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete
from conformance.suites.paging import links, total_count
from conformance.suites.urls import origin


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
    """The pages of a walk and the CLRs on them, in order.

    What two pages both show is one entry, unless X-Total-Count counts it twice. ``repeating`` is the first page that
    shows a CLR of an earlier page again, though the list goes on behind it. ``complete`` is false when the walk ran in
    a circle before its end.
    """

    pages: tuple[Answer, ...]
    entries: tuple[Entry, ...]
    repeating: Answer | None = None
    complete: bool = True

    def hosted(self) -> Iterator[Entry]:
        """The unsigned CLRs whose id is a URL."""
        return (entry for entry in self.with_url() if entry.jws is None)

    def with_url(self) -> Iterator[Entry]:
        """The CLRs whose id is a URL, signed or not."""
        return (entry for entry in self.entries if entry.id.startswith(("https://", "http://")))


class _Gathered:
    """The pages of a walk so far. Two entries are one when both id and content are the same, not the id alone."""

    def __init__(self) -> None:
        self.pages: list[Answer] = []
        self.entries: list[Entry] = []
        self._once: list[Entry] = []
        self._known: set[tuple[str, bytes]] = set()
        self._repeats: list[tuple[int, Answer]] = []
        self._fruitful: Answer | None = None
        self._barren = 0

    def add(self, answer: Answer) -> None:
        """Take a page in."""
        found = page_entries(answer)
        keys = [_key(one) for one in found]
        new = [one for one, key in zip(found, keys, strict=True) if key not in self._known]
        if len(new) < len(found):
            self._repeats.append((len(self.entries), answer))
        self._known.update(keys)
        self._barren = 0 if new else self._barren + 1
        self._fruitful = answer if new else self._fruitful
        self.pages.append(answer)
        self.entries += found
        self._once += new

    def forget_barren_pages(self) -> None:
        """Leave the last pages out that brought nothing new: a link led back to them."""
        for page in self.pages[len(self.pages) - self._barren :]:
            del self.entries[len(self.entries) - len(page_entries(page)) :]
        self._barren = 0

    @property
    def in_a_circle(self) -> bool:
        """True when two pages in a row brought nothing new; one may be that of a copy that stands in the list."""
        return self._barren >= 2

    def listing(self, *, ended: bool) -> Listing:
        """What was read; ``ended`` says that a page was empty or had no next."""
        total = total_count(self.pages[0])
        if total == len(self.entries):
            return Listing(tuple(self.pages), tuple(self.entries))
        count = len(self._once)
        repeating = next((page for offset, page in self._repeats if offset < count), None)
        complete = ended or total == count or self._fruitful is None or "next" not in links(self._fruitful)
        return Listing(tuple(self.pages), tuple(self._once), repeating, complete)


def _key(entry: Entry) -> tuple[str, bytes]:
    """What makes two entries the same; a set of them stays quick where thousands share an id, or have none."""
    try:
        return entry.jws or "", orjson.dumps(entry.clr, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits
        return entry.jws or "", json.dumps(entry.clr, sort_keys=True).encode()


def walk(api: ProviderApi, pages: int, first: Answer | None = None) -> Listing:
    """Follow rel next from ``first`` (by default a plain listing) to the last page.

    Where a link leads nowhere, the pages read so far are kept and the rest is asked for by offset. Raises
    ``Incomplete`` when neither goes on, or when the walk does not end within ``pages``.
    """
    answer = (first or api.get_clrs()).require(200)
    gathered = _Gathered()
    gathered.add(answer)
    while (url := links(answer).get("next")) and page_entries(answer):
        if len(gathered.pages) >= pages:
            raise Incomplete(f"rel next never ends: stopped after {pages} pages (limits.pages)")
        behind = _behind(api, url, gathered.pages)
        if isinstance(behind, str):
            return _rest_by_offset(api, pages, gathered, behind)
        answer = behind
        gathered.add(answer)
    return gathered.listing(ended=True)


def _behind(api: ProviderApi, url: str, seen: Sequence[Answer]) -> Answer | str:
    """The page behind a link next, or what is wrong with the link."""
    if url in {page.response.url for page in seen}:
        return f"rel next points at a page that was read before: {url} (see CLR10-GCS-020)"
    if origin(url) != origin(seen[-1].response.url):
        return f"rel next leads to another origin, where no token is sent: {url} (see CLR10-GCS-024)"
    answer = api.get_page(url)
    if answer.status == 200:
        return answer
    what = answer.status or (answer.response.failure.message if answer.response.failure else "no answer")
    return f"rel next leads to {what}: {url} (see CLR10-GCS-024)"


def _rest_by_offset(api: ProviderApi, pages: int, gathered: _Gathered, why: str) -> Listing:
    gathered.forget_barren_pages()
    try:
        listing = _by_offset(api, pages, gathered, limit=100)
    except Incomplete as end:
        raise Incomplete(why) from end
    if not listing.complete:
        raise Incomplete(why)
    return listing


def walk_by_offset(api: ProviderApi, pages: int, limit: int = 100, since: str | None = None) -> Listing:
    """Ask for page after page by ``offset``, whatever the Link headers say, until one is empty.

    The next offset counts what has come, so that pages smaller than ``limit`` leave no gap. A 204, 400 or 404
    past the end counts as an empty page. Raises ``Incomplete`` when a page is missing or after ``pages``.
    """
    return _by_offset(api, pages, _Gathered(), limit=limit, **({"since": since} if since else {}))


def _by_offset(api: ProviderApi, pages: int, gathered: _Gathered, **query: Any) -> Listing:
    while len(gathered.pages) < pages:
        answer = api.get_clrs(**query, offset=len(gathered.entries))
        if gathered.entries and answer.status in (204, 400, 404):
            return gathered.listing(ended=True)
        gathered.add(answer.require(200))
        if not page_entries(answer):
            return gathered.listing(ended=True)
        if gathered.in_a_circle:
            return gathered.listing(ended=False)
    raise Incomplete(f"the CLRs do not end within {pages} pages of {query['limit']} (limits.pages)")


def page_entries(answer: Answer) -> tuple[Entry, ...]:
    """The CLRs of one ClrSet, unsigned first; raises ``Incomplete`` when the body is not a ClrSet at all."""
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
