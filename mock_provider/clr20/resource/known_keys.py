"""The keys that this provider knows without asking anybody: those of its own issuers, and those in a did:key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from mock_provider.clr20.resource.public_keys import PublicKey, of_jwk, of_multibase
from mock_provider.clr20.store.hosted import HostedStore

_DID_KEY = "did:key:"
_DID_WEB = "did:web:"


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key, and the id of the issuer to whom it belongs."""

    key: PublicKey
    issuer: str


class KnownKeys:
    """Finds keys by the addresses that proofs and tokens name."""

    def __init__(self, hosted: HostedStore, root_url: str) -> None:
        self._hosted = hosted
        self._root_url = root_url

    def find(self, address: str) -> KnownKey | None:
        """The key at that address; ``None`` when it would have to be fetched from somebody else, or is none."""
        if address.startswith(_DID_KEY):
            return _of_did_key(address)
        url, _, fragment = address.partition("#")
        document = self._document(url)
        if document is None:
            return None
        found = _listed(document, address, fragment)
        return None if found is None else KnownKey(found, str(document.get("id") or url.rpartition("/")[0]))

    def _document(self, url: str) -> Mapping[str, Any] | None:
        path = self._path(url)
        published = self._hosted.get(path) if path else None
        value = json.loads(published.body) if published and b"{" in published.body[:1] else None
        return value if isinstance(value, dict) else None

    def _path(self, url: str) -> str:
        """The path below the root of a document of one's own; empty for any other."""
        if url.startswith(_DID_WEB):
            host, *segments = (unquote(part) for part in url.removeprefix(_DID_WEB).split(":"))
            url = f"https://{'/'.join((host, *(segments or ('.well-known',))))}/did.json"
        return url.removeprefix(self._root_url) if url.startswith(f"{self._root_url}/") else ""


def _of_did_key(address: str) -> KnownKey | None:
    did, _, fragment = address.partition("#")
    name = did.removeprefix(_DID_KEY)
    if fragment not in ("", name):
        return None
    try:
        return KnownKey(of_multibase(name), did)
    except ValueError:
        return None


def _listed(document: Mapping[str, Any], address: str, fragment: str) -> PublicKey | None:
    """The key of that address in a document of its controller, or in a set of keys."""
    for method in document.get("verificationMethod", ()):
        if method["id"] == address and address in document["assertionMethod"]:
            return (
                of_jwk(method["publicKeyJwk"])
                if "publicKeyJwk" in method
                else of_multibase(method["publicKeyMultibase"])
            )
    for jwk in document.get("keys", ()):
        if fragment and jwk.get("kid") == address:
            return of_jwk(jwk)
    return None
