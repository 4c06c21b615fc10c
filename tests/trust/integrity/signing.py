"""Badges that tests sign and check: the signer reads linked data by PyLD alone, the check by our own code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from conformance.issuing import Key, sign
from conformance.linked_data import Contexts, canonical
from conformance.standard.terms import contexts
from conformance.trust.integrity import Checked, Proof, Reading, Secured, read, verify_proof
from conformance.trust.keys import PublicKey, of_multibase
from tests.rulebooks.clr20.document import judging
from tests.rulebooks.clr20.document.judging import OB, VC

NOW: Final = datetime(2026, 3, 1, tzinfo=UTC)
OLD: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
KEY_ID: Final = "https://college.example/keys/1"
CREATED: Final = "2026-02-01T12:00:00Z"
SUITES: Final = {
    "eddsa-rdfc-2022": "Ed25519",
    "eddsa-jcs-2022": "Ed25519",
    "eddsa-2022": "Ed25519",
    "Ed25519Signature2020": "Ed25519",
    "ecdsa-rdfc-2019": "P-256",
    "ecdsa-jcs-2019": "P-256",
}
CASES: Final = (*SUITES.items(), ("ecdsa-rdfc-2019", "P-384"), ("ecdsa-jcs-2019", "P-384"))
CONTEXTS: Final = Contexts(contexts("clr20").documents)


def badge(**members: Any) -> dict[str, Any]:
    """A badge with results that nobody signed yet."""
    results = [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "12.5"}]
    subject = {**judging.BADGE["credentialSubject"], "result": results}
    plain = judging.badge(context=[VC, OB, OLD], validFrom="2026-01-30T12:00:00Z", credentialSubject=subject)
    return plain | members


def key(kind: str = "Ed25519", name: str = "college") -> Key:
    """A key of that kind, the same for the same name."""
    return Key.from_seed(kind, name)


def public(kind: str = "Ed25519", name: str = "college") -> PublicKey:
    """Its public half."""
    return of_multibase(key(kind, name).multibase)


def signed(suite: str = "eddsa-rdfc-2022", kind: str = "Ed25519", **members: Any) -> dict[str, Any]:
    """A badge with a proof of that suite."""
    return sign(badge(**members), suite, key(kind), KEY_ID, created=CREATED)


def n_quads(document: Mapping[str, Any], digest: str) -> bytes:
    return canonical(document, CONTEXTS, getattr(hashlib, digest)).encode()


USUAL: Final = Reading(n_quads)


def secured(document: Mapping[str, Any]) -> Secured:
    """What the proofs of a document are over."""
    plain = {name: value for name, value in document.items() if name != "proof"}
    proofs = document.get("proof", [])
    return Secured(plain, plain, tuple(proofs) if isinstance(proofs, list) else (proofs,))


def checked(document: Mapping[str, Any], key: PublicKey | None = None, number: int = 0, *readings: Reading) -> Checked:
    """How the check of one of the document's proofs ends."""
    whole = secured(document)
    proof = read(whole.proofs[number], NOW)
    if isinstance(proof, Checked):
        return proof
    assert isinstance(proof, Proof)
    return verify_proof(proof, whole, key or public(), readings or (USUAL,))
