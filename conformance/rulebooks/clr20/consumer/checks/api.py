"""How a consumer asks for records and sends them, and whether it copes with what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr20.consumer.opening import ARRAYS, ids_on, listed
from conformance.rulebooks.clr20.consumer.posted import LIST, POST, is_record, passed_on, sent_in
from conformance.rulebooks.clr20.consumer.register import observed
from conformance.standard.facts import facts
from conformance.traffic import Traffic, breach, met, not_applicable
from conformance.traffic.accepting import lets_in
from conformance.traffic.arrays import Lists, copes_without_arrays, reads_both
from conformance.traffic.moments import since_is_zoned
from conformance.traffic.seen import Seen
from conformance.traffic.successes import in_vain, taken_for_done

_OPERATIONS = tuple(facts("clr20").operations)
_JSON, _TEXT = facts("clr20").media_types
_LISTS = Lists(LIST, ARRAYS, ids_on)
_OF_JSON = (_JSON, "application/vc+ld+json")
_REFUSED = ("post-refused", "post-not-allowed")


@observed("CLR20-API-56", needs=("write",))
def a_record_has_its_media_type(traffic: Traffic) -> Iterator[Seen]:
    """A JSON object comes as JSON, a compact JWS as text; parameters are nobody's concern."""
    for sitting in traffic.sittings:
        for request in sitting.requests(POST):
            yield met(sitting, request)
            sent = sent_in(request)
            kind = (request.request_headers.get("content-type") or "none").partition(";")[0].strip().lower()
            if not is_record(sent):
                expected = "a JSON object, or a compact JWS"
                yield breach("What is posted is neither a record nor a token", request, expected=expected)
            elif isinstance(sent, dict) and kind not in _OF_JSON:
                yield breach("A record is not posted as JSON", request, expected=" or ".join(_OF_JSON), actual=kind)
            elif isinstance(sent, str) and kind != _TEXT:
                yield breach("A compact JWS is not posted as text", request, expected=_TEXT, actual=kind)


@observed("CLR20-API-57", needs=("read",))
def since_has_a_zone(traffic: Traffic) -> Iterator[Seen]:
    """since is a date and time with its zone, whenever it is sent."""
    yield from since_is_zoned(traffic, LIST, "list-again")


@observed("CLR20-API-58", scenarios=("mixed-list",), needs=("read",))
def it_reads_both_arrays(traffic: Traffic) -> Iterator[Seen]:
    """A record in credential and one in compactJwsString are both named in the outcome."""
    yield from reads_both(traffic, "mixed-list", _LISTS)


@observed("CLR20-API-59", scenarios=("pages-odd-sets", "empty-list"), needs=("read",))
def it_copes_with_missing_arrays(traffic: Traffic) -> Iterator[Seen]:
    """Pages without one or both arrays are followed by a request for the next, and an empty list is an end as well."""
    yield from _falls_over_one(traffic)
    yield from copes_without_arrays(traffic, "pages-odd-sets", "empty-list", LIST)


def _falls_over_one(traffic: Traffic) -> Iterator[Seen]:
    """A crash at the first page that lacks an array, behind pages that had both: any list may end with such a page."""
    for sitting in traffic.plain:
        pages = sitting.requests(LIST, ok=True)
        odd = next((page for page in pages if not all(listed(page, member) for member in ARRAYS)), None)
        if odd is None or odd is pages[0] or sitting.end.how != "crashed" or sitting.requests(after=odd):
            continue
        expected = "the end of a reader that got all pages"
        yield breach("It does not get past a page that lacks an array", odd, expected=expected, actual=str(sitting.end))


@observed("CLR20-API-60", scenarios=("plain", "post-replaced"), needs=("write",))
def each_success_of_a_post_is_one(traffic: Traffic) -> Iterator[Seen]:
    """After 200 and 201 the same record is not posted again, and the consumer ends as it does after 201."""
    for sitting in traffic.named("plain", "post-replaced"):
        posted = [one for one in sitting.requests(POST) if one.status in (200, 201)]
        if sitting.task == "write" and posted:
            yield from taken_for_done(traffic, sitting, posted, "post")
    yield from in_vain(traffic, _REFUSED, POST, "post")


@observed("CLR20-API-61")
def it_accepts_what_is_returned(traffic: Traffic) -> Iterator[Seen]:
    """Accept lets in the type that an operation returns; what else it lists is its own business."""
    for sitting in traffic.sittings:
        for request in sitting.requests(*_OPERATIONS):
            yield met(sitting, request)
            wanted = _TEXT if request.operation == POST and isinstance(sent_in(request), str) else _JSON
            accept = request.request_headers.get("accept")
            if not lets_in(accept, wanted):
                message = f"{request.operation} is called with an Accept that keeps {wanted} out"
                yield breach(message, request, expected=wanted, actual=accept or "")


@observed("CLR20-API-62", scenarios=("pass-on",), needs=("write",))
def what_it_passes_on_is_unchanged(traffic: Traffic) -> Iterator[Seen]:
    """A record that was received and is posted is the same string when it is a token, and the same members when not."""
    for sitting in traffic.sittings:
        posted = sitting.requests(POST)
        seen = [(one, received) for one in posted if (received := passed_on(sitting, one)) is not None]
        for request, received in seen:
            yield met(sitting, request)
            yield from _changed(request, received)
        if posted and not seen:
            yield not_applicable("it passes no record on: it posts none that it has received", sitting)


def _changed(request: Served, received: Any) -> Iterator[Seen]:
    posted = sent_in(request)
    if isinstance(received, str):
        if posted != received.strip():
            actual = "another string" if isinstance(posted, str) else "a record without its signature"
            yield breach("A compact JWS is passed on changed", request, expected="the string received", actual=actual)
    elif posted != received:
        yield breach("A record is passed on changed", request, expected="the members received", actual="other members")
