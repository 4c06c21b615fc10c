"""Whether a posted signed CLR is what it says: payload, signing profile, key and signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mock_provider import signing
from mock_provider.clr10.resource.validation import check
from mock_provider.http.json_bodies import invalid, parse_json

KnownKey = Callable[[str], Mapping[str, Any] | None]
"""The key document of this provider with that id, if there is one."""


def open_signed_clr(
    compact: str, known_key: KnownKey, *, trust_embedded_keys: bool, max_depth: int
) -> Mapping[str, Any]:
    """The CLR inside a compact JWS; raises a 400 unless its publisher is known and signed it.

    The mock asks nobody else, so it knows the keys that it serves itself; with ``trust_embedded_keys`` also the
    key that the publisher's profile brings along.
    """
    try:
        token = signing.parse(compact)
        clr = parse_json(token.payload_bytes, max_depth)
        check(clr, "Clr")
        key = _key(clr, known_key, trust_embedded_keys=trust_embedded_keys)
        signing.verify(token, key["publicKeyPem"])
    except signing.SignatureError as error:
        raise invalid(f"signedClr: {error}") from error
    if clr.get("verification", {"type": "Signed"})["type"] != "Signed":
        raise invalid("signedClr: the payload's verification has to be of type Signed")
    return dict(clr)


def _key(clr: Mapping[str, Any], known_key: KnownKey, *, trust_embedded_keys: bool) -> Mapping[str, Any]:
    publisher = clr["publisher"]
    embedded: Mapping[str, Any] = publisher.get("publicKey", {})
    key_id = clr.get("verification", {}).get("creator") or embedded.get("id")
    if not key_id:
        raise signing.SignatureError("neither verification.creator nor publisher.publicKey names a key")
    if embedded and embedded["id"] != key_id:
        raise signing.SignatureError("verification.creator is not the key of the publisher")
    key = known_key(key_id) or (embedded if trust_embedded_keys else None)
    if not key:
        raise signing.SignatureError(
            f"the key {key_id} is not known here; start the mock with --trust-embedded-keys to accept any publisher"
        )
    if key["owner"] != publisher["id"]:
        raise signing.SignatureError("the owner of the key is not the publisher")
    return key
