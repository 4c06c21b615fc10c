"""Area DI: what the embedded proofs of a credential say of themselves, before any key is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from conformance.document.findings import Note
from conformance.document.instants import instant
from conformance.document.nodes import Node
from conformance.document.schema import errors, valid
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS, LISTS, MODEL
from conformance.rulebooks.clr20.document.reading import many, objects
from conformance.rulebooks.clr20.document.register import check
from conformance.trust.integrity import DATA_INTEGRITY, PURPOSE, suite_name
from conformance.trust.integrity.encoding import disclosure_kind, signature_problem

CERTIFIED: Final = ("eddsa-rdfc-2022", "ecdsa-sd-2023")
"""The suites that the certification guide of Open Badges names for an issuer."""

_NEEDED: Final = ("cryptosuite", "verificationMethod", "proofPurpose", "proofValue")


@check("CLR20-DI-01", *CREDENTIALS, *LISTS)
def something_secures_it(node: Node) -> Iterator[Finding | Note]:
    """A credential has a proof, or is the payload of a token; of a badge of old that was carried over it is a note."""
    if many(node.value.get("proof")) or node.token is not None or node.base:
        return
    message = f"{a(node.kind, capital=True)} has no proof and is not a token"
    finding = node.finding(message, expected="an embedded proof, or a compact JWS", actual="nothing secures it")
    yield Note(finding) if carried_over(node) else finding


def carried_over(node: Node) -> bool:
    """True for an embedded badge that names what it was before: the guide lets such a badge go unsigned."""
    if node.kind != "AchievementCredential" or node.parent is None:
        return False
    achievement = node.object("credentialSubject").get("achievement")
    related = achievement.get("related") if isinstance(achievement, dict) else None
    return any(isinstance(each.get("id"), str) for each in (*objects(node.value.get("evidence")), *objects(related)))


@check("CLR20-DI-02", "Proof")
def the_purpose_is_assertion(node: Node) -> Iterator[Finding]:
    """A proof of a credential is for assertionMethod; that a DataIntegrityProof lacks its purpose is told as such."""
    purpose = node.value.get("proofPurpose")
    if purpose != PURPOSE and (purpose or DATA_INTEGRITY not in many(node.value.get("type"))):
        yield node.finding(f"The proofPurpose of a proof is not {PURPOSE}", at="proofPurpose", expected=PURPOSE)


@check("CLR20-DI-03", "Proof")
def the_suite_is_one_of_the_two(node: Node) -> Iterator[Finding]:
    """For certification an issuer uses one of two suites."""
    name = suite_name(node.value)
    if name and name not in CERTIFIED:
        at = "cryptosuite" if "cryptosuite" in node.value else "type"
        message = "The suite of a proof is none that the certification guide names"
        yield node.finding(message, at=at, expected=" or ".join(CERTIFIED), actual=name)


@check("CLR20-DI-04", "Proof")
def a_data_integrity_proof_is_whole(node: Node) -> Iterator[Finding]:
    """A DataIntegrityProof has its four members."""
    if DATA_INTEGRITY not in many(node.value.get("type")):
        return
    for member in _NEEDED:
        if not node.value.get(member):
            yield node.finding(f"A DataIntegrityProof lacks {member}", expected=member, actual="absent")


@check("CLR20-DI-05", "Proof", when="proofValue")
def the_value_is_a_signature(node: Node) -> Iterator[Finding]:
    """The value of an eddsa-rdfc-2022 proof is base58btc of 64 bytes."""
    value = node.value["proofValue"]
    if suite_name(node.value) != "eddsa-rdfc-2022" or not isinstance(value, str) or not value:
        return
    problem = signature_problem(value)
    if problem:
        message = "The proofValue of eddsa-rdfc-2022 is not base58btc of 64 bytes"
        yield node.finding(message, at="proofValue", expected="z, then base58btc of 64 bytes", actual=problem)


@check("CLR20-DI-13", "Document", met=lambda document: document.having("Proof", "created"))
def no_proof_is_of_the_future(document: Document) -> Iterator[Finding]:
    """A proof was not made later than now."""
    for node, moment in _moments(document, "created"):
        if moment > document.now:
            yield node.finding("A proof was created in the future", at="created", expected="a time that has been")


@check("CLR20-DI-14", "Document", met=lambda document: document.having("Proof", "expires"))
def no_proof_has_expired(document: Document) -> Iterator[Finding]:
    """A proof that ends has not ended yet."""
    for node, moment in _moments(document, "expires"):
        if moment <= document.now:
            yield node.finding("A proof has expired", at="expires", expected="a time in the future")


def _moments(document: Document, member: str) -> Iterator[tuple[Node, datetime]]:
    for node in document.having("Proof", member):
        moment = instant(node.value[member])
        if moment is not None:
            yield node, moment


@check("CLR20-DI-22", "Proof", when="proofValue")
def what_is_derived_is_whole(node: Node) -> Iterator[Finding]:
    """A credential that was derived by ecdsa-sd-2023 still has every member that its class requires."""
    holder = node.parent
    if holder is None or _disclosure(node) != "derived" or valid(MODEL, holder.class_name, holder.value):
        return
    for error in errors(MODEL, holder.class_name, holder.value):
        if error.keyword == "required":
            message = f"A derived credential lacks {error.detail} of {a(error.type)}"
            yield holder.finding(message, at=error.path, expected=error.detail, actual="it was not disclosed")


@check("CLR20-DI-23", "Proof", when="proofValue")
def what_is_shown_has_a_derived_proof(node: Node) -> Iterator[Finding]:
    """A base proof of ecdsa-sd-2023 is for the holder alone: a verifier is shown what is derived from it."""
    if _disclosure(node) == "base":
        message = "A credential has the base proof of ecdsa-sd-2023, which is for the holder alone"
        yield node.finding(message, at="proofValue", expected="a derived proof (d9 5d 01)", actual="d9 5d 00")


def _disclosure(node: Node) -> str:
    return disclosure_kind(node.value["proofValue"]) if suite_name(node.value) == "ecdsa-sd-2023" else ""
