"""Assertions: what they need unless they are revoked, their times, credits and results."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5, sha256
from typing import Any

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.badge import is_badge
from conformance.rulebooks.clr10.document.checks.common import is_url, learner_of, verification_type, when
from conformance.rulebooks.clr10.document.checks.idn import HASH
from conformance.rulebooks.clr10.document.checks.results import described
from conformance.rulebooks.clr10.document.register import check


def _revoked(assertion: Node) -> bool:
    return assertion.value.get("revoked") is True


@check("CLR10-ASR-002", "Assertion")
def an_assertion_has_an_achievement(assertion: Node) -> Iterator[Finding]:
    """Needed unless the assertion is an Open Badge or is revoked."""
    value = assertion.value
    if "achievement" not in value and not is_badge(value.get("badge")) and not _revoked(assertion):
        yield assertion.finding(
            "An assertion has no achievement, and is neither an Open Badge nor revoked",
            at="achievement",
            expected="an Achievement object",
        )


@check("CLR10-ASR-003", "Assertion")
def an_assertion_has_an_issue_date(assertion: Node) -> Iterator[Finding]:
    """Needed unless the assertion is revoked."""
    if "issuedOn" not in assertion.value and not _revoked(assertion):
        yield assertion.finding(
            "An assertion that is not revoked has no issuedOn",
            at="issuedOn",
            expected="a timestamp with a zone",
        )


@check("CLR10-ASR-004", "Assertion")
def an_assertion_has_a_recipient(assertion: Node) -> Iterator[Finding]:
    """Needed unless the assertion is revoked."""
    if "recipient" not in assertion.value and not _revoked(assertion):
        yield assertion.finding(
            "An assertion that is not revoked has no recipient",
            at="recipient",
            expected="an Identity object",
        )


@check("CLR10-ASR-005", "Assertion", when="revoked")
def a_revoked_assertion_may_be_short(_assertion: Node) -> Iterator[Finding]:
    """A freedom: nothing can break it."""
    return iter(())


@check("CLR10-ASR-007", "Assertion", when="verification")
def a_hosted_assertion_has_a_url(assertion: Node) -> Iterator[Finding]:
    """With hosted verification the id is a URL."""
    identifier = assertion.text("id")
    if verification_type(assertion) == "Hosted" and identifier is not None and not is_url(identifier):
        yield assertion.finding(
            "An assertion with hosted verification has no URL as its id",
            at="id",
            expected="the https URL of this assertion",
        )


@check("CLR10-ASR-008", "Assertion", when="recipient")
def the_recipient_is_the_learner(assertion: Node) -> Iterator[Finding | Note]:
    """A hashed recipient has the hash of what the learner's profile says; a plain one names what it holds."""
    recipient, learner = assertion.object("recipient"), learner_of(assertion)
    kind, identity = recipient.get("type"), recipient.get("identity")
    if not learner or not isinstance(kind, str) or not isinstance(identity, str):
        return
    plain = learner.get(kind)
    if not isinstance(plain, str):
        yield assertion.note(
            f"The recipient is named by {kind}, which the profile of the learner does not hold",
            at=("recipient", "type"),
            expected="a member of the learner's profile",
        )
    elif recipient.get("hashed") is True and not _matches(identity, plain, recipient.get("salt")):
        yield assertion.finding(
            f"The hashed recipient is not the {kind} of the learner",
            at=("recipient", "identity"),
            expected=f"the hash of the learner's {kind} followed by the salt",
        )


def _matches(identity: str, plain: str, salt: Any) -> bool:
    if not HASH.fullmatch(identity):
        return True  # CLR10-IDN-003 tells of it
    algorithm, _, digest = identity.partition("$")
    data = (plain + (salt if isinstance(salt, str) else "")).encode()
    hashed = sha256(data) if algorithm == "sha256" else md5(data, usedforsecurity=False)
    return hashed.hexdigest() == digest.lower()


@check("CLR10-ASR-009", "Assertion", when="activityStartDate")
def an_activity_ends_after_it_starts(assertion: Node) -> Iterator[Finding]:
    """``activityStartDate`` is not after ``activityEndDate``."""
    start, end = when(assertion, "activityStartDate"), when(assertion, "activityEndDate")
    if start is not None and end is not None and start > end:
        yield assertion.finding(
            "The activity ends before it starts",
            at="activityEndDate",
            expected=f"not before {assertion.text('activityStartDate')}",
        )


@check("CLR10-ASR-010", "Assertion", when="expires")
def an_assertion_expires_after_its_issue(assertion: Node) -> Iterator[Finding]:
    """``expires`` is after ``issuedOn``."""
    issued, expires = when(assertion, "issuedOn"), when(assertion, "expires")
    if issued is not None and expires is not None and expires <= issued:
        yield assertion.finding(
            "The assertion expires before it is issued",
            at="expires",
            expected=f"after {assertion.text('issuedOn')}",
        )


@check("CLR10-ASR-012", "Assertion", when="creditsEarned")
def credits_earned_were_available(assertion: Node) -> Iterator[Finding]:
    """``creditsEarned`` is not above ``creditsAvailable``."""
    earned = assertion.value.get("creditsEarned")
    available = assertion.object("achievement").get("creditsAvailable")
    if isinstance(earned, int | float) and isinstance(available, int | float) and earned > available:
        yield assertion.finding(
            "More credits are earned than the achievement makes available",
            at="creditsEarned",
            expected=f"at most {available}",
        )


@check("CLR10-ASR-013", "Assertion", when="results")
def results_refer_to_a_description(assertion: Node) -> Iterator[Finding]:
    """Each result names a resultDescription of the asserted achievement."""
    if "achievement" not in assertion.value:
        return
    for index, result, description in described(assertion):
        if description is None and isinstance(result.get("resultDescription"), str):
            yield assertion.finding(
                "A result refers to no resultDescription of its achievement",
                at=("results", index, "resultDescription"),
                expected="the id of an entry of achievement.resultDescriptions",
            )


@check("CLR10-ASR-014", "Assertion", when="narrative")
def a_narrative_ties_evidence_together(assertion: Node) -> Iterator[Note]:
    """A narrative comes with more than one piece of evidence."""
    if len(assertion.entries("evidence")) < 2:
        yield assertion.note(
            "An assertion has a narrative but fewer than two pieces of evidence",
            at="narrative",
            expected="a narrative in the evidence itself",
        )


@check("CLR10-ASR-015", "Assertion", when="verification")
def an_assertion_is_hosted_or_signed(assertion: Node) -> Iterator[Finding]:
    """``verification.type`` Verification belongs to profiles."""
    if verification_type(assertion) == "Verification":
        yield assertion.finding(
            "The verification of an assertion has the type that belongs to profiles",
            at=("verification", "type"),
            expected="Hosted or Signed",
        )
