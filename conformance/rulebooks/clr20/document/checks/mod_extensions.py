"""Area MOD: extensions of the data model, which have a context and a schema of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS
from conformance.rulebooks.clr20.document.own_schemas import is_own_schema
from conformance.rulebooks.clr20.document.reading import contexts, identifier, objects
from conformance.rulebooks.clr20.document.relevant import check_each

_OF_STANDARDS: Final = ("https://www.w3.org/", "https://w3id.org/", "https://purl.imsglobal.org/spec/")
"""Beginnings of the addresses of contexts that are no extension of anybody's own."""

_OF_THE_W3C: Final = frozenset(
    {"name", "description", "image", "holder", "confidenceMethod", "relatedResource", "renderMethod", "evidence"}
    | {"digestSRI", "digestMultibase", "mediaType", "termsOfUse"}
    | {"validFrom", "validUntil", "issuanceDate", "expirationDate"}
)
"""Members that a data model of the W3C has for every credential, whatever its version."""

_OF_TOKENS: Final = frozenset({"iss", "sub", "aud", "nbf", "exp", "iat", "jti", "kid", "cnf", "vc"})
"""Claims of a signed payload that is the credential itself."""

_OTHERS: Final = frozenset(
    {"Proof", "CredentialStatus", "CredentialSchema", "RefreshService", "TermsOfUse", "CredentialSubject"}
)
"""Classes that others than the standard define: what more they hold is no extension of its data model."""


def _extended(document: Document) -> Iterator[tuple[Node, list[str]]]:
    """The credentials that hold members of an extension, which their class lacks, and the names of those members."""
    found: dict[int, tuple[Node, list[str]]] = {}
    for node, member in document.unknown:
        if node.kind in _OTHERS or member.startswith("@") or member in _OF_TOKENS:
            continue
        credential = _credential(node)
        if credential is None or (node is credential and member in _OF_THE_W3C):
            continue
        if id(credential) in found:
            found[id(credential)][1].append(member)
        elif any(_is_own(entry) for each in _around(credential) for entry in contexts(each.value)):
            found[id(credential)] = credential, [member]
    yield from found.values()


def _credential(node: Node) -> Node | None:
    at: Node | None = node
    while at is not None and at.kind not in CREDENTIALS:
        at = at.parent
    return at


def _around(credential: Node) -> Iterator[Node]:
    """A credential, and those around it whose contexts and schemas hold for it too."""
    at: Node | None = credential
    while at is not None:
        yield at
        at = at.parent if at.token is None else None


def _is_own(entry: Any) -> bool:
    return isinstance(entry, dict) or (isinstance(entry, str) and not entry.startswith(_OF_STANDARDS))


@check_each("CLR20-MOD-59", _extended)
def an_extension_has_a_schema(extended: tuple[Node, list[str]]) -> Iterator[Finding]:
    """A credential with members of an extension names the schema of that extension beside its context."""
    credential, members = extended
    for each in _around(credential):
        named = objects(each.value.get("credentialSchema"))
        if any(not is_own_schema(each.kind, identifier(schema)) for schema in named):
            return
    message = f"{a(credential.kind, capital=True)} has members of an extension but names no schema for it"
    expected = "beside the schema of 1EdTech, the JSON Schema of the extension"
    yield credential.finding(message, at="credentialSchema", expected=expected, actual=_listed(members))


def _listed(names: list[str]) -> str:
    """The first of the names, each once and none longer than names are."""
    return ", ".join(name[:40] for name in list(dict.fromkeys(names))[:6])
