"""The cryptosuites of Data Integrity proofs: how each canonicalises, hashes and signs.

Sources: VC-DI-EDDSA 1.0, VC-DI-ECDSA 1.0; Ed25519Signature2020 of the community group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final

from conformance.trust.keys import Kind


class Form(Enum):
    """What a suite signs: canonical RDF, canonical JSON, or statements of which the holder shows some."""

    RDFC = auto()
    JCS = auto()
    SELECTIVE = auto()


@dataclass(frozen=True, slots=True)
class Suite:
    """A cryptosuite: its name, what it signs, and the kinds of key that it knows."""

    name: str
    form: Form
    kinds: frozenset[Kind]
    deprecated: bool = False


_EDDSA: Final = frozenset({Kind.ED25519})
_ECDSA: Final = frozenset({Kind.P256, Kind.P384})

SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {
        suite.name: suite
        for suite in (
            Suite("eddsa-rdfc-2022", Form.RDFC, _EDDSA),
            Suite("eddsa-jcs-2022", Form.JCS, _EDDSA),
            Suite("ecdsa-rdfc-2019", Form.RDFC, _ECDSA),
            Suite("ecdsa-jcs-2019", Form.JCS, _ECDSA),
            Suite("ecdsa-sd-2023", Form.SELECTIVE, frozenset({Kind.P256})),
            Suite("eddsa-2022", Form.RDFC, _EDDSA, deprecated=True),
            Suite("Ed25519Signature2020", Form.RDFC, _EDDSA, deprecated=True),
        )
    }
)
"""Name of the cryptosuite, or type of a proof that is a suite by itself -> suite."""

DATA_INTEGRITY: Final = "DataIntegrityProof"

DIGESTS: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.ED25519: "sha256", Kind.P256: "sha256", Kind.P384: "sha384"}
)
"""Kind of key -> the hash that a suite uses with it."""

LENGTHS: Final[Mapping[Kind, int]] = MappingProxyType({Kind.ED25519: 64, Kind.P256: 64, Kind.P384: 96})
"""Kind of key -> length of its signatures in bytes."""


def suite_name(proof: Mapping[str, Any]) -> str:
    """The name of the suite of a proof: its cryptosuite, else its type; empty when it says neither."""
    named = proof.get("type")
    kind = next((each for each in named if isinstance(each, str)), "") if isinstance(named, list) else named
    if kind == DATA_INTEGRITY:
        kind = proof.get("cryptosuite")
    return kind if isinstance(kind, str) else ""
