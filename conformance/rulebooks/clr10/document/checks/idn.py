"""Identities: how a recipient is named, plain or hashed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import learner_of
from conformance.rulebooks.clr10.document.register import check

_TYPES: Final = ("id", "email", "url", "telephone", "sourcedId", "studentId")
_PERSONAL: Final = frozenset({"email", "telephone"})
HASH: Final = re.compile(r"(?:sha256\$[0-9A-Fa-f]{64}|md5\$[0-9A-Fa-f]{32})")
"""The two forms of a hashed identity."""
_HASH_START: Final = re.compile(r"(?:sha256|md5)\$")


def _hashed(identity: Node) -> bool:
    return identity.value.get("hashed") is True


@check("CLR10-IDN-002", "Identity", when="type")
def an_identity_names_a_property_of_profiles(identity: Node) -> Iterator[Finding]:
    """type is one of the properties by which a profile can be named."""
    kind = identity.text("type")
    if kind is not None and kind not in _TYPES:
        yield identity.finding(
            "An identity has a type that is not a property of profiles",
            at="type",
            expected=f"one of {', '.join(_TYPES)}",
        )


@check("CLR10-IDN-003", "Identity", when="hashed")
def a_hashed_identity_is_a_hash(identity: Node) -> Iterator[Finding]:
    """With hashed true, identity is an algorithm, a dollar sign and hexadecimal digits."""
    text = identity.text("identity")
    if _hashed(identity) and text is not None and not HASH.fullmatch(text):
        yield identity.finding(
            "A hashed identity is not an algorithm, $ and a hash",
            at="identity",
            expected="sha256$ and 64 hexadecimal digits",
        )


@check("CLR10-IDN-004", "Identity", when="hashed")
def the_hash_is_sha256(identity: Node) -> Iterator[Finding]:
    """The algorithm is sha256."""
    text = identity.text("identity") or ""
    if _hashed(identity) and text.startswith("md5$") and HASH.fullmatch(text):
        yield identity.finding("An identity is hashed with md5", at="identity", expected="sha256")


@check("CLR10-IDN-006", "Identity", when="hashed")
def personal_identities_are_hashed(identity: Node) -> Iterator[Note]:
    """An e-mail address or telephone that the learner's profile does not show is hashed."""
    kind = identity.text("type")
    if identity.value["hashed"] is False and kind in _PERSONAL and kind not in learner_of(identity):
        yield identity.note(
            f"An identity shows the {kind} of the learner, which the profile does not",
            at="identity",
            expected="the hash of it, with hashed true",
            actual=f"a plain {kind}",
        )


@check("CLR10-IDN-007", "Identity", when="hashed")
def a_plain_identity_is_the_learners(identity: Node) -> Iterator[Finding]:
    """With hashed false, identity equals the learner's property and is not a hash."""
    text = identity.text("identity")
    if identity.value["hashed"] is not False or text is None:
        return
    plain = learner_of(identity).get(identity.text("type") or "")
    if _HASH_START.match(text):
        yield identity.finding(
            "An identity is a hash though hashed is false",
            at="identity",
            expected="the plain value, or hashed true",
        )
    elif isinstance(plain, str) and not _same(text, plain, identity.text("type")):
        yield identity.finding(
            f"The recipient is not the {identity.text('type')} of the learner",
            at="identity",
            expected=f"the learner's {identity.text('type')}",
        )


def _same(text: str, plain: str, kind: str | None) -> bool:
    return text == plain or (kind == "email" and text.lower() == plain.lower())


@check("CLR10-IDN-008", "Identity", when="salt")
def salt_is_for_hashes(identity: Node) -> Iterator[Finding]:
    """salt does not come with hashed false."""
    if identity.value.get("hashed") is False:
        yield identity.finding(
            "An identity has a salt though it is not hashed",
            at="salt",
            expected="no salt",
            actual="present",
        )
