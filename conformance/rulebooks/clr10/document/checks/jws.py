"""Compact JWS: what their headers and payloads say, without verifying them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from conformance.document.findings import Note, shown
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE, Found
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import ITEMS, known, profile_of, profile_path, verification_type
from conformance.rulebooks.clr10.document.register import check

_SECRETS: Final = ("none", "HS256", "HS384", "HS512")
_GOOD: Final = "RS256"


def _finding(token: Token, message: str, expected: str, actual: str) -> Finding:
    return Finding("", message, expected, actual, token.pointer())


def _algorithm(token: Token) -> Any:
    return token.header.get("alg") if token.header is not None else None


def _payloads(document: Document) -> Iterator[Node]:
    return (node for kind in ITEMS for node in document.nodes.get(kind, ()) if node.token)


@check("CLR10-JWS-003", WHOLE, met=lambda document: document.tokens)
def headers_are_objects_with_alg(document: Document) -> Iterator[Finding]:
    """The header is a JSON object with alg."""
    for token in document.tokens:
        if token.header_problem:
            yield _finding(token, "The header of a JWS cannot be read", "a JSON object", token.header_problem)
        elif token.header is not None and not isinstance(_algorithm(token), str):
            actual = shown(_algorithm(token)) if "alg" in token.header else "absent"
            yield _finding(token, "The header of a JWS has no alg", "the name of an algorithm", actual)


@check("CLR10-JWS-004", WHOLE, met=lambda document: document.tokens)
def algorithms_are_asymmetric(document: Document) -> Iterator[Finding]:
    """alg is neither none nor a shared-secret algorithm."""
    for token in document.tokens:
        algorithm = _algorithm(token)
        if isinstance(algorithm, str) and algorithm.upper() in map(str.upper, _SECRETS):
            message = "A JWS is not signed with a private key: anyone can make it"
            yield _finding(token, message, _GOOD, algorithm)


@check("CLR10-JWS-005", WHOLE, met=lambda document: document.tokens)
def the_algorithm_is_rs256(document: Document) -> Iterator[Finding]:
    """alg is RS256."""
    for token in document.tokens:
        algorithm = _algorithm(token)
        if not isinstance(algorithm, str) or algorithm.upper() in map(str.upper, _SECRETS) or algorithm == _GOOD:
            continue
        message = "A JWS is signed with an algorithm that not every verifier knows"
        yield _finding(token, message, _GOOD, algorithm[:40])


@check("CLR10-JWS-006", WHOLE, met=lambda document: document.tokens)
def headers_may_have_kid_and_typ(_document: Document) -> Found:
    """A freedom: nothing can break it."""
    return ()


@check("CLR10-JWS-007", WHOLE, met=lambda document: document.tokens)
def payloads_are_of_their_class(document: Document) -> Iterator[Finding | Note]:
    """The payload is the JSON of one Clr, Assertion or Endorsement, as its place asks.

    A note for an item in the envelope of another standard, such as the claim ``vc`` of a JWT.
    """
    if document.envelope is not None:
        finding = _finding(
            document.envelope,
            "The payload of a JWS is not one of the classes that can be signed",
            "the JSON of one Clr, Assertion or Endorsement itself",
            f"{a(document.root.kind)}{' in an envelope' if document.root.base != '#' else ''}",
        )
        yield Note(finding) if document.root.base != "#" else finding
    for token in document.tokens:
        if token.payload_problem:
            yield _finding(
                token,
                f"The payload of a JWS is not {a(token.class_name)}",
                f"the JSON of {a(token.class_name)}",
                token.payload_problem,
            )


@check("CLR10-JWS-008", WHOLE, met=lambda document: document.tokens)
def payloads_have_a_context(document: Document) -> Iterator[Finding]:
    """The payload has @context."""
    for node in _payloads(document):
        if "@context" not in node.value:
            yield node.finding("The payload of a JWS has no @context", at="@context", expected="the CLR context")


@check("CLR10-JWS-009", WHOLE, met=lambda document: document.tokens)
def payloads_say_that_they_are_signed(document: Document) -> Iterator[Finding | Note]:
    """The payload has verification of type Signed; a missing one is a note."""
    for node in _payloads(document):
        kind = verification_type(node)
        if kind != "Signed":
            report = node.note if kind is None else node.finding
            yield report(
                "The payload of a JWS does not say that it is signed",
                at=("verification", "type"),
                expected="Signed",
            )


@check("CLR10-JWS-012", WHOLE, met=lambda document: document.tokens)
def payloads_embed_the_signing_profile(document: Document) -> Iterator[Finding]:
    """The profile in the payload has publicKey and revocationList itself, not only a copy of it elsewhere."""
    for node in _payloads(document):
        profile = profile_of(node)
        for member in ("publicKey", "revocationList"):
            elsewhere = known(node, profile, member) is not None
            by_creator = member == "publicKey" and "creator" in node.object("verification")
            if profile and member not in profile and (elsewhere or by_creator):
                yield node.finding(
                    f"The signing profile in the payload of a JWS has no {member}",
                    at=(*profile_path(node), member),
                    expected="the profile as a whole, so that the item can be verified by itself",
                )
