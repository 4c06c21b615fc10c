"""Credentials as VC-JWT (1EdTech, JWT proof format): a compact JWS whose claims repeat what the credential says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Literal

from conformance.errors import UsageFault
from conformance.issuing.keys import Key, encoded

Form = Literal["credential", "vc"]

_FIRST_OF_1_1: Final = "https://www.w3.org/2018/credentials/v1"


def as_jwt(
    document: Mapping[str, Any],
    key: Key,
    *,
    kid: str = "",
    jwk: bool = False,
    form: Form | None = None,
    header: Mapping[str, Any] = MappingProxyType({}),
    claims: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """The compact JWS of a credential.

    ``kid`` is the URI that leads to the key, ``jwk`` puts the public key itself into the header. ``form`` is where
    the credential stands: the payload itself (``credential``, VCDM 2.0) or the claim ``vc`` (VCDM 1.1); by default
    as its first context says. ``header`` and ``claims`` replace or add members, ``None`` leaves one out.
    Raises ``UsageFault`` for a credential whose date says no moment.
    """
    place = form or ("vc" if _first(document) == _FIRST_OF_1_1 else "credential")
    known = {"alg": key.algorithm, "kid": kid or None, "jwk": key.public_jwk() if jwk else None, "typ": "JWT"}
    body = {**document} if place == "credential" else {"vc": {**document}}
    return compact(_present({**known, **header}), _present({**body, **registered(document), **claims}), key)


def compact(header: Mapping[str, Any], payload: Mapping[str, Any], key: Key) -> str:
    """The compact JWS of that header and payload."""
    parts = [json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() for part in (header, payload)]
    signed = ".".join(encoded(part) for part in parts)
    return f"{signed}.{encoded(key.sign(signed.encode()))}"


def registered(document: Mapping[str, Any]) -> dict[str, Any]:
    """The claims that repeat a credential: iss, jti, sub, nbf, exp; those that it has nothing for are ``None``."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    return {
        "iss": issuer.get("id") if isinstance(issuer, Mapping) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, Mapping) else None,
        "nbf": _seconds(document.get("validFrom", document.get("issuanceDate"))),
        "exp": _seconds(document.get("validUntil", document.get("expirationDate"))),
    }


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _first(document: Mapping[str, Any]) -> Any:
    found = document.get("@context")
    return found[0] if isinstance(found, list) and found else found


def _seconds(text: Any) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise UsageFault(
            "date-unusable",
            "a date of the credential says no moment, so that no claim can repeat it",
            "a date without its time, or not in the form of ISO 8601",
            "write it as 2026-01-31T12:00:00Z",
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
