"""What the headers of a consumer's requests to the API show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.standard.facts import facts
from conformance.traffic import Traffic, breach, met
from conformance.traffic.seen import Seen

_JSON_LD = "application/ld+json"
_OPERATIONS = tuple(facts("clr10").operations)
# A quoted value may hold a comma or a semicolon (RFC 9110 section 12.5.1).
_RANGE = re.compile(r"(?:[^,\"]|\"(?:[^\"\\]|\\.)*\")+")
_PARAMETER = re.compile(r";\s*([^=;\s]+)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;\s]*)")


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


def lists(accept: str, media_type: str) -> bool:
    """True when an Accept header names that type itself, with a weight above 0."""
    for entry in _RANGE.findall(accept):
        name, _, _ = entry.partition(";")
        weights = [value for key, value in _PARAMETER.findall(entry) if key.lower() == "q"]
        if name.strip().lower() == media_type and not any(re.fullmatch(r"0(\.0*)?", weight) for weight in weights):
            return True
    return False


@observed("CLR10-API-014", needs=("write",))
def a_post_is_json_ld(traffic: Traffic) -> Iterator[Seen]:
    """The media type of a posted body; parameters are nobody's concern (OpenAPI, requestBody of postClr)."""
    for sitting in traffic.sittings:
        for request in sitting.requests("postClr"):
            yield met(sitting, request)
            sent = request.request_headers.get("content-type") or "none"
            if sent.partition(";")[0].strip().lower() != _JSON_LD:
                yield breach("A post is not sent as JSON-LD", request, expected=_JSON_LD, actual=sent)
