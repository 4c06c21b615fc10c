"""Whether a record that is handed in is secured, by a key that is known to be its issuer's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from mock_provider.clr20.resource.known_keys import KnownKey, KnownKeys
from mock_provider.clr20.resource.public_keys import ALGORITHMS, of_jwk
from mock_provider.encoding import from_base64url
from mock_provider.http.json_bodies import invalid, parse_json

_PURPOSE: Final = "assertionMethod"
_HEADER: Final = frozenset(("alg", "kid", "jwk", "typ"))
_MOST_KNOWN = 256
_CLAIMS: Final = frozenset(("iss", "jti", "sub", "nbf", "exp", "iat", "aud"))


class Secured:
    """Looks at proofs and tokens. ``trust_embedded_keys`` takes the key that a token brings along for its issuer's."""

    def __init__(self, keys: KnownKeys, *, trust_embedded_keys: bool, max_depth: int) -> None:
        self._keys = keys
        self._trust_embedded_keys = trust_embedded_keys
        self._max_depth = max_depth

    def check(self, credential: Mapping[str, Any]) -> None:
        """Raises a 400 unless one of the record's proofs is good: any one is enough."""
        proofs = credential.get("proof", [])
        reasons = [self._why_not(credential, proof) for proof in (proofs if isinstance(proofs, list) else [proofs])]
        if not reasons:
            raise invalid("the record is not secured: JSON has to bring a proof, any other record is a compact JWS")
        if all(reasons):
            raise invalid(f"proof: {'; '.join(map(str, reasons))}")

    def opened(self, content: bytes) -> Mapping[str, Any]:
        """The record in a compact JWS; raises a 400 unless it is signed by a key of its issuer."""
        try:
            parts = content.decode("ascii").split(".")
            header_part, payload_part, signature = (from_base64url(part) for part in parts)
        except ValueError:
            raise invalid("the body is not a compact JWS") from None
        header, payload = (parse_json(part, self._max_depth) for part in (header_part, payload_part))
        if not isinstance(header, dict) or not isinstance(payload, dict):
            raise invalid("header and payload of the JWS have to be JSON objects")
        credential = _credential(payload)
        key = self._key_of_token(header, credential)
        if header.get("alg") != ALGORITHMS[key.key.kind]:
            raise invalid(f"alg {header.get('alg')!r} does not go with a key of kind {key.key.kind}")
        if not key.key.signed(signature, ".".join(parts[:2]).encode("ascii")):
            raise invalid("the signature does not fit the key")
        return credential

    def _why_not(self, credential: Mapping[str, Any], proof: Any) -> str:
        """What is wrong with a proof, in a few words; empty when it is good."""
        from conformance.errors import UsageFault

        options = {name: value for name, value in proof.items() if name != "proofValue"}
        known = self._keys.find(str(options.get("verificationMethod")))
        if known is None:
            return f"the key {options.get('verificationMethod')} is not known here"
        if known.issuer != _issuer(credential):
            return "the key is not the issuer's"
        if options.get("proofPurpose") != _PURPOSE:
            return f"proofPurpose is not {_PURPOSE}"
        plain = {name: value for name, value in credential.items() if name != "proof"}
        try:
            data = _data(json.dumps(plain), json.dumps(options), known.key.kind)
            value = _base58(proof.get("proofValue"))
        except UsageFault as fault:
            return str(fault)
        except (KeyError, ValueError):
            return "the proof is of a suite that is not checked here, or its value cannot be read"
        return "" if known.key.signed(value, data) else "the signature does not fit the key"

    def _key_of_token(self, header: Mapping[str, Any], credential: Mapping[str, Any]) -> KnownKey:
        if unknown := sorted(header.keys() - _HEADER):
            raise invalid(f"the header of the JWS has {', '.join(unknown)}, which has no place there")
        key = self._keys.find(str(header["kid"])) if "kid" in header else self._brought(header, credential)
        if key is None:
            raise invalid(
                f"the key {header.get('kid', 'in the header')} is not known here; "
                "start the mock with --trust-embedded-keys to accept a key that the record brings along"
            )
        if key.issuer != _issuer(credential):
            raise invalid("the key is not the issuer's")
        return key

    def _brought(self, header: Mapping[str, Any], credential: Mapping[str, Any]) -> KnownKey | None:
        """The key in the header: the issuer's when that is the did:key of it, or when such keys are trusted."""
        try:
            key = of_jwk(header["jwk"])
        except (KeyError, TypeError, ValueError) as error:
            raise invalid("the header of the JWS has neither kid nor a public jwk") from error
        issuer = _issuer(credential)
        own = self._keys.find(issuer)
        if own is not None and own.key.public == key.public:
            return own
        return KnownKey(key, issuer) if self._trust_embedded_keys else None


@lru_cache(maxsize=_MOST_KNOWN)
def _data(record: str, options: str, kind: str) -> bytes:
    """The bytes that a proof signs, for the JSON of both: in tests the same record comes hundreds of times."""
    from conformance.issuing.suites import data_of

    return data_of(json.loads(record), json.loads(options), kind)


def _credential(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record of a payload: in its claim ``vc`` by VCDM 1.1, else the payload itself without registered claims."""
    inner = payload.get("vc")
    found = inner if isinstance(inner, dict) else {name: each for name, each in payload.items() if name not in _CLAIMS}
    repeated = {"jti": found.get("id"), "iss": _issuer(found)}
    if wrong := [name for name, value in repeated.items() if payload.get(name) != value]:
        raise invalid(f"the claim {' and '.join(wrong)} does not repeat what the record says")
    return found


def _issuer(credential: Mapping[str, Any]) -> str:
    issuer = credential.get("issuer")
    return str(issuer.get("id") if isinstance(issuer, Mapping) else issuer)


def _base58(value: Any) -> bytes:
    import base58

    if not isinstance(value, str) or not value.startswith("z"):
        raise ValueError("a proofValue begins with z (base58btc)")
    return base58.b58decode(value[1:])
