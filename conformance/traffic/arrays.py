"""Pages that hold records in two arrays, plain and compact: whether a consumer reads both, and copes without one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from conformance.exchanges.served import Served
from conformance.traffic.attested import seen_by_a_person
from conformance.traffic.seen import Seen, breach, met, note, undecided
from conformance.traffic.specimens import fetched
from conformance.traffic.survival import reads_on
from conformance.traffic.values import Sitting, Traffic

_NAMES_NONE = (
    "its outcome names no record that was listed: let it write one to CLR_OUTCOME_FILE that names every record it read"
)


@dataclass(frozen=True, slots=True)
class Lists:
    """How an edition lists records: the operation, its two arrays, and the ids by which a consumer may speak of one.

    ``ids`` gives those of the records in one of the arrays of a page.
    """

    operation: str
    arrays: tuple[str, str]
    ids: Callable[[Served, str], Iterable[str]]


def reads_both(traffic: Traffic, scenario: str, lists: Lists) -> Iterator[Seen]:
    """A record of each array is named in the outcome, or what all of them lead to is fetched."""
    for sitting in traffic.named(scenario):
        pages = sitting.requests(lists.operation, ok=True)
        if pages:
            yield from _both(sitting, pages, lists)


def _both(sitting: Sitting, pages: tuple[Served, ...], lists: Lists) -> Iterator[Seen]:
    named = {record.id for run in sitting.runs if run.outcome for record in run.outcome.records}
    named |= seen_by_a_person(sitting)
    read = {member: any(named & {*lists.ids(page, member)} for page in pages) for member in lists.arrays}
    if all(read.values()):
        yield met(sitting, *pages)
    elif any(read.values()):
        (left,) = (member for member, done in read.items() if not done)
        expected, actual = "a record of each array", f"none of {left}"
        yield breach(f"It does not read {left}", *pages, expected=expected, actual=actual)
    elif sitting.specimens and all(fetched(sitting, one) for one in sitting.specimens):
        yield met(sitting, *pages)
        yield note("its outcome names no record: both arrays are read, as what it fetches shows")
    else:
        yield undecided(_NAMES_NONE if sitting.by_itself else str(sitting.end), sitting)


def copes_without_arrays(traffic: Traffic, odd: str, empty: str, operation: str) -> Iterator[Seen]:
    """Pages without one or both arrays are followed by a request for the next, and an empty list is an end as well."""
    yield from reads_on(traffic, odd, "It does not get past a page that lacks an array")
    for sitting in traffic.named(empty):
        yield from _empty(traffic, sitting, operation)


def _empty(traffic: Traffic, sitting: Sitting, operation: str) -> Iterator[Seen]:
    page = sitting.first(operation, ok=True)
    if page is None or not sitting.by_itself or not any(one.through for one in traffic.plain):
        return
    if sitting.through:
        yield met(sitting, page)
    else:
        yield breach(
            "It does not get past an empty list", page, expected="the end of the plain sitting", actual=str(sitting.end)
        )
