"""What a consumer's requests to the API show."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic, breach, met
from conformance.traffic.seen import Seen


@observed("CLR10-API-014")
def a_post_is_json_ld(traffic: Traffic) -> Iterator[Seen]:
    """The media type of a posted body; parameters are nobody's concern (OpenAPI, requestBody of postClr)."""
    for sitting in traffic.sittings:
        for request in sitting.requests("postClr"):
            yield met(sitting, request)
            sent = request.request_headers.get("content-type") or "none"
            if sent.partition(";")[0].strip().lower() != "application/ld+json":
                yield breach("A post is not sent as JSON-LD", request, expected="application/ld+json", actual=sent)
