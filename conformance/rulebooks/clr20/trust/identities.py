"""Who a credential is about: ids and identifiers of its subject, plain or hashed, beside a value that is known."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import md5, sha256
from types import MappingProxyType
from typing import Any, Final

from conformance.rulebooks.clr20.document.reading import many

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"email": "emailAddress", "userId": "userName", "studentId": "systemId", "url": "identifier"}
)
"""Words for a type of identity that the earlier edition has -> identityType."""

EMAIL: Final = "emailAddress"
_HASHES: Final = ("sha256", "md5")


def identity_type(word: str) -> str:
    """The identityType that a user means."""
    return TYPES.get(word, word)


def of_type(subject: Mapping[str, Any], wanted: str) -> list[Mapping[str, Any]]:
    """The identifiers of a subject that have this identityType: no other says anything of such a value."""
    entries = (each for each in many(subject.get("identifier")) if isinstance(each, dict))
    return [each for each in entries if wanted in many(each.get("identityType"))]


def of_other_types(subject: Mapping[str, Any], wanted: str, plain: str) -> bool:
    """Whether an identifier of another type has that value, which says nothing of it."""
    entries = (each for each in many(subject.get("identifier")) if isinstance(each, dict))
    return any(matches(each, plain) for each in entries if wanted not in many(each.get("identityType")))


def matches(identity: Mapping[str, Any], plain: str) -> bool | None:
    """Whether an IdentityObject names that value; ``None`` when nobody can tell (an unknown hash, no identityHash).

    The hash is taken over the UTF-8 bytes of the value followed by the salt (Open Badges 3.0, verify identifier). An
    e-mail address is compared as it is given and in lower case.
    """
    told = identity.get("identityHash")
    if not isinstance(told, str):
        return None
    email = EMAIL in many(identity.get("identityType"))
    candidates = {plain, plain.lower()} if email else {plain}
    if identity.get("hashed") is not True:
        return told in candidates or (email and told.lower() in candidates)
    algorithm, _, digest = told.partition("$")
    if algorithm.lower() not in _HASHES:
        return None
    salt = identity.get("salt")
    end = salt if isinstance(salt, str) else ""
    return digest.lower() in {_hash(algorithm.lower(), each + end) for each in candidates}


def _hash(algorithm: str, text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return (sha256(data) if algorithm == "sha256" else md5(data, usedforsecurity=False)).hexdigest()
