"""What the headers of a consumer's requests to the API show."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.standard.facts import facts
from conformance.traffic import Traffic, breach, met
from conformance.traffic.accepting import lists
from conformance.traffic.seen import Seen

_JSON_LD = "application/ld+json"
_OPERATIONS = tuple(facts("clr10").operations)


@observed("CLR10-API-009")
def it_accepts_json_ld(traffic: Traffic) -> Iterator[Seen]:
    """Every request to an operation lists application/ld+json; whatever it lists besides is its own business."""
    for sitting in traffic.sittings:
        for request in sitting.requests(*_OPERATIONS):
            yield met(sitting, request)
            accept = request.request_headers.get("accept")
            if not lists(accept or "", _JSON_LD):
                yield breach(
                    f"{request.operation} is called without {_JSON_LD} in Accept",
                    request,
                    expected=_JSON_LD,
                    actual=accept or "no Accept header",
                )


@observed("CLR10-API-014", needs=("write",))
def a_post_is_json_ld(traffic: Traffic) -> Iterator[Seen]:
    """The media type of a posted body; parameters are nobody's concern (OpenAPI, requestBody of postClr)."""
    for sitting in traffic.sittings:
        for request in sitting.requests("postClr"):
            yield met(sitting, request)
            sent = request.request_headers.get("content-type") or "none"
            if sent.partition(";")[0].strip().lower() != _JSON_LD:
                yield breach("A post is not sent as JSON-LD", request, expected=_JSON_LD, actual=sent)
