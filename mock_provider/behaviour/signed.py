"""What the mock has signed itself: only that a fault may sign anew."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request
from mock_provider.signing import SignatureError, SignedToken, parse, verify


def signed_here(request: Request, compact: object) -> tuple[SignedToken, str] | None:
    """A compact JWS of one of the mock's organisations taken apart, and the name of that one's key.

    ``None`` for what somebody else signed, for what is not a compact JWS, and for a payload that is not a JSON object:
    that goes on as it came.
    """
    if request.signing_key is None or not isinstance(compact, str):
        return None
    try:
        token = parse(compact)
        name = str(token.header.get("kid", "")).rpartition("/")[2]
        verify(token, request.signing_key(name).public_pem)
    except (SignatureError, LookupError):
        return None
    return (token, name) if isinstance(token.payload, dict) else None
