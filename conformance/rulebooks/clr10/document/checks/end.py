"""Endorsements: what they are about and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import PROFILES, is_url, verification_type
from conformance.rulebooks.clr10.document.register import check

_ENDORSABLE: Final = ("Clr", "Assertion", "Achievement", *PROFILES)
_HOLDERS: Final = frozenset({"Assertion", "Achievement", "Profile"})


def _claimed(endorsement: Node) -> str | None:
    identifier: Any = endorsement.object("claim").get("id")
    return identifier if isinstance(identifier, str) else None


@check("CLR10-END-003", "Endorsement", when="claim")
def a_claim_is_about_an_entity(endorsement: Node) -> Iterator[Finding | Note]:
    """claim.id is the id of a CLR, assertion, achievement or profile."""
    identifier, scope = _claimed(endorsement), endorsement.scope
    if identifier is None or scope.root.kind != "Clr" or scope.find(identifier, *_ENDORSABLE):
        return
    others = [node.kind for node in scope.ids.get(identifier, ()) if node.kind != "EndorsementClaim"]
    if others:
        yield endorsement.finding(
            "A claim is about something that cannot be endorsed",
            at=("claim", "id"),
            expected="the id of a CLR, assertion, achievement or profile",
            actual=f"the id of {others[0]}",
        )
    else:
        yield endorsement.note(
            "A claim is about something that is not in the CLR",
            at=("claim", "id"),
            expected="the id of a CLR, assertion, achievement or profile in it",
        )


@check("CLR10-END-004", "Endorsement", when="claim")
def an_endorsement_stands_where_it_belongs(endorsement: Node) -> Iterator[Finding]:
    """An endorsement placed in an entity is about that entity."""
    holder, identifier = endorsement.parent, _claimed(endorsement)
    if holder is None or holder.kind not in _HOLDERS or identifier is None or identifier == holder.value.get("id"):
        return
    if endorsement.scope.find(identifier, *_ENDORSABLE):
        yield endorsement.finding(
            "An endorsement is about an entity other than the one that holds it",
            at=("claim", "id"),
            expected=f"the id of the {holder.kind} that holds it",
        )


@check("CLR10-END-005", "Endorsement", when="verification")
def a_hosted_endorsement_has_a_url(endorsement: Node) -> Iterator[Finding]:
    """The id of a hosted endorsement is the URL of the hosted copy."""
    identifier = endorsement.text("id")
    if verification_type(endorsement) == "Hosted" and identifier is not None and not is_url(identifier):
        yield endorsement.finding(
            "An endorsement with hosted verification has no URL as its id",
            at="id",
            expected="the https URL of the hosted copy",
        )


@check("CLR10-END-006", "EndorsementClaim")
def a_claim_may_say_more(_claim: Node) -> Iterator[Finding]:
    """A freedom: nothing can break it."""
    return iter(())
