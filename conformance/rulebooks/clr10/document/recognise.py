"""Says what an input is before it is judged: which class of the standard, and by what that was recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from conformance.document.parse import DocumentError
from conformance.document.recognised import Recognised
from conformance.rulebooks.clr10.document.model import BOOK, MODEL
from conformance.standard import facts

BY_TYPE: Final[Mapping[str, str]] = {
    "ClrSet": "ClrSet",
    "Clr": "GetClrPayload",
    "CLR": "GetClrPayload",
    "Assertion": "GetAssertionPayload",
    "Endorsement": "GetEndorsementPayload",
    "CryptographicKey": "GetCryptographicKeyPayload",
    "RevocationList": "RevocationList",
    "DiscoveryDocument": "DiscoveryDocument",
}
"""Value of ``type`` -> class of the contract."""

BY_MEMBERS: Final[tuple[tuple[frozenset[str], str], ...]] = (
    (frozenset({"imsx_codeMajor"}), "ImsxStatusInfo"),
    (frozenset({"imsx_severity"}), "ImsxStatusInfo"),
    (frozenset({"clrs"}), "ClrSet"),
    (frozenset({"signedClrs"}), "ClrSet"),
    (frozenset({"clr"}), "PostClrPayload"),
    (frozenset({"signedClr"}), "PostClrPayload"),
    (frozenset({"learner"}), "GetClrPayload"),
    (frozenset({"claim"}), "GetEndorsementPayload"),
    (frozenset({"publicKeyPem"}), "GetCryptographicKeyPayload"),
    (frozenset({"revokedAssertions"}), "RevocationList"),
    (frozenset({"scopesOffered"}), "DiscoveryDocument"),
    (frozenset({"authorizationUrl"}), "DiscoveryDocument"),
    (frozenset({"badge", "recipient"}), "GetAssertionPayload"),
    (frozenset({"achievement", "id"}), "GetAssertionPayload"),
    (frozenset({"recipient", "id"}), "GetAssertionPayload"),
    (frozenset({"assertions", "publisher"}), "GetClrPayload"),
    (frozenset({"revoked", "id"}), "GetAssertionPayload"),
)
"""Members that only one class has -> that class, the most telling first."""

OPEN: Final[Mapping[str, str]] = {
    "GetClrPayload": "Clr",
    "GetAssertionPayload": "Assertion",
    "GetEndorsementPayload": "Endorsement",
}
"""Payload class -> the class by which the payload of a JWS, or a wrapped subject, is judged."""

_RECORDS: Final = frozenset({"ClrSet", "GetClrPayload"})
"""What members alone show inside of a credential; ``claim`` and ``achievement`` are words of others too."""

_VERSION_2: Final = re.compile(r"purl\.imsglobal\.org/spec/clr/v2p0")
_BADGES_3: Final = re.compile(r"purl\.imsglobal\.org/spec/ob/v3p0")
_CREDENTIALS: Final = re.compile(r"w3\.org/(?:2018|ns)/credentials")


CLASS_NAMES: Final[Mapping[str, str]] = {
    "Clr": "GetClrPayload",
    "ClrSet": "ClrSet",
    "Assertion": "GetAssertionPayload",
    "Endorsement": "GetEndorsementPayload",
    "CryptographicKey": "GetCryptographicKeyPayload",
    "RevocationList": "RevocationList",
    "DiscoveryDocument": "DiscoveryDocument",
    "PostClrPayload": "PostClrPayload",
    "Status": "ImsxStatusInfo",
}
"""Names of classes as a user types them -> class of the contract."""

ADVICE: Final[Mapping[str, str]] = {
    "pem": "Hand over the CryptographicKey as JSON, with the PEM text in publicKeyPem",
    "json-lines": "Write each into a file of its own, or all into one ClrSet",
}
"""Foreign format -> what the owner of such a file can do."""


def recognise(value: Any) -> Recognised:
    """What a JSON value is; never raises."""
    if isinstance(value, list):
        return Recognised(*_bare_array(value), None, value)
    if not isinstance(value, dict):
        return Recognised(f"a bare JSON {_json_type(value)}", "a document is a JSON object", None, value)
    for look in (_serialised, _later, _credential, _typed, _shaped):
        found = look(value)
        if found is not None:
            return found
    alone = next((name for name in _names(value.get("type")) if name in MODEL.models()), None)
    if alone is not None:
        return Recognised(
            f"an object of the class {alone}", "its type says so; it stands inside other documents", None, value
        )
    names = ", ".join(list(value)[:6])
    how = f"its type and its members ({names}) do not show which class it has" if names else "it has no members"
    return Recognised("an unknown JSON object", how, None, value)


def _bare_array(entries: list[Any]) -> tuple[str, str]:
    first = recognise(entries[0]) if entries and isinstance(entries[0], dict) else None
    if first is not None and first.class_name is not None:
        return f"a bare array of {len(entries)} {first.what} documents", "put them into clrs of a ClrSet"
    return "a bare array", "a document is a JSON object"


def _json_type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def _names(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, str)]


def _serialised(value: dict[str, Any]) -> Recognised | None:
    if isinstance(value.get("payload"), str) and value.keys() & {"protected", "signature", "signatures"}:
        return Recognised(
            "a JWS in its JSON form (RFC 7515, 7.2)", "the standard has the compact form only", None, value
        )
    return None


def _later(value: dict[str, Any]) -> Recognised | None:
    contexts, types = " ".join(_names(value.get("@context"))), _names(value.get("type"))
    if _VERSION_2.search(contexts) or "ClrCredential" in types:
        return Recognised("a CLR 2.0 credential", "@context or type of CLR 2.0", None, value, later=True)
    if _BADGES_3.search(contexts) or {"OpenBadgeCredential", "AchievementCredential"} & set(types):
        return Recognised(
            "an Open Badges 3.0 credential", "@context or type of Open Badges 3.0", None, value, later=True
        )
    return _later_discovery(value)


def _later_discovery(value: dict[str, Any]) -> Recognised | None:
    """The discovery document of CLR 2.0 and Open Badges 3.0: an OpenAPI service description with their scopes."""
    components = value.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    if not isinstance(value.get("openapi"), str) or not isinstance(schemes, dict):
        return None
    offered = repr(schemes)
    for sign, name in ((_VERSION_2, "a CLR 2.0"), (_BADGES_3, "an Open Badges 3.0")):
        if sign.search(offered):
            return Recognised(
                f"{name} discovery document", "an OpenAPI service description with its scopes", None, value, later=True
            )
    return None


def _credential(value: dict[str, Any]) -> Recognised | None:
    if isinstance(value.get("vc"), dict):
        return _inside(recognise(value["vc"]), "/vc", "the claim vc")
    contexts = " ".join(_names(value.get("@context")))
    if not _CREDENTIALS.search(contexts) and "VerifiableCredential" not in _names(value.get("type")):
        return None
    subject, path = value.get("credentialSubject"), "/credentialSubject"
    if isinstance(subject, list) and len(subject) == 1:
        subject, path = subject[0], path + "/0"
    if not isinstance(subject, dict):
        return Recognised("a verifiable credential", "its credentialSubject is not an object", None, value)
    for member in ("clr", "clrSet"):
        if isinstance(subject.get(member), dict):
            subject, path = subject[member], f"{path}/{member}"
    found = recognise(subject)
    class_name = found.class_name
    if class_name is None or (class_name not in _RECORDS and _typed(subject) is None):
        return Recognised("a verifiable credential", "its credentialSubject is neither a CLR nor a ClrSet", None, value)
    if class_name == "ClrSet" and "@context" not in subject:  # the context of the credential holds for its subject
        found = replace(found, value={"@context": facts(BOOK).context_url, **subject})
    return _inside(replace(found, class_name=OPEN.get(class_name, class_name)), path, "a verifiable credential")


def _inside(found: Recognised, path: str, wrapper: str) -> Recognised:
    return replace(found, pointer=path + found.pointer, how=f"inside {wrapper}: {found.how}")


def _typed(value: dict[str, Any]) -> Recognised | None:
    for name in _names(value.get("type")):
        if name in BY_TYPE:
            return Recognised(_what(BY_TYPE[name], value), f"type is {name}", BY_TYPE[name], value)
    return None


def _shaped(value: dict[str, Any]) -> Recognised | None:
    for members, class_name in BY_MEMBERS:
        if members <= value.keys():
            how = f"it has {' and '.join(sorted(members))}"
            return Recognised(_what(class_name, value), how, class_name, value)
    return None


def _what(class_name: str, value: dict[str, Any]) -> str:
    if class_name == "GetAssertionPayload" and "badge" in value and "achievement" not in value:
        return "Open Badges 2.0 assertion"
    if class_name == "GetCryptographicKeyPayload":
        return "CryptographicKey"
    return OPEN.get(class_name, class_name)


def refuse(found: Recognised) -> DocumentError:
    """The error for what is not a document of this edition."""
    if found.later:
        return DocumentError(
            "later-standard",
            f"This is {found.what}, which is not CLR 1.0",
            found.how,
            "Judge it by a tool for that standard",
        )
    return DocumentError(
        "not-recognised",
        f"This is {found.what}, not a CLR 1.0 document: {found.how}",
        "Another kind of file, or members that are missing or misspelt",
        "Give it the type of its class (Clr, ClrSet, Assertion ...), or name the class with --as",
    )
