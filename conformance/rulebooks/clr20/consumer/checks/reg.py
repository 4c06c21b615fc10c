"""What the registrations of a consumer show beyond what editions share."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.clr20.consumer.register import observed
from conformance.rulebooks.oauth.consumer.flows import registered_by_hand, registrations, said, was_read
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable
from conformance.traffic.seen import Seen

_JSON = "application/json"
_OLD = ("SSLv3", "TLSv1", "TLSv1.1")


@observed("CLR20-REG-02")
def it_posts_json_over_tls(traffic: Traffic) -> Iterator[Seen]:
    """A JSON object as application/json (RFC 7591 section 3.1), over https with TLS 1.2 or newer."""
    for sitting, request in _registrations(traffic):
        yield met(sitting, request)
        kind = (request.request_headers.get("content-type") or "none").partition(";")[0].strip().lower()
        if kind != _JSON:
            yield breach("The registration is not sent as JSON", request, expected=_JSON, actual=kind)
        if was_read(request) and not isinstance(request.sent, dict):
            yield breach("The body of the registration is not a JSON object", request, expected="a JSON object")
        if request.url.startswith("http:") or request.tls in _OLD:
            yield breach("The registration is not sent over https", request, actual=request.tls or "http")
    yield from _by_hand(traffic)


@observed("CLR20-REG-04")
def it_sends_no_software_statement(traffic: Traffic) -> Iterator[Seen]:
    """software_statement is left out, in every registration."""
    for sitting, request in _registrations(traffic):
        yield met(sitting, request)
        if "software_statement" in said(request):
            yield breach("The registration has a software statement", request, pointer="/software_statement")
    yield from _by_hand(traffic)


@observed("CLR20-REG-05")
def the_scope_is_there(traffic: Traffic) -> Iterator[Seen]:
    """scope, the ninth of the members that are required; that of an empty text says nothing."""
    for sitting, request in _registrations(traffic):
        if not was_read(request):
            continue
        yield met(sitting, request)
        if not str(said(request).get("scope") or "").strip():
            yield breach("The registration lacks scope", request, pointer="/scope", expected="a value")
    yield from _by_hand(traffic)


def _registrations(traffic: Traffic) -> Iterator[tuple[Sitting, Served]]:
    return ((sitting, request) for sitting in traffic.sittings for request in registrations(sitting))


def _by_hand(traffic: Traffic) -> Iterator[Seen]:
    reason = registered_by_hand(traffic)
    if reason:
        yield not_applicable(reason)
