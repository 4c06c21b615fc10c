"""All entries of a list, walked page by page within limits, whatever the target makes of links and offsets."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import orjson

from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete
from conformance.suites.paging import links, total_count
from conformance.suites.urls import origin


class Listed(Protocol):
    """An entry of a list, as a walk looks at it."""

    @property
    def id(self) -> str:
        """The id of the entry; empty when it has none."""
        ...

    @property
    def key(self) -> Hashable:
        """What makes two entries the same: all that is in them, not the id alone."""
        ...


E = TypeVar("E", bound=Listed)
E_co = TypeVar("E_co", bound=Listed, covariant=True)


@dataclass(frozen=True, slots=True)
class Walked(Generic[E_co]):
    """The pages of a walk and the entries on them, in order.

    What two pages both show is one entry, unless X-Total-Count counts it twice. ``repeating`` is the first page that
    shows an entry of an earlier page again, though the list goes on behind it. ``complete`` is false when the walk ran
    in a circle before its end.
    """

    pages: tuple[Answer, ...]
    entries: tuple[E_co, ...]
    repeating: Answer | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Pager(Generic[E]):
    """How an edition reads its list.

    ``ask`` sends the request for the list with a query, ``follow`` one for a URL of a Link header; ``entries`` are
    those of a page. ``many`` is what the edition calls several of them. ``next_row`` and ``target_row`` are the rows
    that speak of where the relation next leads, and of targets of links.
    """

    ask: Callable[..., Answer]
    follow: Callable[[str], Answer]
    entries: Callable[[Answer], tuple[E, ...]]
    many: str
    next_row: str
    target_row: str


def sameness(value: Any) -> bytes:
    """The bytes of a JSON value with its members in order; a set of them stays quick with thousands of entries."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits
        return json.dumps(value, sort_keys=True).encode()


class _Gathered(Generic[E]):
    """The pages of a walk so far."""

    def __init__(self, pager: Pager[E]) -> None:
        self.pages: list[Answer] = []
        self.entries: list[E] = []
        self._pager = pager
        self._once: list[E] = []
        self._known: set[Hashable] = set()
        self._repeats: list[tuple[int, Answer]] = []
        self._fruitful: Answer | None = None
        self._barren = 0

    def add(self, answer: Answer) -> None:
        """Take a page in."""
        found = self._pager.entries(answer)
        keys = [one.key for one in found]
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
            del self.entries[len(self.entries) - len(self._pager.entries(page)) :]
        self._barren = 0

    @property
    def in_a_circle(self) -> bool:
        """True when two pages in a row brought nothing new; one may be that of a copy that stands in the list."""
        return self._barren >= 2

    def walked(self, *, ended: bool) -> Walked[E]:
        """What was read; ``ended`` says that a page was empty or had no next."""
        total = total_count(self.pages[0])
        if total == len(self.entries):
            return Walked(tuple(self.pages), tuple(self.entries))
        count = len(self._once)
        repeating = next((page for offset, page in self._repeats if offset < count), None)
        complete = ended or total == count or self._fruitful is None or "next" not in links(self._fruitful)
        return Walked(tuple(self.pages), tuple(self._once), repeating, complete)


def walk(pager: Pager[E], pages: int, first: Answer | None = None) -> Walked[E]:
    """Follow rel next from ``first`` (by default a plain listing) to the last page.

    Where a link leads nowhere, the pages read so far are kept and the rest is asked for by offset. Raises
    ``Incomplete`` when neither goes on, or when the walk does not end within ``pages``.
    """
    answer = (first or pager.ask()).require(200)
    gathered = _Gathered(pager)
    gathered.add(answer)
    while (url := links(answer).get("next")) and pager.entries(answer):
        if len(gathered.pages) >= pages:
            raise Incomplete(f"rel next never ends: stopped after {pages} pages (limits.pages)")
        behind = _behind(pager, url, gathered.pages)
        if isinstance(behind, str):
            return _rest_by_offset(pager, pages, gathered, behind)
        answer = behind
        gathered.add(answer)
    return gathered.walked(ended=True)


def _behind(pager: Pager[E], url: str, seen: Sequence[Answer]) -> Answer | str:
    """The page behind a link next, or what is wrong with the link."""
    if url in {page.response.url for page in seen}:
        return f"rel next points at a page that was read before: {url} (see {pager.next_row})"
    if origin(url) != origin(seen[-1].response.url):
        return f"rel next leads to another origin, where no token is sent: {url} (see {pager.target_row})"
    answer = pager.follow(url)
    if answer.status == 200:
        return answer
    what = answer.status or (answer.response.failure.message if answer.response.failure else "no answer")
    return f"rel next leads to {what}: {url} (see {pager.target_row})"


def _rest_by_offset(pager: Pager[E], pages: int, gathered: _Gathered[E], why: str) -> Walked[E]:
    gathered.forget_barren_pages()
    try:
        found = _by_offset(pager, pages, gathered, limit=100)
    except Incomplete as end:
        raise Incomplete(why) from end
    if not found.complete:
        raise Incomplete(why)
    return found


def walk_by_offset(pager: Pager[E], pages: int, limit: int = 100, since: str | None = None) -> Walked[E]:
    """Ask for page after page by ``offset``, whatever the Link headers say, until one is empty.

    The next offset counts what has come, so that pages smaller than ``limit`` leave no gap. A 204, 400 or 404
    past the end counts as an empty page. Raises ``Incomplete`` when a page is missing or after ``pages``.
    """
    return _by_offset(pager, pages, _Gathered(pager), limit=limit, **({"since": since} if since else {}))


def _by_offset(pager: Pager[E], pages: int, gathered: _Gathered[E], **query: Any) -> Walked[E]:
    while len(gathered.pages) < pages:
        answer = pager.ask(**query, offset=len(gathered.entries))
        if gathered.entries and answer.status in (204, 400, 404):
            return gathered.walked(ended=True)
        gathered.add(answer.require(200))
        if not pager.entries(answer):
            return gathered.walked(ended=True)
        if gathered.in_a_circle:
            return gathered.walked(ended=False)
    raise Incomplete(f"the {pager.many} do not end within {pages} pages of {query['limit']} (limits.pages)")
