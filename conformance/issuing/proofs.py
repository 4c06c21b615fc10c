"""The parts of embedded proofs that every suite has."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Final

OLD: Final = "Ed25519Signature2020"
"""The type of proof that names no suite, since it is one."""


def options(suite: str, method: str, created: str | None, purpose: str) -> dict[str, Any]:
    """The proof as it is before its value."""
    kind = {"type": OLD} if suite == OLD else {"type": "DataIntegrityProof", "cryptosuite": suite}
    moment = created or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**kind, "created": moment, "verificationMethod": method, "proofPurpose": purpose}


def unsecured(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its own proof; proofs of what it holds stay."""
    return {name: value for name, value in document.items() if name != "proof"}


def with_proof(document: Mapping[str, Any], proof: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document with that proof behind those that it has."""
    copy: dict[str, Any] = deepcopy(dict(document))
    known = copy.get("proof")
    if known is None:
        return {**copy, "proof": dict(proof)}
    return {**copy, "proof": [*(known if isinstance(known, list) else [known]), dict(proof)]}
