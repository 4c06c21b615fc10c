"""A list of the target as the checks of its paging look at it, each view of it asked for once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from conformance.suites.answer import Answer
from conformance.suites.once import Once
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.paging import at_home, links, total_count
from conformance.suites.walking import Listed, Pager, Walked, walk_by_offset

SMALL_PAGES = 25
"""How many pages a walk with a small limit takes at most."""

E = TypeVar("E", bound=Listed)


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of an edition that speak of what may keep a list from being judged.

    ``limit`` wants limit to be kept, ``offset`` offsets to count from zero, ``cover`` the pages to hold every entry
    once, ``total`` X-Total-Count to be right, ``links`` a page that leaves something out to have links, ``targets``
    these to lead somewhere.
    """

    limit: str
    offset: str
    cover: str
    total: str
    links: str
    targets: str


@dataclass(frozen=True, slots=True)
class Beginning(Generic[E]):
    """The pages of one entry at the offsets 0, 1 and 2 of a list of several."""

    pager: Pager[E]
    pages: tuple[Answer, Answer, Answer]
    listed: Counter[str]
    """How often each id stands in the whole list."""

    def ids(self, offset: int) -> Counter[str]:
        """What stands at an offset: one entry where limit is kept."""
        return ids(self.pager.entries(self.pages[offset].require(200)))

    def ignored(self) -> bool:
        """True when the first entry stands at each offset."""
        return self._repeats() and self.ids(1) == self.ids(2)

    def from_one(self) -> bool:
        """True when the first entry stands at offset 1 too, and another at offset 2."""
        return self._repeats() and self.ids(1) != self.ids(2)

    def _repeats(self) -> bool:
        """True when offset 1 gives the first entry; where others have its id, that cannot be seen."""
        return self.ids(0) == self.ids(1) and any(self.listed[one] == 1 for one in self.ids(0))


class Lists(Generic[E]):
    """Views of the first resource owner's list, which do not change in a run. Each raises ``Incomplete``.

    An edition overrides ``ask_first`` and ``read_whole`` where something has to be done before.
    """

    def __init__(
        self, pager: Pager[E], pages: int, rows: ListRows, *, account: str = "the account of login.owner"
    ) -> None:
        self.pager = pager
        self.rows = rows
        self.most_pages = pages
        self._account = account
        self.first_page = Once(self.ask_first)
        """The answer to a right request for the list without any parameter, whatever it is."""
        self.whole = Once(self.read_whole)
        """All entries, as offsets find them."""
        self.several = Once(self._several)
        """All entries; ends the check when there are fewer than the two that paging needs."""
        self.start = Once(self._start)
        """The first page of one entry, more to follow."""
        self.beginning = Once(self._beginning)
        """What the first offsets lead to."""

    def ask_first(self) -> Answer:
        """Ask for the list as it is."""
        return self.pager.ask()

    def read_whole(self) -> Walked[E]:
        """Read the whole list, once it is seen to be there."""
        self.first_page().require(200)
        return walk_by_offset(self.pager, self.most_pages)

    def some(self) -> Walked[E]:
        """All entries; ends the check where there is none."""
        whole = self.whole()
        if not whole.entries:
            incomplete(f"{self._account} has no {self.one}")
        return whole

    def counted(self) -> Walked[E]:
        """All entries, where it is sure how many there are and that an offset is an index from zero."""
        several, beginning = self.several(), self.beginning()
        if beginning.from_one():
            incomplete(f"offsets do not count from zero (see {self.rows.offset})")
        if beginning.ignored() or not several.complete or several.repeating:
            incomplete(
                f"pages repeat each other, so that it is not sure which {self.one} is at which offset "
                f"(see {self.rows.cover})"
            )
        return several

    @property
    def one(self) -> str:
        """What the edition calls an entry."""
        return self.pager.many.removesuffix("s")

    def _several(self) -> Walked[E]:
        whole = self.whole()
        if len(whole.entries) < 2:
            incomplete(f"paging needs two {self.pager.many} or more in {self._account}")
        return whole

    def _start(self) -> Answer:
        several = self.several()
        answer = self.pager.ask(limit=1, offset=0).require(200)
        if len(self.pager.entries(answer)) >= len(several.entries):
            incomplete(f"limit=1 is not kept (see {self.rows.limit}), so that no page leaves {self.pager.many} out")
        return answer

    def _beginning(self) -> Beginning[E]:
        several = self.several()
        first, second, third = (self.pager.ask(limit=1, offset=offset) for offset in range(3))
        return Beginning(self.pager, (first, second, third), ids(several.entries))


def expect_offset_from_zero(lists: Lists[E]) -> None:
    """Demand that offset=1 does not lead to the first entry again; raises ``Broken``."""
    beginning = lists.beginning()
    if beginning.ignored():
        incomplete(f"offset=0, offset=1 and offset=2 give the same {lists.one} (see {lists.rows.cover})")
    if beginning.from_one():
        beginning.pages[1].broken(
            f"offset=1 gives the first {lists.one} again, as if offsets were counted from one",
            expected=f"the second {lists.one} at offset=1",
            actual=f"{next(iter(beginning.ids(1)))}, as at offset=0",
            after=beginning.pages[0],
        )


def expect_offset_counts_entries(lists: Lists[E]) -> None:
    """Demand that an offset is not the number of a page, which pages of one entry cannot tell; raises ``Broken``."""
    beginning = lists.beginning()
    if beginning.from_one():
        incomplete(f"offsets do not count from zero (see {lists.rows.offset})")
    page = lists.pager.ask(limit=2, offset=1).require(200)
    second, found = beginning.ids(1), ids(lists.pager.entries(page))
    if not second.keys() & found.keys():
        page.broken(
            f"limit=2&offset=1 does not hold the {lists.one} at offset=1, as if offset were the number of a page",
            expected=next(iter(second), f"the second {lists.one}"),
            actual=", ".join(found) or f"no {lists.one}",
            after=beginning.pages[1],
        )


def expect_pages_cover(lists: Lists[E]) -> None:
    """Demand that small pages hold every entry of the whole list once; raises ``Broken``."""
    several = lists.several()
    if lists.beginning().from_one():
        incomplete(f"offsets do not count from zero (see {lists.rows.offset})")
    expected, many = ids(several.entries), lists.pager.many
    least = 2 if len(several.entries) > 2 else 1  # pages of one entry show nothing of their borders
    limit = max(least, math.ceil(len(several.entries) / min(SMALL_PAGES, lists.most_pages - 1)))
    found: Counter[str] = Counter()
    for offset, page, entries in _pages_of(lists, limit, len(several.entries)):
        again = sorted(one for one in ids(entries) if found[one] + 1 > max(1, expected[one]))
        if again:
            more = "" if len(entries) <= limit else f", and holds {len(entries)} {many} (see {lists.rows.limit})"
            page.broken(
                f"pages of {limit} repeat a {lists.one}: the page at offset={offset} shows it again{more}",
                expected=f"each {lists.one} on one page",
                actual=again[0],
            )
        found += ids(entries)
    missing = [one for one in expected if one not in found]
    if missing:
        page.broken(
            f"pages of {limit} leave {len(missing)} {many} out", expected=f"{len(expected)} {many}", actual=missing[0]
        )
    if several.repeating or not several.complete:
        (several.repeating or several.pages[-1]).broken(
            f"pages of 100 repeat a {lists.one}",
            expected=f"each {lists.one} on one page",
            actual=f"{many} that an earlier page shows",
        )


def _pages_of(lists: Lists[E], limit: int, count: int) -> Iterator[tuple[int, Answer, Sequence[E]]]:
    """The pages of so many entries with their offsets and entries, to the first empty one.

    One that is too large counts as ``limit``, as consumers take it.
    """
    offset = read = 0
    while offset < count:
        if read >= lists.most_pages:
            incomplete(f"pages of {limit} do not end within {lists.most_pages} pages (limits.pages)")
        page = lists.pager.ask(limit=limit, offset=offset)
        entries = () if page.status in (204, 400, 404) and offset else lists.pager.entries(page.require(200))
        yield offset, page, entries
        if not entries:
            return
        offset, read = offset + min(len(entries), limit), read + 1


def expect_total(lists: Lists[E], since: str | None) -> None:
    """Demand that X-Total-Count, where it is sent, is how many entries a walk finds; raises ``Broken``."""
    found = walk_by_offset(lists.pager, lists.most_pages, since=since)
    counts = [(page, total_count(page)) for page in found.pages]
    if all(total is None for _, total in counts):
        not_applicable("X-Total-Count is not sent")
    for page, total in counts:
        if total is not None and total != len(found.entries):
            if found.repeating or not found.complete:
                incomplete(
                    f"pages repeat each other, so that the number of {lists.pager.many} is not sure "
                    f"(see {lists.rows.cover})"
                )
            page.broken(
                f"X-Total-Count differs from the number of {lists.pager.many}",
                expected=str(len(found.entries)),
                actual=str(total),
            )


def expect_relation_leads(lists: Lists[E], relation: str, offset: int, to: int) -> None:
    """Demand that the relation on the page of one entry at ``offset`` leads to the entry at the offset ``to``.

    ``to`` counts from the end below 0. Raises ``Broken``, and ``NotApplicable`` where the relation is missing.
    """
    counted, pager, rows = lists.counted(), lists.pager, lists.rows
    count = len(counted.entries)
    answer = pager.ask(limit=1, offset=offset).require(200)
    url = links(answer).get(relation)
    if url is None:
        not_applicable(f"the page has no relation {relation}")
    if to < 0 and total_count(answer) not in (None, count):
        incomplete(f"how many {pager.many} there are is not sure (see {rows.total})")
    page = pager.follow(at_home(url, answer))
    if page.status != 200:
        incomplete(f"the link {relation} leads to {page.status}: {url} (see {rows.targets})")
    wanted = pager.entries(pager.ask(limit=1, offset=to % count).require(200))
    found = pager.entries(page)
    if len(wanted) != 1 or len(found) > 1:
        incomplete(f"limit=1 is not kept (see {rows.limit} and {rows.targets})")
    if ids(found) != ids(wanted):
        page.broken(
            f"the relation {relation} leads to another page",
            expected=wanted[0].id,
            actual=found[0].id if found else f"a page without {pager.many}",
        )


def ids(entries: Iterable[Listed]) -> Counter[str]:
    """How often each id occurs."""
    return Counter(entry.id for entry in entries)


def moment(text: str) -> datetime | None:
    """A timestamp with zone; ``None`` for anything else."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else None
