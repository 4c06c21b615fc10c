"""Embedded proofs: Data Integrity suites (W3C VC-DI-EDDSA, VC-DI-ECDSA) and the older Ed25519Signature2020."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import base58
import rfc8785

from conformance.errors import UsageFault
from conformance.issuing.keys import Key
from conformance.issuing.linked import canonical, digest
from conformance.issuing.proofs import OLD, options, unsecured, with_proof
from conformance.issuing.selective import base


@dataclass(frozen=True, slots=True)
class Suite:
    """How a suite makes its proof: the keys that it takes, and whether it signs JSON (JCS) or RDF."""

    kinds: tuple[str, ...]
    jcs: bool = False


SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {
        "eddsa-rdfc-2022": Suite(("Ed25519",)),
        "eddsa-jcs-2022": Suite(("Ed25519",), jcs=True),
        "ecdsa-rdfc-2019": Suite(("P-256", "P-384")),
        "ecdsa-jcs-2019": Suite(("P-256", "P-384"), jcs=True),
        "ecdsa-sd-2023": Suite(("P-256",)),
        "eddsa-2022": Suite(("Ed25519",)),
        OLD: Suite(("Ed25519",)),
    }
)
"""The suites by their names."""


def sign(
    document: Mapping[str, Any],
    suite: str,
    key: Key,
    verification_method: str,
    *,
    created: str | None = None,
    purpose: str = "assertionMethod",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """A copy of a credential with one more proof, behind those that it has.

    ``created`` is the moment in the proof, now when left out. ``more`` are further options of the proof
    (``expires``, ``domain``). The base proof of ecdsa-sd-2023 is made by ``selective.base``.
    Raises ``UsageFault`` for an unknown suite, a key of another kind and a document that cannot be canonicalised.
    """
    known = checked(suite, key)
    if suite == "ecdsa-sd-2023":
        return base(document, key, verification_method, created=created, purpose=purpose)
    plain = unsecured(document)
    proof = {**options(suite, verification_method, created, purpose), **more}
    if known.jcs and "@context" in plain:
        proof["@context"] = plain["@context"]
    data = data_of(plain, proof, key.kind)
    proof["proofValue"] = "z" + base58.b58encode(key.sign(data)).decode()
    return with_proof(document, proof)


def checked(suite: str, key: Key) -> Suite:
    """The suite of that name; raises ``UsageFault`` when there is none, or the key is not one for it."""
    if suite not in SUITES:
        raise UsageFault(
            "suite-unknown",
            f"there is no suite {suite} here",
            "a slip of the pen, or a suite that no rule of the standard knows",
            f"name one of {', '.join(SUITES)}",
        )
    if key.kind not in SUITES[suite].kinds:
        raise UsageFault(
            "key-unusable",
            f"the suite {suite} does not take a key of kind {key.kind}",
            "the key was made for another suite",
            f"give a key of kind {' or '.join(SUITES[suite].kinds)}",
        )
    return SUITES[suite]


def data_of(plain: Mapping[str, Any], proof: Mapping[str, Any], kind: str) -> bytes:
    """What a key of that kind signs: the hash of the options, then that of the document, both without any value.

    The options are read under the context of the document, which is not left in the proof of an RDF suite. The suite is
    the one that the options name, and none that discloses selectively.
    Raises ``UsageFault`` for a document that cannot be canonicalised; ``KeyError`` for a suite that is not known here.
    """
    known = SUITES[proof["type"] if proof["type"] == OLD else proof["cryptosuite"]]
    form: Callable[[Mapping[str, Any]], str | bytes] = _by_json if known.jcs else partial(canonical, kind=kind)
    config = {**({"@context": plain["@context"]} if "@context" in plain else {}), **proof}
    return digest(form(config), kind) + digest(form(plain), kind)


def _by_json(value: Mapping[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(json.loads(json.dumps(value)))
    except (rfc8785.CanonicalizationError, TypeError, ValueError) as error:
        raise UsageFault(
            "not-canonical-json",
            f"the document has no canonical JSON form (RFC 8785): {error}",
            "a number of more than 53 bits, or one that is not finite",
            "write such a number as a text",
        ) from None
