"""The proofValue of ecdsa-sd-2023: bounded CBOR, and nothing in it that has not the shape that it must have.

Source: VC-DI-ECDSA 1.0, 3.5.2 to 3.5.7 (base and derived proof values).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

import cbor2

from conformance.trust.integrity.faults import ProofFault
from conformance.trust.keys import KeyRefused, PublicKey
from conformance.trust.keys.encodings import EncodingFault, base64url
from conformance.trust.keys.material import of_multikey

DERIVED: Final = b"\xd9\x5d\x01"
BASE: Final = b"\xd9\x5d\x00"
HMAC_LENGTH: Final = 32

_MOST_TEXT: Final = 16_000_000
_MOST_DEPTH: Final = 4
_SIGNATURE: Final = 64


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a derived proof holds.

    ``base`` is the signature of the issuer over the mandatory statements and the key ``ephemeral`` (``multikey``: its
    bytes);
    ``signatures`` are one for each other statement, by that key. ``labels`` maps the number of a canonical blank node
    to the label that was signed, ``mandatory`` are the positions of the mandatory statements.
    """

    base: bytes
    multikey: bytes
    ephemeral: PublicKey
    signatures: tuple[bytes, ...]
    labels: dict[int, str]
    mandatory: frozenset[int]


def of_base64url(text: str) -> Disclosure:
    """The derived proof of a base64url text (without its prefix u). Raises ``ProofFault``, also for a base proof."""
    if len(text) > _MOST_TEXT:
        raise ProofFault("proof-value-too-long", f"the proofValue has {len(text)} characters")
    try:
        data = base64url(text)
    except EncodingFault as fault:
        raise ProofFault(f"proof-value-{fault.code}", f"the proofValue cannot be read: {fault.text}") from fault
    header, body = data[:3], data[3:]
    if header == BASE:
        raise _base_proof(body)
    if header != DERIVED:
        raise ProofFault(
            "proof-value-header", f"the proofValue begins with {header.hex()}, not with d95d01 as a derived proof does"
        )
    return _derived(_decoded(body))


def _decoded(data: bytes) -> Any:
    if data[:1] != b"\x85":
        raise ProofFault("proof-value-shape", "the proofValue is not a CBOR list of five")
    try:
        return cbor2.loads(
            data, max_depth=_MOST_DEPTH, allow_indefinite=False, allow_duplicate_keys=False, tag_hook=_no_tag
        )
    except ProofFault:
        raise
    except Exception as error:  # whatever the bytes make of it: the decoder has many ways to refuse
        raise ProofFault("proof-value-cbor", f"the proofValue is no CBOR: {type(error).__name__}") from error


def _no_tag(_tag: Any, *_: Any) -> Any:
    raise ProofFault("proof-value-cbor", "the CBOR of the proofValue has tags")


def _derived(value: Any) -> Disclosure:
    if not isinstance(value, list) or len(value) != 5:
        raise ProofFault("proof-value-shape", "the proofValue is not a CBOR list of five")
    base, multikey, signatures, labels, mandatory = value
    if not _is_bytes(base, _SIGNATURE):
        raise ProofFault("signature-length", f"the base signature is not {_SIGNATURE} bytes")
    if not isinstance(signatures, list) or not all(_is_bytes(each, _SIGNATURE) for each in signatures):
        raise ProofFault("signature-length", f"a signature of a statement is not {_SIGNATURE} bytes")
    if not isinstance(mandatory, list) or not all(type(each) is int and each >= 0 for each in mandatory):
        raise ProofFault("proof-value-indexes", "the mandatory indexes are not a list of positions")
    if len(set(mandatory)) != len(mandatory):
        raise ProofFault("proof-value-indexes", "a mandatory index is there twice")
    return Disclosure(base, *_ephemeral(multikey), tuple(signatures), _labels(labels), frozenset(mandatory))


def _ephemeral(multikey: Any) -> tuple[bytes, PublicKey]:
    if not isinstance(multikey, bytes):
        raise ProofFault("ephemeral-key", "the key of the statements is not bytes")
    try:
        key = of_multikey(multikey)
    except KeyRefused as refusal:
        raise ProofFault("ephemeral-key", f"the key of the statements: {refusal.problem.text}") from refusal
    if key.kind != "P-256":
        raise ProofFault("ephemeral-key", f"the key of the statements is one of {key.kind}, not of P-256")
    return multikey, key


def _labels(value: Any) -> dict[int, str]:
    if not isinstance(value, dict) or not all(
        type(number) is int and number >= 0 and _is_bytes(label, HMAC_LENGTH) for number, label in value.items()
    ):
        raise ProofFault("label-map", f"the label map is not one of numbers to {HMAC_LENGTH} bytes")
    if len(set(value.values())) != len(value):
        raise ProofFault("label-map", "the label map gives two nodes the same label")
    return {number: f"u{urlsafe_b64encode(label).rstrip(b'=').decode()}" for number, label in value.items()}


def _base_proof(body: bytes) -> ProofFault:
    try:
        value = _decoded(body)
    except ProofFault as fault:
        return fault
    key = value[2] if isinstance(value, list) and len(value) == 5 else b""
    if not isinstance(key, bytes) or len(key) != HMAC_LENGTH:
        return ProofFault(
            "hmac-key-length", f"it is a base proof, for the holder, and its HMAC key is not {HMAC_LENGTH} bytes"
        )
    return ProofFault(
        "base-proof",
        "it is a base proof, which the holder alone is to have: what is shown to others is derived from it",
        declared=True,
    )


def _is_bytes(value: Any, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length
