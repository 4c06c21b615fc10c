"""Reads one proof: its suite, the key that it names, and the bytes of its value; what is wrong is told, not raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from conformance.document.instants import instant
from conformance.trust.integrity.disclosure import Disclosure, of_base64url
from conformance.trust.integrity.faults import ProofFault
from conformance.trust.integrity.result import Checked
from conformance.trust.integrity.suites import LENGTHS, SUITES, Form, Suite, suite_name
from conformance.trust.keys.encodings import EncodingFault, base58btc

PURPOSE: Final = "assertionMethod"


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was read: ``method`` is the reference to its key.

    ``value`` are the bytes of its signature, or what an ecdsa-sd-2023 proof discloses.
    """

    given: Mapping[str, Any]
    name: str
    suite: Suite
    method: str
    value: bytes | Disclosure


def read(proof: Any, now: datetime) -> Proof | Checked:
    """The proof, or why it is none that could be checked, whatever the key."""
    try:
        return _read(proof, now)
    except ProofFault as fault:
        return fault.checked


def _read(given: Any, now: datetime) -> Proof:
    if not isinstance(given, dict):
        raise ProofFault("proof-not-an-object", "the proof is not an object")
    name = suite_name(given)
    if not name:
        raise ProofFault("proof-without-suite", "the proof names no suite: it has no type, or no cryptosuite with it")
    suite = SUITES.get(name)
    if suite is None:
        raise ProofFault("suite-unknown", f"the suite {name[:60]!r} is not supported", open=True)
    purpose = given.get("proofPurpose")
    if purpose != PURPOSE:
        raise ProofFault("proof-purpose", f"the purpose of the proof is not {PURPOSE}")
    method = _method(given)
    value = _value(given, suite)
    _refuse_expired(given, now)
    return Proof(given, name, suite, method, value)


def _method(given: Mapping[str, Any]) -> str:
    method = given.get("verificationMethod")
    if isinstance(method, dict):
        method = method.get("id")
    if not isinstance(method, str) or not method:
        raise ProofFault("proof-without-key", "the proof names no verificationMethod")
    return method


def _value(given: Mapping[str, Any], suite: Suite) -> bytes | Disclosure:
    text = given.get("proofValue")
    if not isinstance(text, str) or not text:
        raise ProofFault("proof-value-missing", "the proof has no proofValue that is a text")
    prefix = "u" if suite.form is Form.SELECTIVE else "z"
    if not text.startswith(prefix):
        raise ProofFault(
            "proof-value-multibase", f"the proofValue of {suite.name} begins with {prefix}, not {text[:1]!r}"
        )
    if suite.form is Form.SELECTIVE:
        return of_base64url(text[1:])
    try:
        data = base58btc(text[1:])
    except EncodingFault as fault:
        raise ProofFault(f"proof-value-{fault.code}", f"the proofValue cannot be read: {fault.text}") from fault
    lengths = sorted({LENGTHS[kind] for kind in suite.kinds})
    if len(data) not in lengths:
        expected = " or ".join(map(str, lengths))
        raise ProofFault("signature-length", f"a signature of {suite.name} has {expected} bytes, not {len(data)}")
    return data


def _refuse_expired(given: Mapping[str, Any], now: datetime) -> None:
    expires = instant(given.get("expires"))
    if expires is not None and expires <= now:
        raise ProofFault("proof-expired", f"the proof expired on {expires:%Y-%m-%d}", declared=True)
