"""How a consumer asks for lists, and whether it copes with what they lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.pages import clrs_of, ids_in
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.attested import seen_by_a_person
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import fetched
from conformance.traffic.survival import reads_on

_NAMES_NONE = (
    "its outcome names no record that was listed: let it write one to CLR_OUTCOME_FILE that names every record it read"
)
_ZONED = re.compile(
    r"\d{4}-?\d\d-?\d\d[Tt]\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?([Zz]|[+-]\d\d(:?\d\d)?)",
    re.ASCII,
)


@observed("CLR10-GCS-014", needs=("read",))
def since_has_a_zone(traffic: Traffic) -> Iterator[Seen]:
    """since is an ISO 8601 timestamp with its zone, whenever it is sent."""
    used = False
    for sitting in traffic.sittings:
        for request in sitting.requests("getClrs"):
            since = request.query.get("since")
            if since is None:
                continue
            used = True
            yield met(sitting, request)
            if not _ZONED.fullmatch(since):
                yield breach("since is not a timestamp with a zone", request, expected=_wanted(request), actual=since)
    again = traffic.named("list-again")
    if not used and any(one.requests("getClrs", run=2, ok=True) for one in again):
        yield not_applicable("it does not use since, be it the second time")


def _wanted(request: Served) -> str:
    """A form that is right; a plus sign that is not escaped in a query means a blank."""
    return "a zone such as %2B01:00, escaped" if "+" in urlsplit(request.url).query else "2030-01-31T12:00:00Z"


@observed("CLR10-GCS-029", scenarios=("mixed-list",), needs=("read",))
def it_reads_both_lists(traffic: Traffic) -> Iterator[Seen]:
    """A CLR in clrs and one in signedClrs are both named in the outcome, or what they lead to is fetched."""
    for sitting in traffic.named("mixed-list"):
        pages = sitting.requests("getClrs", ok=True)
        if pages:
            yield from _both(sitting, pages)


def _both(sitting: Sitting, pages: tuple[Served, ...]) -> Iterator[Seen]:
    named = {record.id for run in sitting.runs if run.outcome for record in run.outcome.records}
    named |= seen_by_a_person(sitting)
    read = {
        member: any(named & {*ids_in(clr)} for page in pages for clr in clrs_of(page, member))
        for member in ("clrs", "signedClrs")
    }
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


@observed("CLR10-GCS-030", scenarios=("pages-odd-sets", "empty-list"), needs=("read",))
def it_copes_with_missing_arrays(traffic: Traffic) -> Iterator[Seen]:
    """Pages without one or both arrays are followed by a request for the next, and an empty list is an end as well."""
    yield from reads_on(traffic, "pages-odd-sets", "It does not get past a page that lacks an array")
    for sitting in traffic.named("empty-list"):
        yield from _empty(traffic, sitting)


def _empty(traffic: Traffic, sitting: Sitting) -> Iterator[Seen]:
    page = sitting.first("getClrs", ok=True)
    if page is None or not sitting.by_itself or not any(one.through for one in traffic.plain):
        return
    if sitting.through:
        yield met(sitting, page)
    else:
        yield breach(
            "It does not get past an empty list", page, expected="the end of the plain sitting", actual=str(sitting.end)
        )
