"""Says what an input is before it is judged: which class of the standard, and by what that was recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from conformance.document.parse import DocumentError, TextFault
from conformance.document.recognised import Recognised
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.claims import whole
from conformance.rulebooks.clr20.document.model import BOOK, BY_TYPE, MODEL, class_of
from conformance.rulebooks.clr20.document.reading import contexts, types
from conformance.rulebooks.clr20.migration.words import new_type
from conformance.standard import facts

BY_MEMBERS: Final[tuple[tuple[frozenset[str], str], ...]] = (
    (frozenset({"imsx_codeMajor"}), "Imsx_StatusInfo"),
    (frozenset({"compactJwsString"}), "GetClrCredentialsResponse"),
    (frozenset({"revokedCredential"}), "RevocationList"),
    (frozenset({"revokedCredentials"}), "RevocationList"),
    (frozenset({"publicKeyMultibase"}), "Multikey"),
    (frozenset({"assertionMethod"}), "ControllerDocument"),
    (frozenset({"verificationMethod", "id"}), "ControllerDocument"),
    (frozenset({"keys"}), "JWKS"),
    (frozenset({"kty"}), "JWK"),
)
"""Members that only one class has -> that class, the most telling first."""

CLASS_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **BY_TYPE,
        "VerifiableCredential": "VerifiableCredential",
        "GetClrCredentialsResponse": "GetClrCredentialsResponse",
        "Imsx_StatusInfo": "Imsx_StatusInfo",
        "Profile": "Profile",
        "ServiceDescriptionDocument": "ServiceDescriptionDocument",
        "1EdTechRevocationList": "RevocationList",
        "Multikey": "Multikey",
        "JWK": "JWK",
        "JWKS": "JWKS",
        "ControllerDocument": "ControllerDocument",
    }
)
"""Names of classes as a user types them -> class of the contract."""

_OURS: Final = re.compile(r"purl\.imsglobal\.org/spec/(?:clr/v2p0|ob/v3p0)/")
_CREDENTIALS: Final = re.compile(r"w3\.org/(?:2018|ns)/credentials")


def recognise(value: Any) -> Recognised:
    """What a JSON value is; never raises."""
    if isinstance(value, list):
        return _array(value)
    if not isinstance(value, dict):
        return Recognised(f"a bare JSON {type(value).__name__}", "a document is a JSON object", None, value)
    for look in (_wrapped, _credential, _profile, _mixed, _service, _body, _shaped):
        found = look(value)
        if found is not None:
            return found
    names = ", ".join(list(value)[:6])
    return Recognised("a JSON object", f"its members ({names}) do not show which class it has", None, value)


def refuse(found: Recognised) -> DocumentError:
    """The error for what is not a document of this edition."""
    return DocumentError(
        "not-recognised",
        f"This is {found.what}, not a {facts(BOOK).name} document: {found.how}",
        "Another kind of file, or members that are missing or misspelt",
        "Give it the type of its class (ClrCredential, AchievementCredential ...), or name the class with --as",
    )


def _wrapped(value: dict[str, Any]) -> Recognised | None:
    """The payload of a token that holds its credential in the claim ``vc``."""
    inner = value.get(MODEL.wrapper)
    if not isinstance(inner, dict) or _is_credential(value):
        return None
    name, filled = class_of(inner), whole(value, inner)
    return Recognised(MODEL.models()[name].kind, f"the claim {MODEL.wrapper}", name, filled, f"/{MODEL.wrapper}")


def _credential(value: dict[str, Any]) -> Recognised | None:
    if not _is_credential(value):
        return None
    name = class_of(value)
    return Recognised(MODEL.models()[name].kind, _how(value), name, value)


def _is_credential(value: Mapping[str, Any]) -> bool:
    """True for what says by type, context or members that it is a credential."""
    named = {*BY_TYPE, "VerifiableCredential"}
    if named & set(types(value)):
        return True
    if "credentialSubject" not in value:
        return False
    return "issuer" in value or any(_CREDENTIALS.search(each) for each in contexts(value) if isinstance(each, str))


def _how(value: Mapping[str, Any]) -> str:
    told = next((name for name in BY_TYPE if name in types(value)), None)
    return f"type is {told}" if told else "it has a credentialSubject"


def _profile(value: dict[str, Any]) -> Recognised | None:
    """A profile says so by its context too: without one it may be a profile of an earlier edition."""
    ours = any(_OURS.search(each) for each in contexts(value) if isinstance(each, str))
    if "Profile" in types(value) and ours:
        return Recognised("Profile", "type is Profile", "Profile", value)
    return None


def _mixed(value: dict[str, Any]) -> Recognised | None:
    """A record or item that has its contexts from this edition and its type from the earlier one."""
    if not any(_OURS.search(each) for each in contexts(value) if isinstance(each, str)):
        return None
    twins = ((name, new_type(name)) for name in types(value))
    name, twin = next(((name, twin) for name, twin in twins if twin in BY_TYPE), ("", ""))
    return Recognised(twin, f"its contexts; its type {name} is of an earlier edition", twin, value) if twin else None


def _service(value: dict[str, Any]) -> Recognised | None:
    components = value.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    if isinstance(value.get("openapi"), str) and _OURS.search(repr(schemes)):
        how = "an OpenAPI service description with scopes of this standard"
        return Recognised("ServiceDescriptionDocument", how, "ServiceDescriptionDocument", value)
    return None


def _body(value: dict[str, Any]) -> Recognised | None:
    records = value.get("credential")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        return None
    return Recognised("GetClrCredentialsResponse", "it has credential", "GetClrCredentialsResponse", value)


def _shaped(value: dict[str, Any]) -> Recognised | None:
    for members, class_name in BY_MEMBERS:
        if members <= value.keys() and class_name in MODEL.models():
            return Recognised(class_name, f"it has {' and '.join(sorted(members))}", class_name, value)
    return None


def _array(value: list[Any]) -> Recognised:
    """One document is one credential: of an array the first is judged, and the array is told."""
    first = value[0] if value else None
    if not isinstance(first, dict) or not _is_credential(first):
        return Recognised("a bare JSON array", "a document is one credential", None, value)
    name = class_of(first)
    kind = MODEL.models()[name].kind
    message = "The document is an array of credentials; one document holds one credential, so the first is judged"
    fault = TextFault("several", Finding("", message, f"{a(kind)} object", f"an array of {len(value)}"))
    return Recognised(kind, f"first entry of an array; {_how(first)}", name, first, "/0", faults=(fault,))
