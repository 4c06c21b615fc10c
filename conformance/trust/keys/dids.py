"""DIDs whose key needs no register: did:key and did:jwk hold it, did:web says where its document is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import orjson

from conformance.trust.keys.encodings import EncodingFault, base64url
from conformance.trust.keys.material import PublicKey, of_jwk, of_multibase
from conformance.trust.keys.problems import refused

_MOST_TEXT: Final = 8_192


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key that a DID itself holds; ``asserts`` is false when its document lists it for encryption alone."""

    did: str
    key: PublicKey
    asserts: bool = True


def method(reference: str) -> str:
    """The method of a DID or DID URL (``web``), empty for anything else."""
    parts = reference.split(":", 2)
    return parts[1] if len(parts) == 3 and parts[0] == "did" else ""


def without_fragment(reference: str) -> str:
    """A reference without its fragment."""
    return reference.partition("#")[0]


def of_did_key(reference: str) -> OwnKey:
    """The key of a did:key, with or without its fragment. Raises ``KeyRefused``."""
    did, mark, fragment = reference.partition("#")
    value = did.removeprefix("did:key:")
    if mark and fragment != value:
        raise _no_such_key("a did:key has one key for signatures, and the fragment repeats it")
    return OwnKey(did, of_multibase(value))


def of_did_jwk(reference: str) -> OwnKey:
    """The key of a did:jwk; its only key is ``#0``. Raises ``KeyRefused``."""
    did, mark, fragment = reference.partition("#")
    if mark and fragment != "0":
        raise _no_such_key("the only key of a did:jwk is #0")
    jwk = _jwk(did.removeprefix("did:jwk:"))
    return OwnKey(did, of_jwk(jwk), jwk.get("use") != "enc")


def _jwk(text: str) -> Mapping[str, Any]:
    if len(text) > _MOST_TEXT:
        raise refused("key-too-large", f"the did:jwk has {len(text)} characters")
    try:
        value = orjson.loads(base64url(text))
    except (EncodingFault, orjson.JSONDecodeError) as error:
        why = error.text if isinstance(error, EncodingFault) else "it is not JSON in base64url"
        raise refused("key-wrong-encoding", f"the did:jwk cannot be read: {why}") from error
    if not isinstance(value, dict):
        raise refused("key-not-an-object", "the did:jwk holds JSON, but not a JWK")
    return value


def document_of_did_web(did: str) -> str:
    """The URL of the DID document of a did:web, by its path and port forms. Raises ``KeyRefused``."""
    host, *path = did.removeprefix("did:web:").split(":")
    authority = unquote(host)
    steps = [unquote(part) for part in path]
    if not _is_authority(authority) or any(part in ("", ".", "..") or "/" in part for part in steps):
        raise refused(
            "did-unreadable",
            "the did:web names no host, or a path with empty parts",
            "a URL was written in place of the DID",
            "write did:web:host, did:web:host%3Aport or did:web:host:path:to",
        )
    return f"https://{authority}/{'/'.join(path) if path else '.well-known'}/did.json"


def _is_authority(text: str) -> bool:
    if not text or any(mark in text for mark in "/@?#\\ "):
        return False
    try:
        parts = urlsplit(f"https://{text}")
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _no_such_key(text: str) -> Exception:
    return refused(
        "key-not-found",
        f"the fragment names no key of this DID: {text}",
        "the fragment of another DID, or of the key for encryption",
    )
