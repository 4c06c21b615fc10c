"""What a proof is over: the document without its proofs, with those that it builds on where proofs form a chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.trust.integrity.faults import ProofFault

Canonical = Callable[[Mapping[str, Any], str], bytes]
"""A document and the hash of RDFC-1.0 (``sha256``, ``sha384``) -> its canonical N-Quads; raises LinkedDataError."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a document as linked data; ``name`` tells it in words, empty for the usual way."""

    canonical: Canonical
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Secured:
    """A document and its proofs.

    ``document`` has no ``proof``; ``given`` is the same with its nulls, as suites need it that sign JSON. Whoever
    canonicalises may remember ``document`` by identity: it is the same object for all proofs that are no chain.
    ``hashes`` is where the hashes of canonical JSON are remembered.
    """

    document: Mapping[str, Any]
    given: Mapping[str, Any]
    proofs: tuple[Any, ...]
    hashes: dict[tuple[int, str, str], bytes] = field(default_factory=dict)

    def linked(self, proof: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the proof is over, for suites that sign RDF. Raises ``ProofFault`` when a proof before it is missing."""
        return self._behind(proof, self.document)

    def plain(self, proof: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same for suites that sign JSON."""
        return self._behind(proof, self.given)

    def _behind(self, proof: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
        named = proof.get("previousProof")
        if named is None:
            return document
        names = named if isinstance(named, list) else [named]
        found = [each for name in names for each in self.proofs if isinstance(each, dict) and each.get("id") == name]
        if not names or len(found) != len(names) or not all(isinstance(name, str) for name in names):
            raise ProofFault("previous-proof", "the proof before it in the chain (previousProof) is not there")
        if any(each is proof for each in found):
            raise ProofFault("previous-proof", "the proof names itself as the one before it")
        return {**document, "proof": found}
