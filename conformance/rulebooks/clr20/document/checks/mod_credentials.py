"""Area MOD: credentials as a whole: their validity, their subjects, what they are embedded in, and their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from conformance.document.instants import instant
from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS, LISTS, OLD
from conformance.rulebooks.clr20.document.own_schemas import PUBLISHED_AT, VALIDATOR, is_own_schema
from conformance.rulebooks.clr20.document.reading import identifier, many, objects, types
from conformance.rulebooks.clr20.document.register import check
from conformance.rulebooks.clr20.document.relevant import check_each, having

REVOCATION_LIST: Final = "1EdTechRevocationList"

Period = tuple[Node, datetime, datetime, tuple[str, str]]


def _periods(document: Document) -> Iterator[Period]:
    """The credentials that begin and end, with both moments and the members that hold them."""
    for node in having(document, (*CREDENTIALS, *LISTS)):
        old = node.class_name.endswith(OLD) or "validUntil" not in node.value
        members = ("issuanceDate", "expirationDate") if old else ("validFrom", "validUntil")
        start, end = (instant(node.text(member)) for member in members)
        if start is not None and end is not None:
            yield node, start, end, members


@check_each("CLR20-MOD-05", _periods)
def a_credential_ends_after_it_begins(period: Period) -> Iterator[Finding]:
    """A credential does not end before it begins."""
    node, start, end, (first, last) = period
    if end < start:
        message = f"{last} of {a(node.kind)} is earlier than {first}"
        yield node.finding(message, at=last, expected=f"not before {node.text(first)}")


@check("CLR20-MOD-10", "ClrSubject")
def the_learner_is_named(subject: Node) -> Iterator[Finding]:
    """A ClrSubject has an id or an identifier."""
    yield from _unnamed(subject)


@check("CLR20-MOD-25", "AchievementSubject")
def the_recipient_is_named(subject: Node) -> Iterator[Finding]:
    """An AchievementSubject has an id or an identifier."""
    yield from _unnamed(subject)


def _unnamed(subject: Node) -> Iterator[Finding]:
    if "id" not in subject.value and not many(subject.value.get("identifier")):
        message = f"{a(subject.kind, capital=True)} has neither id nor identifier"
        yield subject.finding(message, expected="id, or one identifier or more")


def _other_subjects(document: Document) -> Iterator[tuple[Node, str]]:
    """Subjects with an id in credentials inside a record, with the id of the subject of that record."""
    for subject in document.having("AchievementSubject", "id"):
        credential = subject.parent
        embedded = credential is not None and credential.key[:1] == ("verifiableCredential",)
        record = credential.parent if credential is not None and embedded else None
        if record is not None and record.kind == "ClrSubject" and (learner := record.text("id")) is not None:
            yield subject, learner


@check_each("CLR20-MOD-15", _other_subjects)
def embedded_subjects_have_the_id_of_the_record(place: tuple[Node, str]) -> Iterator[Finding]:
    """The subject of an embedded credential has the id that the subject of the record has."""
    subject, learner = place
    if subject.text("id") not in (learner, None):
        message = "The id of the subject of an embedded credential is not that of the subject of the record"
        yield subject.finding(message, at="id", expected=learner)


def _lists_of_1edtech(document: Document) -> Iterator[Node]:
    return (node for node in document.having("CredentialStatus") if REVOCATION_LIST in types(node.value))


@check_each("CLR20-MOD-55", _lists_of_1edtech)
def a_revocation_list_has_an_address(status: Node) -> Iterator[Finding]:
    """The id of a status of the type 1EdTechRevocationList is the address of the list."""
    if "id" not in status.value:
        message = f"A CredentialStatus of the type {REVOCATION_LIST} has no id"
        yield status.finding(message, at="id", expected="the URL of the list")


@check("CLR20-MOD-64", *PUBLISHED_AT, when="credentialSchema")
def one_schema_is_that_of_the_class(node: Node) -> Iterator[Finding]:
    """Where schemas are named, one is the schema of 1EdTech for the class; an empty array names none."""
    schemas = list(objects(node.value["credentialSchema"]))
    if not schemas:
        return
    named = [each for each in schemas if is_own_schema(node.kind, each.get("id"))]
    if not named:
        message = f"credentialSchema of {a(node.kind)} does not name the schema of 1EdTech for that class"
        actual = ", ".join(str(each.get("id"))[:120] for each in schemas[:4] if each.get("id")) or "no id of a schema"
        yield node.finding(message, at="credentialSchema", expected=PUBLISHED_AT[node.kind], actual=actual)
    elif not any(VALIDATOR in types(each) for each in named):
        message = f"The schema of 1EdTech for {a(node.kind)} does not have the type {VALIDATOR}"
        actual = ", ".join(name for each in named for name in types(each))
        yield node.finding(message, at="credentialSchema", expected=VALIDATOR, actual=actual or "absent")


def subject_id(credential: Node) -> str | None:
    """The id of the first subject of a credential."""
    return next((identifier(each) for each in objects(credential.value.get("credentialSubject"))), None)
