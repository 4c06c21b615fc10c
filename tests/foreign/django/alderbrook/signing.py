"""Keys of the office, and compact JWS with jwcrypto."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from jwcrypto import jwk, jws
from jwcrypto.common import JWException

from alderbrook.switches import wrong

KEY_NAME = "registrar-2024"
_KEY = jwk.JWK.generate(kty="RSA", size=2048, kid=KEY_NAME)
_LATER = jwk.JWK.generate(kty="RSA", size=2048, kid=KEY_NAME)


def public_pem() -> str:
    """The published key."""
    if wrong("key-is-private"):
        return str(_KEY.export_to_pem(private_key=True, password=None), "ascii")
    return str(_KEY.export_to_pem(), "ascii")


def sign(document: dict[str, Any]) -> str:
    """A document as compact JWS."""
    token = jws.JWS(json.dumps(document, cls=DjangoJSONEncoder).encode())
    if wrong("shared-secret"):
        secret = jwk.JWK.from_password(settings.SECRET_KEY)
        token.add_signature(secret, protected=json.dumps({"alg": "HS256", "typ": "JWT"}))
        return str(token.serialize(compact=True))
    key = _LATER if wrong("rotated-key") else _KEY
    token.add_signature(key, protected=json.dumps({"alg": "RS256", "kid": KEY_NAME, "typ": "JWT"}))
    return str(token.serialize(compact=True))


def read(compact: str) -> tuple[dict[str, Any], jws.JWS]:
    """The document in a token that nobody verified yet; raises ``ValueError``."""
    token = jws.JWS()
    try:
        token.deserialize(compact)
        document = json.loads(token.objects["payload"])
    except (JWException, ValueError, KeyError) as error:
        raise ValueError(f"not a compact JWS: {error}") from error
    if not isinstance(document, dict):
        raise ValueError("the payload of the token is not an object")
    return document, token


def verify(compact: str) -> dict[str, Any]:
    """The document of a token whose publisher signed it; raises ``ValueError``."""
    document, token = read(compact)
    if wrong("signature-unchecked"):
        return document
    publisher = document.get("publisher")
    pem = (publisher.get("publicKey") or {}).get("publicKeyPem") if isinstance(publisher, dict) else None
    if not isinstance(pem, str):
        raise ValueError("the publisher of a signed record needs a publicKey")
    try:
        token.allowed_algs = ["RS256", "RS384", "RS512", "PS256", "ES256"]
        token.verify(jwk.JWK.from_pem(pem.encode()))
    except (JWException, ValueError) as error:
        raise ValueError("the signature does not fit the publicKey of the publisher") from error
    return document
