"""Selective disclosure by ecdsa-sd-2023 (W3C VC-DI-ECDSA): the issuer's base proof, and what is derived from it."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import cbor2
from pyld.nquads import serialize_nquad

from conformance.errors import UsageFault
from conformance.issuing.keys import Key, encoded
from conformance.issuing.linked import canonical, dataset, digest, labelled
from conformance.issuing.proofs import options, unsecured, with_proof

BASE: Final = b"\xd9\x5d\x00"
DERIVED: Final = b"\xd9\x5d\x01"
_SKOLEM: Final = "urn:bnid:"


@dataclass(frozen=True, slots=True)
class _Quads:
    """A document in canonical form under the holder's labels: its sorted quads, and the label of each marked node."""

    quads: list[str]
    labels: dict[str, str]
    marked: dict[str, Any]

    def of(self, pointers: Iterable[str]) -> list[int]:
        """The places of the quads that the parts of the document under those pointers hold."""
        part = selected(self.marked, pointers)
        if part is None:
            return []
        found = set(_lines(dataset(part), self.labels))
        return [place for place, quad in enumerate(self.quads) if quad in found]


def base(
    document: Mapping[str, Any],
    key: Key,
    verification_method: str,
    *,
    mandatory: Sequence[str] = ("/issuer", "/validFrom"),
    created: str | None = None,
    purpose: str = "assertionMethod",
    seed: str | None = None,
) -> dict[str, Any]:
    """A copy of a credential with the base proof, which is for the holder alone: it holds the key of the labels.

    ``mandatory`` are JSON Pointers to what each disclosure shows. The one-time keys are random, or stand for a
    ``seed``. Raises ``UsageFault`` as ``suites.sign``.
    """
    plain = unsecured(document)
    proof = options("ecdsa-sd-2023", verification_method, created, purpose)
    once = Key.from_seed("P-256", seed or secrets.token_bytes(32))
    label_key = digest(f"labels of {seed}") if seed else secrets.token_bytes(32)
    grouped = _grouped(plain, label_key)
    shown = grouped.of(mandatory)
    hidden = [quad for place, quad in enumerate(grouped.quads) if place not in set(shown)]
    config = digest(canonical({"@context": plain["@context"], **proof}))
    signed = config + once.multicodec + digest("".join(grouped.quads[place] for place in shown))
    parts = [
        key.sign(signed),
        once.multicodec,
        label_key,
        [once.sign(quad.encode()) for quad in hidden],
        list(mandatory),
    ]
    return with_proof(document, {**proof, "proofValue": _value(BASE, parts)})


def derived(document: Mapping[str, Any], pointers: Sequence[str]) -> dict[str, Any]:
    """What a holder shows of a credential with a base proof: the mandatory parts and those under the pointers.

    Raises ``UsageFault`` when the credential has no base proof.
    """
    proof = document.get("proof")
    parts = _parts(proof.get("proofValue", "")) if isinstance(proof, Mapping) else None
    if parts is None or not isinstance(proof, Mapping):
        raise UsageFault(
            "no-base-proof",
            "the credential has no base proof of ecdsa-sd-2023",
            "it has a proof of another suite, or one that was derived already",
            "derive from what the issuer handed out",
        )
    signature, once, label_key, signatures, mandatory = parts
    plain = unsecured(document)
    grouped = _grouped(plain, label_key)
    shown, asked = set(grouped.of(mandatory)), set(grouped.of(pointers))
    together = sorted(shown | set(grouped.of([*mandatory, *pointers])))
    hidden = [place for place in range(len(grouped.quads)) if place not in shown]
    kept = [one for place, one in zip(hidden, signatures, strict=True) if place in asked]
    revealed = selected(plain, [*mandatory, *pointers]) or {}
    value = _value(
        DERIVED,
        [
            signature,
            once,
            kept,
            _compressed(_relabelled(grouped, [*mandatory, *pointers])),
            [number for number, place in enumerate(together) if place in shown],
        ],
    )
    return {**revealed, "proof": {**proof, "proofValue": value}}


def selected(document: Mapping[str, Any], pointers: Iterable[str]) -> dict[str, Any] | None:
    """The parts of a document under JSON Pointers, with the ids and types on the way; ``None`` for no pointer.

    Raises ``UsageFault`` for a pointer that leads nowhere.
    """
    wanted = list(pointers)
    if not wanted:
        return None
    found = _sparse(document, [pointer.split("/")[1:] for pointer in wanted])
    return {"@context": deepcopy(document["@context"]), **found}


def _sparse(value: Any, paths: list[list[str]]) -> Any:
    if any(not path for path in paths):
        return deepcopy(value)
    steps: dict[str, list[list[str]]] = {}
    for step, *path in paths:
        steps.setdefault(step.replace("~1", "/").replace("~0", "~"), []).append(path)
    try:
        if isinstance(value, list):
            return [_sparse(value[int(step)], steps[step]) for step in sorted(steps, key=int)]
        kept = {name: deepcopy(value[name]) for name in ("id", "type") if name in value}
        return {**kept, **{step: _sparse(value[step], inner) for step, inner in steps.items()}}
    except (KeyError, IndexError, ValueError, TypeError):
        raise UsageFault(
            "pointer-leads-nowhere",
            f"nothing is disclosed: the document has no {'/'.join(['', *steps])} there",
            "the pointer was written for another document",
            "name members that are there (RFC 6901)",
        ) from None


def _grouped(plain: Mapping[str, Any], label_key: bytes) -> _Quads:
    marked = _marked(plain)
    graphs = _blank(dataset(marked))
    _, names = labelled(_blank(dataset(marked)))
    if any(not name.endswith("m") for name in names):
        raise UsageFault(
            "selective-not-possible",
            "the credential holds an ordered list or the proof of another credential, whose parts have no name to keep",
            "an achievement with allowedValue, or an embedded signed credential",
            "sign it with a suite that does not disclose selectively",
        )
    labels = {old: _label(label_key, new) for old, new in names.items()}
    return _Quads(sorted(_lines(graphs, labels)), labels, marked)


def _marked(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The document with an id for each object that has none, so that its parts keep the same blank nodes."""
    numbers = iter(range(1_000_000))

    def mark(value: Any) -> Any:
        if isinstance(value, list):
            return [mark(entry) for entry in value]
        if not isinstance(value, dict) or "@value" in value:
            return value
        inner = {name: entry if name == "@context" else mark(entry) for name, entry in value.items()}
        return inner if "id" in inner or "@id" in inner else {"id": f"{_SKOLEM}{next(numbers)}", **inner}

    found: dict[str, Any] = mark(dict(plain))
    return found


def _blank(graphs: Mapping[str, Any]) -> dict[str, Any]:
    """The dataset with each marked node as the blank node that it is."""

    def turned(term: dict[str, Any]) -> dict[str, Any]:
        if term["type"] == "IRI" and term["value"].startswith(_SKOLEM):
            return {"type": "blank node", "value": f"_:{term['value'][len(_SKOLEM) :]}m"}
        return term

    return {
        (f"_:{name[len(_SKOLEM) :]}m" if name.startswith(_SKOLEM) else name): [
            {position: turned(term) for position, term in triple.items()} for triple in triples
        ]
        for name, triples in graphs.items()
    }


def _lines(graphs: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """The N-Quads of a dataset under the given labels of its blank nodes."""
    lines = []
    for name, triples in _blank(graphs).items():
        graph = None if name == "@default" else labels.get(name, name)
        for triple in triples:
            quad = {
                position: {**term, "value": labels[term["value"]]} if term["type"] == "blank node" else term
                for position, term in triple.items()
            }
            lines.append(serialize_nquad(quad, graph))
    return lines


def _label(label_key: bytes, name: str) -> str:
    return "_:u" + encoded(hmac.digest(label_key, name.removeprefix("_:").encode(), "sha256"))


def _relabelled(grouped: _Quads, pointers: Sequence[str]) -> dict[str, str]:
    """For each blank node of the disclosed part: its canonical label there, and the label that was signed."""
    _, names = labelled(_blank(dataset(selected(grouped.marked, pointers) or {})))
    return {new: grouped.labels[old] for old, new in names.items()}


def _compressed(labels: Mapping[str, str]) -> dict[int, bytes]:
    numbers = {int(name.removeprefix("_:c14n")): urlsafe_b64decode(label[3:] + "=") for name, label in labels.items()}
    return dict(sorted(numbers.items()))


def _value(header: bytes, parts: Any) -> str:
    return "u" + encoded(header + cbor2.dumps(parts))


def _parts(value: str) -> list[Any] | None:
    data = urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4)) if value[:1] == "u" else b""
    found: list[Any] | None = cbor2.loads(data[3:]) if data[:3] == BASE else None
    return found
