"""How a consumer asks for authorization: over https, with all parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conformance.rulebooks.clr20.consumer.register import REGISTRY, observed
from conformance.rulebooks.oauth.consumer.checks import CHECKS
from conformance.rulebooks.oauth.consumer.flows import asked, without_login
from conformance.traffic import Traffic, breach, met, not_applicable
from conformance.traffic.seen import Seen

_PARAMETERS = ("OAUTH-AUT-002", "OAUTH-AUT-003", "OAUTH-AUT-004", "OAUTH-AUT-005", "OAUTH-AUT-006", "OAUTH-AUT-007")
_OLD = ("SSLv3", "TLSv1", "TLSv1.1")

for _one in CHECKS:
    if _one.requirement in _PARAMETERS:
        REGISTRY.add(replace(_one, requirement="CLR20-ACG-03"))


@observed("CLR20-ACG-02")
def it_asks_over_https(traffic: Traffic) -> Iterator[Seen]:
    """The browser asks over https with TLS 1.2 or newer, and by GET or by the POST of a form."""
    for sitting in traffic.sittings:
        for one in asked(sitting):
            yield met(sitting, one.request)
            if one.request.url.startswith("http:") or one.request.tls in _OLD:
                actual = one.request.tls or "http"
                yield breach("An authorization request is not sent over https", one.request, actual=actual)
    reason = without_login(traffic)
    if reason:
        yield not_applicable(reason)
