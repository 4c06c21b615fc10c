"""Area CTX: which contexts a credential names, and in which order; its types; the version of the data model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.reading import VC_1, VC_2, contexts, first_context, many, types
from conformance.rulebooks.clr20.document.register import check

CLR: Final = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json")
BADGES: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json")
CLR_NOW: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
BADGES_NOW: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"

ISSUED: Final = "vcdm-issued"
"""The policy by which a credential is newly issued, so that only the present data model will do."""

_EXTENDED: Final = frozenset({"1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"})
_SERVICES: Final = ("credentialSchema", "credentialStatus", "refreshService")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_ALL: Final = ("ClrCredential", "AchievementCredential", "EndorsementCredential")


@check("CLR20-CTX-02", "ClrCredential", when="@context")
def the_first_context_is_of_the_w3c(node: Node) -> Iterator[Finding]:
    """A record starts with the context of the data model."""
    if first_context(node.value) not in (VC_1, VC_2):
        yield _at(node, 0, "The first context of a ClrCredential is not that of the data model", VC_2)


@check("CLR20-CTX-03", "ClrCredential", when="@context")
def the_second_context_is_of_clr(node: Node) -> Iterator[Finding]:
    """A record names the context of CLR 2.0 next."""
    if not _matches(node, 1, CLR):
        yield _at(node, 1, "The second context of a ClrCredential is not that of CLR 2.0", CLR_NOW)


@check("CLR20-CTX-04", "ClrCredential", when="@context")
def the_third_context_is_of_open_badges(node: Node) -> Iterator[Finding]:
    """A record names the context of Open Badges 3.0 third."""
    if not _matches(node, 2, BADGES):
        yield _at(node, 2, "The third context of a ClrCredential is not that of Open Badges 3.0", BADGES_NOW)


@check("CLR20-CTX-05", *_ALL, when="@context")
def the_contexts_are_the_current_ones(node: Node) -> Iterator[Finding]:
    """Of each family of contexts the current version is named."""
    for index, entry in enumerate(contexts(node.value)):
        for family, now, name in ((CLR, CLR_NOW, "CLR"), (BADGES, BADGES_NOW, "Open Badges")):
            if isinstance(entry, str) and family.fullmatch(entry) and entry != now:
                yield _at(node, index, f"The {name} context of {_a(node)} is not the current version", now)


@check("CLR20-CTX-06", "AchievementCredential", "EndorsementCredential", when="@context")
def badges_start_with_their_contexts(node: Node) -> Iterator[Finding]:
    """A badge or an endorsement names the context of the data model and then that of Open Badges 3.0."""
    if first_context(node.value) not in (VC_1, VC_2):
        yield _at(node, 0, f"The first context of {_a(node)} is not that of the data model", VC_2)
    if not _matches(node, 1, BADGES):
        yield _at(node, 1, f"The second context of {_a(node)} is not that of Open Badges 3.0", BADGES_NOW)


@check("CLR20-CTX-09", *_ALL, "VerifiableCredential")
def services_of_1edtech_have_their_context(node: Node) -> Iterator[Finding]:
    """Types of the extensions of 1EdTech are defined in a context of their own.

    Contexts around an embedded credential do not count: its own proof is made for it alone.
    """
    used = {name for member in _SERVICES for each in many(node.value.get(member)) for name in _types(each)} & _EXTENDED
    if used and EXTENSIONS not in contexts(node.value):
        message = f"{_a(node, capital=True)} uses types of the extensions of 1EdTech without their context"
        yield node.finding(message, at="@context", expected=EXTENSIONS, actual=", ".join(sorted(used)))


@check("CLR20-CTX-15", "ClrCredential", when="type")
def a_record_has_both_types(node: Node) -> Iterator[Finding]:
    """A record is a VerifiableCredential and a ClrCredential."""
    for name in ("VerifiableCredential", "ClrCredential"):
        if name not in types(node.value):
            yield node.finding(f"The type of a ClrCredential lacks {name}", at="type", expected=name)


@check("CLR20-CTX-16", *_ALL, when="type")
def types_are_a_set(node: Node) -> Iterator[Finding]:
    """No type is there twice."""
    named = types(node.value)
    if len(set(named)) != len(named):
        yield node.finding(f"The type of {_a(node)} names one type twice", at="type", expected="each type once")


@check("CLR20-CTX-19", "ClrCredential", when="id")
def the_id_is_absolute(node: Node) -> Iterator[Finding]:
    """The id of a record is an absolute URI."""
    identifier = node.text("id")
    if identifier is not None and not _ABSOLUTE.fullmatch(identifier):
        yield node.finding("The id of a ClrCredential is not an absolute URI", at="id", expected="https:, urn: or did:")


@check("CLR20-CTX-21", *_ALL, "VerifiableCredential", when="proof")
def an_old_proof_has_its_context(node: Node) -> Iterator[Finding]:
    """The context of version 2.0 of the data model does not define Ed25519Signature2020."""
    if first_context(node.value) != VC_2 or ED25519_2020 in contexts(node.value):
        return
    for index, proof in enumerate(many(node.value["proof"])):
        if "Ed25519Signature2020" in _types(proof):
            at = ("proof", index) if isinstance(node.value["proof"], list) else ("proof",)
            message = f"{_a(node, capital=True)} with an Ed25519Signature2020 proof does not name its context"
            yield node.finding(message, at=at, expected=ED25519_2020, actual="the context is absent")


def _old(document: Document) -> bool:
    return any(first_context(node.value) == VC_1 for kind in _ALL for node in document.having(kind))


@check("CLR20-CTX-22", "Document", met=_old)
def new_credentials_are_of_the_present_model(document: Document) -> Iterator[Finding | Note]:
    """A new credential is built on version 2.0 of the data model; one that was received may be older."""
    for kind in _ALL:
        for node in document.having(kind):
            if first_context(node.value) != VC_1:
                continue
            message = f"{_a(node, capital=True)} is built on version 1.1 of the data model"
            finding = node.finding(message, at="@context", expected=VC_2, actual=VC_1)
            yield finding if ISSUED in document.origin.policies else Note(finding)


def _matches(node: Node, index: int, pattern: re.Pattern[str]) -> bool:
    named = contexts(node.value)
    entry = named[index] if index < len(named) else None
    return isinstance(entry, str) and pattern.fullmatch(entry) is not None


def _at(node: Node, index: int, message: str, expected: str) -> Finding:
    named = node.value["@context"]
    at = ("@context", index) if isinstance(named, list) and index < len(named) else ("@context",)
    actual: Any = contexts(node.value)[index] if index < len(contexts(node.value)) else "absent"
    return node.finding(message, at=at, expected=expected, actual=actual)


def _types(value: Any) -> tuple[str, ...]:
    return types(value) if isinstance(value, dict) else ()


def _a(node: Node, *, capital: bool = False) -> str:
    from conformance.document.words import a

    return a(node.kind, capital=capital)
