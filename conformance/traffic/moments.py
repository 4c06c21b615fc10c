"""The moment since which a consumer asks for records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.exchanges.served import Served
from conformance.traffic.seen import Seen, breach, met, not_applicable
from conformance.traffic.values import Traffic

_ZONED = re.compile(
    r"\d{4}-?\d\d-?\d\d[Tt]\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?([Zz]|[+-]\d\d(:?\d\d)?)",
    re.ASCII,
)


def since_is_zoned(traffic: Traffic, operation: str, again: str) -> Iterator[Seen]:
    """since is an ISO 8601 timestamp with its zone, whenever it is sent; ``again`` is a scenario that invites to it."""
    used = False
    for sitting in traffic.sittings:
        for request in sitting.requests(operation):
            since = request.query.get("since")
            if since is None:
                continue
            used = True
            yield met(sitting, request)
            if not _ZONED.fullmatch(since):
                yield breach("since is not a timestamp with a zone", request, expected=_wanted(request), actual=since)
    if not used and any(one.requests(operation, run=2, ok=True) for one in traffic.named(again)):
        yield not_applicable("it does not use since, be it the second time")


def _wanted(request: Served) -> str:
    """A form that is right; a plus sign that is not escaped in a query means a blank."""
    return "a zone such as %2B01:00, escaped" if "+" in urlsplit(request.url).query else "2030-01-31T12:00:00Z"
