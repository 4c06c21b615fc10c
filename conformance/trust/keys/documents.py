"""The key that a fetched document has for a reference: a JWK, a key set, a key document, a controller document.

Sources: Controlled Identifiers 1.0, section 3.3 (retrieve a verification method); RFC 7517 for JWK and JWK set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from conformance.document.instants import instant
from conformance.trust.keys.dids import without_fragment
from conformance.trust.keys.material import Kind, PublicKey, of_jwk, of_multibase
from conformance.trust.keys.problems import KeyRefused, refused

_RELATIONSHIPS: Final = (
    "assertionMethod",
    "authentication",
    "capabilityInvocation",
    "capabilityDelegation",
    "keyAgreement",
)
_CURVE_OF_TYPE: Final = {
    "Ed25519VerificationKey2020": Kind.ED25519,
    "Ed25519VerificationKey2018": Kind.ED25519,
    "EcdsaSecp256r1VerificationKey2019": Kind.P256,
    "P256Key2021": Kind.P256,
    "P384Key2021": Kind.P384,
}
_MOST_METHODS: Final = 1_000


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key as a document has it.

    ``controller`` is whom the document names as its owner, empty when nobody. ``listed`` is whether it is listed for
    assertionMethod, ``None`` in a document that says nothing of purposes. ``text`` says in words how it was found.
    """

    key: PublicKey
    controller: str = ""
    listed: bool | None = None
    text: str = ""


def is_controller_document(document: Mapping[str, Any]) -> bool:
    """True for a DID document and anything else that lists verification methods for purposes."""
    return any(name in document for name in ("verificationMethod", *_RELATIONSHIPS))


def find_key(document: Mapping[str, Any], reference: str, now: datetime) -> FoundKey:
    """The key that ``reference`` names in the document that it leads to. Raises ``KeyRefused``."""
    if isinstance(document.get("keys"), list):
        return _in_set(document["keys"], reference)
    if "kty" in document:
        return FoundKey(_for_signatures(document), text="it is a JWK")
    if is_controller_document(document):
        return _in_controller_document(document, reference, now)
    if "publicKeyMultibase" in document or "publicKeyJwk" in document:
        return FoundKey(_of_method(document, now), _text(document.get("controller")), text="it is a key document")
    if "publicKeyPem" in document:
        raise refused("key-pem", "the document holds a PEM key", "a key document of CLR 1.0", "publish it as a JWK")
    raise refused(
        "key-missing",
        "the document holds no key: neither a JWK, a key set, a publicKeyMultibase nor a verificationMethod",
        "the address of a profile or of an issuer in place of that of a key",
        "publish a Multikey, a JWK or a controller document there",
    )


def keys_of(document: Mapping[str, Any], now: datetime) -> Iterator[FoundKey]:
    """All keys of a key set or of a controller document that can be read, those of no use left out."""
    if isinstance(document.get("keys"), list):
        entries = [entry for entry in document["keys"][:_MOST_METHODS] if isinstance(entry, dict)]
        yield from _readable(lambda entry: FoundKey(_for_signatures(entry)), entries)
    elif is_controller_document(document):
        methods = _methods(document)
        yield from _readable(lambda entry: _found(document, entry, now), methods)


def names(document: Mapping[str, Any], reference: str) -> bool:
    """True when the document lists the reference itself for assertionMethod: a key that stands elsewhere."""
    return reference in _many(document.get("assertionMethod"))


def _readable(read: Callable[[dict[str, Any]], FoundKey], entries: list[dict[str, Any]]) -> Iterator[FoundKey]:
    for entry in entries:
        try:
            yield read(entry)
        except KeyRefused:
            continue


def _in_set(keys: list[Any], reference: str) -> FoundKey:
    entries = [entry for entry in keys[:_MOST_METHODS] if isinstance(entry, dict)]
    names = {reference, reference.partition("#")[2]} - {""}
    chosen = [entry for entry in entries if _text(entry.get("kid")) in names]
    if not chosen and len(entries) == 1 and "#" not in reference and "://" in reference:
        chosen = entries  # the address of a set of one key names that key, whatever its kid
    if not chosen:
        raise refused(
            "key-missing",
            f"the key set has {len(entries)} keys, none of them with this kid",
            "the key was taken out of the set, or the reference has no fragment that names one",
            "keep old keys in the set as long as records that they signed are in use",
        )
    if len(chosen) > 1:
        raise refused("key-ambiguous", f"the key set has {len(chosen)} keys with this kid", todo="give each its own")
    return FoundKey(_for_signatures(chosen[0]), text="the key set has it")


def _in_controller_document(document: Mapping[str, Any], reference: str, now: datetime) -> FoundKey:
    methods = _methods(document)
    chosen = [entry for entry in methods if _is_named(document, entry, reference)]
    if not chosen and "#" not in reference and len(methods) == 1:
        chosen = methods
    if not chosen:
        raise refused(
            "key-missing",
            f"the controller document has {len(methods)} verification methods, none of them with this id",
            "the key was replaced and its method taken out, or the fragment is mistyped",
            "keep the methods of old keys in the document, listed under verificationMethod",
        )
    return _found(document, chosen[0], now)


def _found(document: Mapping[str, Any], entry: Mapping[str, Any], now: datetime) -> FoundKey:
    listed = _is_listed(document, entry)
    owner = _text(entry.get("controller")) or _text(document.get("id"))
    text = "the controller document has it" + (" and lists it for assertionMethod" if listed else "")
    return FoundKey(_of_method(entry, now), owner, listed, text)


def _methods(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The verification methods, also those that stand within a purpose; each id once."""
    found: dict[str, dict[str, Any]] = {}
    for name in ("verificationMethod", *_RELATIONSHIPS):
        for entry in _many(document.get(name)):
            if isinstance(entry, dict) and len(found) < _MOST_METHODS:
                found.setdefault(_absolute(document, entry.get("id")) or f"#{len(found)}", entry)
    return list(found.values())


def _is_named(document: Mapping[str, Any], entry: Mapping[str, Any], reference: str) -> bool:
    identifier = _absolute(document, entry.get("id"))
    if identifier == reference:
        return True
    # A document that is fetched by URL may have a DID as id: its methods are then named by DID, and the fragment tells.
    elsewhere = without_fragment(reference) != _text(document.get("id")) and not reference.startswith("did:")
    fragment = reference.partition("#")[2]
    return elsewhere and bool(fragment) and identifier.partition("#")[2] == fragment


def _is_listed(document: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    identifier = _absolute(document, entry.get("id"))
    for listed in _many(document.get("assertionMethod")):
        if listed is entry:
            return True
        name = listed.get("id") if isinstance(listed, dict) else listed
        if identifier and _absolute(document, name) == identifier:
            return True
    return False


def _absolute(document: Mapping[str, Any], identifier: Any) -> str:
    text = _text(identifier)
    return f"{_text(document.get('id'))}{text}" if text.startswith("#") else text


def _of_method(entry: Mapping[str, Any], now: datetime) -> PublicKey:
    if "secretKeyMultibase" in entry or "privateKeyMultibase" in entry:
        raise refused(
            "key-private", "the document holds the private key too", todo="replace this key: whoever reads it can sign"
        )
    _refuse_old(entry, now)
    key = _material(entry)
    curve = _CURVE_OF_TYPE.get(_text(entry.get("type")))
    if curve is not None and key.kind is not curve:
        raise refused(
            "key-wrong-curve",
            f"its type says that it is a key of {curve}, but it is one of {key.kind}",
            "the type or the key was copied from another method",
        )
    return key


def _material(entry: Mapping[str, Any]) -> PublicKey:
    multibase, jwk = entry.get("publicKeyMultibase"), entry.get("publicKeyJwk")
    if isinstance(multibase, str):
        return of_multibase(multibase)
    if isinstance(jwk, dict):
        return _for_signatures(jwk)
    raise refused(
        "key-unknown",
        "the verification method has neither publicKeyMultibase nor publicKeyJwk as text and object",
        "an old form of key, such as publicKeyBase58 or publicKeyPem",
        "publish it as a Multikey",
    )


def _refuse_old(entry: Mapping[str, Any], now: datetime) -> None:
    for name, code, what in (("revoked", "key-revoked", "was revoked"), ("expires", "key-expired", "has expired")):
        moment = instant(entry.get(name))
        if moment is not None and moment <= now:
            raise refused(code, f"the key {what} on {moment:%Y-%m-%d}, as its document says")


def _for_signatures(jwk: Mapping[str, Any]) -> PublicKey:
    operations = jwk.get("key_ops")
    if jwk.get("use") not in (None, "sig") or (operations is not None and "verify" not in _many(operations)):
        raise refused(
            "key-not-for-signatures",
            "the JWK is not for signatures: its use or key_ops say so",
            "the key for encryption was named",
        )
    return of_jwk(jwk)


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:_MOST_METHODS] if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
