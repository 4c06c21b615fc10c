"""What is signed by a suite over a whole document: the hash of the proof options, then that of the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import rfc8785

from conformance.trust.integrity.faults import ProofFault
from conformance.trust.integrity.secured import Canonical, Secured


def hashed(data: bytes, digest: str) -> bytes:
    """The hash of bytes."""
    return hashlib.new(digest, data, usedforsecurity=True).digest()


def rdfc_options(proof: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The proof without its value, in the context of the document (VC-DI-EDDSA 1.0, proof configuration).

    Where the proof has a context of its own, some signers add that one: a second form.
    """
    options = {name: value for name, value in proof.items() if name not in ("proofValue", "@context")}
    whole = document.get("@context")
    yield {**options, "@context": whole}
    if "@context" in proof:
        yield {**options, "@context": [*_several(whole), *_several(proof["@context"])]}


def rdfc_hashes(
    proof: Mapping[str, Any], document: Mapping[str, Any], canonical: Canonical, labels: str, digest: str
) -> Iterator[bytes]:
    """The bytes that a suite over canonical RDF signs, by each form of the options.

    ``labels`` is the hash that RDFC-1.0 tells blank nodes apart by, ``digest`` that of both halves.
    """
    whole = hashed(canonical(document, labels), digest)
    for options in rdfc_options(proof, document):
        yield hashed(canonical(options, labels), digest) + whole


def jcs_hashes(proof: Mapping[str, Any], secured: Secured, digest: str) -> Iterator[bytes]:
    """The bytes that a suite over canonical JSON signs: as the suites say, then as some software does.

    The context of the proof has to be the beginning of that of the document, and takes its place before hashing.
    Where the proof has none, some signers put that of the document into the options. Raises ``ProofFault``.
    """
    document = secured.plain(proof)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options:
        if not _begins(document.get("@context"), options["@context"]):
            raise ProofFault("proof-context", "the @context of the proof is not the beginning of the document's")
        whole = _whole(secured, document, options["@context"], digest)
    else:
        whole = _whole(secured, document, document.get("@context"), digest)
    yield hashed(_jcs(options), digest) + whole
    if "@context" not in options and "@context" in document:
        yield hashed(_jcs({**options, "@context": document["@context"]}), digest) + whole


def _whole(secured: Secured, document: Mapping[str, Any], context: Any, digest: str) -> bytes:
    """The hash of the document in that context; of what is no chain it is worked out once."""
    known = (id(document), repr(context), digest)
    if known in secured.hashes:
        return secured.hashes[known]
    found = hashed(_jcs(document if context is None else {**document, "@context": context}), digest)
    if document is secured.given:
        secured.hashes[known] = found
    return found


def _begins(whole: Any, beginning: Any) -> bool:
    first = _several(beginning)
    return bool(_several(whole)[: len(first)] == first)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _jcs(value: Mapping[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(dict(value))
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError) as error:
        raise ProofFault("not-canonical-json", f"the document has no canonical JSON: {type(error).__name__}") from error
