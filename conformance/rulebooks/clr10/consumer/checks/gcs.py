"""How a consumer asks for lists, and whether it copes with what they lack."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.pages import clrs_of, ids_in
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic
from conformance.traffic.arrays import Lists, copes_without_arrays, reads_both
from conformance.traffic.moments import since_is_zoned
from conformance.traffic.seen import Seen


def _ids(page: Served, member: str) -> Iterator[str]:
    return (name for clr in clrs_of(page, member) for name in ids_in(clr))


_LISTS = Lists("getClrs", ("clrs", "signedClrs"), _ids)


@observed("CLR10-GCS-014", needs=("read",))
def since_has_a_zone(traffic: Traffic) -> Iterator[Seen]:
    """since is an ISO 8601 timestamp with its zone, whenever it is sent."""
    yield from since_is_zoned(traffic, _LISTS.operation, "list-again")


@observed("CLR10-GCS-029", scenarios=("mixed-list",), needs=("read",))
def it_reads_both_lists(traffic: Traffic) -> Iterator[Seen]:
    """A CLR in clrs and one in signedClrs are both named in the outcome, or what they lead to is fetched."""
    yield from reads_both(traffic, "mixed-list", _LISTS)


@observed("CLR10-GCS-030", scenarios=("pages-odd-sets", "empty-list"), needs=("read",))
def it_copes_with_missing_arrays(traffic: Traffic) -> Iterator[Seen]:
    """Pages without one or both arrays are followed by a request for the next, and an empty list is an end as well."""
    yield from copes_without_arrays(traffic, "pages-odd-sets", "empty-list", _LISTS.operation)
