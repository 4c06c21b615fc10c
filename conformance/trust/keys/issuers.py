"""Whether an issuer stands by a key: what is published at its own address, and which addresses are its own."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from urllib.parse import urlsplit

from conformance.trust.keys.dids import document_of_did_web, method, of_did_jwk, of_did_key, without_fragment
from conformance.trust.keys.documents import is_controller_document, keys_of, names
from conformance.trust.keys.material import PublicKey
from conformance.trust.keys.problems import KeyRefused
from conformance.trust.keys.resolved import Trail
from conformance.trust.session import State

_READERS = {"key": of_did_key, "jwk": of_did_jwk}


class Listing(Enum):
    """What the issuer's own documents say of a key."""

    LISTED = auto()
    OTHER_PURPOSE = auto()  # there, but not for assertionMethod
    OTHERS = auto()  # they list other keys for assertionMethod, and not this one
    SILENT = auto()  # no document, or one without keys


def same_identifier(one: str, other: str) -> bool:
    """True for equal identifiers; of two URLs an empty path equals a slash (RFC 3986, 6.2.3)."""
    return one == other or (one.startswith("https://") and _with_path(one) == _with_path(other))


def at_home(url: str, issuer: str) -> bool:
    """True when the URL has the authority (host and port) of the issuer's own address."""
    home = _authority(issuer_document(issuer))
    return bool(home) and _authority(url) == home


def issuer_document(issuer: str) -> str:
    """Where the issuer's own document is: its https URL, or where its did:web leads; empty when nowhere."""
    if issuer.startswith("https://"):
        return without_fragment(issuer)
    if method(issuer) != "web":
        return ""
    try:
        return document_of_did_web(without_fragment(issuer))
    except KeyRefused:
        return ""


def key_set(issuer: str) -> str:
    """Where an issuer with an address has its key set, empty for any other."""
    home = _authority(issuer_document(issuer))
    return f"https://{home}/.well-known/jwks.json" if home else ""


def own_key(issuer: str) -> PublicKey | None:
    """The key that the issuer's id itself holds: that of a did:key or did:jwk."""
    reader = _READERS.get(method(issuer))
    try:
        return reader(issuer).key if reader is not None else None
    except KeyRefused:
        return None


def listing(trail: Trail, key: PublicKey) -> Listing:
    """What the issuer's document says of the key, else what its key set does; each look-up is told as a step."""
    found = Listing.SILENT
    for url, what in _places(trail.issuer):
        said = _said(trail, url, what, key)
        if said in (Listing.LISTED, Listing.OTHER_PURPOSE):
            return said
        found = said if found is Listing.SILENT else found
    return found


def document_says(trail: Trail, key: PublicKey) -> Listing:
    """What the issuer's own document alone says of the key."""
    url = issuer_document(trail.issuer)
    return _said(trail, url, "the issuer's document", key) if url else Listing.SILENT


def _places(issuer: str) -> Iterator[tuple[str, str]]:
    if url := issuer_document(issuer):
        yield url, "the issuer's document"
    if url := key_set(issuer):
        yield url, "the issuer's key set"


def _said(trail: Trail, url: str, what: str, key: PublicKey) -> Listing:
    answer = trail.ask(url, what)
    document = answer.value
    if answer.state is not State.FOUND or (
        method(trail.issuer) == "web" and document.get("id", "") != trail.issuer and is_controller_document(document)
    ):
        return Listing.SILENT
    if names(document, trail.reference):
        return Listing.LISTED
    keys = list(keys_of(document, trail.session.now))
    same = [found for found in keys if found.key == key]
    if same:
        return Listing.OTHER_PURPOSE if all(found.listed is False for found in same) else Listing.LISTED
    return Listing.OTHERS if any(found.listed is not None for found in keys) else Listing.SILENT


def _authority(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() != "https" or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host.lower() if port in (None, 443) else f"{host.lower()}:{port}"


def _with_path(url: str) -> str:
    return f"{url}/" if url.startswith("https://") and url.count("/") == 2 else url
