"""Signs the credentials of a migrated record, each by the key of its own issuer, the inner before the outer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from conformance.errors import UsageFault
from conformance.issuing import Key, as_jwt, sign
from conformance.migrating.account import escaped

_SUITES: Final = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Signer:
    """The key of one issuer; ``key_id`` is the URL by which a verifier finds it, empty when the key file has none."""

    key: Key
    key_id: str = ""

    def method(self, issuer: str) -> str:
        """The verification method of its proofs."""
        return self.key_id or f"{issuer}#{self.key.multibase}"


def read_signer(path: Path, key_id: str = "") -> Signer:
    """The key in a file; raises ``UsageFault`` when there is none that can sign.

    ``key_id`` comes before the one that the file itself names (``id`` of a Multikey, ``kid`` of a JWK).
    """
    try:
        if path.stat().st_size > _MOST:
            raise UsageFault("key-unusable", f"the file {path} is too large for a key", "another file")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UsageFault("key-unusable", f"the key {path} cannot be read: {reason}", "a mistyped name") from error
    key = Key.load(text)
    named = json.loads(text)
    own = next((named[each] for each in ("id", "kid") if ":" in str(named.get(each, ""))), "")
    return Signer(key, key_id or str(own))


def signed(
    record: dict[str, Any], signers: Mapping[str, Signer], now: datetime, *, outer: bool, credential: str
) -> list[str]:
    """Signs in place every credential whose issuer's key is there, and gives their JSON Pointers.

    Without ``outer`` the record itself stays as it is. ``credential`` is the type that each has.
    Raises ``UsageFault`` for a key that no suite takes.
    """
    found: list[str] = []

    def visit(value: Any, place: str) -> None:
        for key, child in _children(value):
            visit(child, f"{place}/{escaped(key)}")
        issuer = _issuer(value, credential)
        if issuer in signers and (outer or place):
            _sign(value, signers[issuer], issuer, now)
            found.append(place)

    visit(record, "")
    return found


def token(record: dict[str, Any], signer: Signer) -> str:
    """The record as VC-JWT."""
    return as_jwt(record, signer.key, kid=signer.key_id, jwk=not signer.key_id)


def _sign(value: dict[str, Any], signer: Signer, issuer: str, now: datetime) -> None:
    if signer.key.kind not in _SUITES:
        raise UsageFault(
            "key-unusable",
            f"a key of kind {signer.key.kind} signs no embedded proof",
            "the key was made for tokens",
            "give an Ed25519, P-256 or P-384 key, or sign a record without inner credentials of yours by --as jwt",
        )
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    value.update(sign(value, _SUITES[signer.key.kind], signer.key, signer.method(issuer), created=moment))


def _issuer(value: Any, credential: str) -> str:
    """The id of the issuer of a credential; empty for anything else."""
    if not isinstance(value, dict) or credential not in _many(value.get("type")):
        return ""
    issuer = value.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _children(value: Any) -> Any:
    if isinstance(value, dict):
        return list(value.items())
    return enumerate(value) if isinstance(value, list) else ()
