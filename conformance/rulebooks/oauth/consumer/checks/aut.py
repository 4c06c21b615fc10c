"""What a consumer's authorization requests show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Traffic, breach, met
from conformance.traffic.seen import Seen

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@observed("OAUTH-AUT-007")
def the_challenge_is_s256(traffic: Traffic) -> Iterator[Seen]:
    """PKCE with S256: 43 base64url characters (RFC 7636 section 4.2)."""
    for sitting in traffic.sittings:
        for request in sitting.requests("authorize"):
            yield met(sitting, request)
            method, challenge = request.query.get("code_challenge_method"), request.query.get("code_challenge")
            if method != "S256":
                yield breach("The challenge is not made by S256", request, expected="S256", actual=method or "none")
            elif not _CHALLENGE.fullmatch(challenge or ""):
                yield breach("The challenge is not a hash in base64url", request, expected="43 characters of base64url")
