"""ecdsa-sd-2023: whether what a holder disclosed was signed by the issuer, statement by statement.

Source: VC-DI-ECDSA 1.0, 3.4 and 3.6.4 (create verify data, verify derived proof).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.trust.integrity.disclosure import Disclosure
from conformance.trust.integrity.faults import ProofFault
from conformance.trust.integrity.hashing import hashed, rdfc_options
from conformance.trust.integrity.secured import Canonical
from conformance.trust.integrity.signatures import signed_with
from conformance.trust.keys import PublicKey

_BLANK: Final = re.compile(r"(?<![^ ])_:c14n(\d+)(?= )")
"""A canonical blank node that is a whole term of a statement: neither IRIs nor literals hold one between spaces."""


def check_disclosure(
    proof: Mapping[str, Any], held: Disclosure, document: Mapping[str, Any], key: PublicKey, canonical: Canonical
) -> bool:
    """True when all that is disclosed was signed. Raises ``ProofFault`` when the proof cannot be over the document."""
    statements = _relabelled(canonical(document, "sha256").decode(), held.labels)
    mandatory = [line for index, line in enumerate(statements) if index in held.mandatory]
    others = [line for index, line in enumerate(statements) if index not in held.mandatory]
    if len(mandatory) != len(held.mandatory):
        raise ProofFault("proof-value-indexes", "a mandatory index is beyond the statements of the document")
    if len(others) != len(held.signatures):
        raise ProofFault(
            "statements-unsigned",
            f"{len(others)} statements are not mandatory, but {len(held.signatures)} are signed one by one",
        )
    rest = held.multikey + hashed("".join(mandatory).encode(), "sha256")
    forms = (hashed(canonical(options, "sha256"), "sha256") for options in rdfc_options(proof, document))
    if not any(signed_with(key, held.base, options + rest) for options in forms):
        return False
    return all(
        signed_with(held.ephemeral, signature, line.encode())
        for signature, line in zip(held.signatures, others, strict=True)
    )


def _relabelled(text: str, labels: Mapping[int, str]) -> list[str]:
    """The statements with the labels that were signed, in the order that these give them."""

    def label(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in labels:
            raise ProofFault("label-map", "the label map lacks a node of the document")
        return f"_:{labels[number]}"

    # Not by splitlines: a literal may hold other marks that end lines in Python, and only those.
    return sorted(f"{_outside_literal(line, label)}\n" for line in text.split("\n")[:-1])


def _outside_literal(line: str, label: Callable[[re.Match[str]], str]) -> str:
    first = line.find('"')
    if first < 0:
        return _BLANK.sub(label, line)
    last = line.rfind('"') + 1
    return _BLANK.sub(label, line[:first]) + line[first:last] + _BLANK.sub(label, line[last:])
