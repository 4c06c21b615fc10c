"""How a client says who it is at the token endpoint."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import quote_plus

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import answered, parameter, registrations
from conformance.traffic import Sitting

_PLAIN = "*~"
"""What one reading of form encoding leaves as it is, and another one escapes."""


def what_is_wrong(request: Served, secrets: Mapping[str, str]) -> str:
    """How a token request departs from HTTP Basic (RFC 6749 section 2.3.1); empty when it does not.

    ``secrets`` has the secret of each client_id that is known.
    """
    if parameter(request, "client_secret"):
        return "client_secret is outside the Authorization header"
    header = request.request_headers.get("authorization") or ""
    scheme, _, encoded = header.partition(" ")
    if not header:
        return "there is no Authorization header"
    if scheme.lower() != "basic":
        return f"the Authorization header has the scheme {scheme}"
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "the Authorization header is no Base64 of text"
    if not colon:
        return "the Authorization header has no colon between client_id and secret"
    if secrets.get(client_id) == secret and quote_plus(secret, safe=_PLAIN) != secret:
        return "the secret is not form encoded before it is put into the header"
    return ""


def secrets_of(sitting: Sitting) -> Mapping[str, str]:
    """The secret of each client that registered in a sitting."""
    given = map(answered, registrations(sitting, ok=True))
    return {str(one.get("client_id")): str(one["client_secret"]) for one in given if one.get("client_secret")}
