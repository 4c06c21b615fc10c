"""Whether a proof was made with a key over a document: one suite after the other by the same few steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.linked_data import LinkedDataError
from conformance.trust.integrity.disclosure import Disclosure
from conformance.trust.integrity.faults import ProofFault
from conformance.trust.integrity.hashing import jcs_hashes, rdfc_hashes
from conformance.trust.integrity.proofs import Proof
from conformance.trust.integrity.result import Checked
from conformance.trust.integrity.secured import Reading, Secured
from conformance.trust.integrity.selective import check_disclosure
from conformance.trust.integrity.signatures import signed_with
from conformance.trust.integrity.suites import DIGESTS, LENGTHS, Form
from conformance.trust.keys import PublicKey

_OPEN = frozenset({"unknown-context", "poison-graph", "too-much-linked-data", "too-deep"})
"""Why a document has no RDF though nothing is wrong with the proof: nothing can be concluded from it."""


def verify_proof(proof: Proof, secured: Secured, key: PublicKey, readings: Iterable[Reading]) -> Checked:
    """Whether the proof fits, by one of the readings: they are asked in turn until one does, and only as needed."""
    if key.kind not in proof.suite.kinds:
        return Checked("key-wrong-curve", f"the key is one of {key.kind}, which is not for {proof.suite.name}")
    value = proof.value
    if isinstance(value, bytes) and len(value) != LENGTHS[key.kind]:
        text = f"a signature by a key of {key.kind} has {LENGTHS[key.kind]} bytes, not {len(value)}"
        return Checked("signature-length", text)
    try:
        if proof.suite.form is Form.JCS:
            return _by_json(proof, secured, key)
        return _by_readings(proof, secured, key, readings)
    except ProofFault as fault:
        return fault.checked


def _by_json(proof: Proof, secured: Secured, key: PublicKey) -> Checked:
    hashes = jcs_hashes(proof.given, secured, DIGESTS[key.kind])
    assert isinstance(proof.value, bytes)
    if any(signed_with(key, proof.value, data) for data in hashes):
        return Checked()
    return _altered()


def _by_readings(proof: Proof, secured: Secured, key: PublicKey, readings: Iterable[Reading]) -> Checked:
    first: Checked | None = None
    for reading in readings:
        try:
            fits = any(_tries(proof, secured, key, reading))
            outcome = Checked(text=reading.name) if fits else _altered()
        except LinkedDataError as error:
            outcome = Checked(error.code, error.message, open=error.code in _OPEN)
        except ProofFault as fault:
            outcome = fault.checked
        if outcome.fits:
            return outcome
        first = first or outcome
    return first or _altered()


def _tries(proof: Proof, secured: Secured, key: PublicKey, reading: Reading) -> Iterator[bool]:
    document, value = secured.linked(proof.given), proof.value
    if isinstance(value, Disclosure):
        yield check_disclosure(proof.given, value, document, key, reading.canonical)
        return
    digest = DIGESTS[key.kind]
    for labels in dict.fromkeys((digest, "sha256")):  # some signers label by SHA-256 whatever the key
        for data in rdfc_hashes(proof.given, document, reading.canonical, labels, digest):
            yield signed_with(key, value, data)


def _altered() -> Checked:
    return Checked("signature-bad", "it was changed since it was signed, or signed with another key")
