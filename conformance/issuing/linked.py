"""Canonical RDF of what is signed, by PyLD alone: a second reading of the same texts as ``conformance.linked_data``."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pyld import jsonld
from pyld.canon import URDNA2015

from conformance.errors import UsageFault

_OPTIONS: Final[Mapping[str, Any]] = {"base": None, "processingMode": "json-ld-1.1"}

_ONE_AT_A_TIME: Final = threading.Lock()
"""PyLD keeps contexts between documents in caches that two threads must not use at once."""


@cache
def _documents() -> Mapping[str, Mapping[str, Any]]:
    from conformance.standard.terms import contexts

    return contexts("clr20").documents


def dataset(document: Mapping[str, Any]) -> dict[str, Any]:
    """The RDF dataset of a JSON-LD document.

    Raises ``UsageFault`` when a context is not known here or the contexts do not go together.
    """
    try:
        with _ONE_AT_A_TIME:
            found: dict[str, Any] = jsonld.to_rdf(dict(document), {**_OPTIONS, "documentLoader": _load})
    except UsageFault:
        raise
    except Exception as error:  # PyLD lets its own errors of many kinds through
        raise _refused(error) from None
    return found


class _Longer(URDNA2015):  # type: ignore[misc]
    """RDFC-1.0 with SHA-384, which VC-DI-ECDSA expects beside a key on P-384."""

    def create_hash(self) -> Any:
        """The hash that tells blank nodes apart."""
        return hashlib.sha384()


def canonical(document: Mapping[str, Any], kind: str = "") -> str:
    """Canonical N-Quads (RDFC-1.0), by the hash that goes with a key of that kind; raises as ``dataset``."""
    quads, _ = labelled(dataset(document), kind)
    return "".join(quads)


def labelled(graphs: Mapping[str, Any], kind: str = "") -> tuple[list[str], dict[str, str]]:
    """Canonical N-Quads of a dataset, sorted, and the canonical label of each of its blank nodes."""
    algorithm = _Longer() if kind == "P-384" else URDNA2015()
    text = algorithm.main(dict(graphs), {"algorithm": "URDNA2015", "format": "application/n-quads"})
    # Not by splitlines: a literal may hold other marks that end lines in Python.
    return [f"{line}\n" for line in text.split("\n")[:-1]], dict(algorithm.canonical_issuer.existing)


def digest(data: str | bytes, kind: str = "") -> bytes:
    """SHA-256 of it, SHA-384 for a key on P-384."""
    data = data.encode() if isinstance(data, str) else data
    return hashlib.sha384(data).digest() if kind == "P-384" else hashlib.sha256(data).digest()


def _load(url: str, _: Any) -> dict[str, Any]:
    if url not in _documents():
        raise UsageFault(
            "context-unknown",
            f"the context {url} is not known here, so that nothing can be signed under it",
            "an extension of somebody's own",
            "name the contexts of the standard only, or sign by a JWT",
        )
    known = {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url}
    return {**known, "document": _documents()[url], "tag": "static"}  # PyLD keeps what is static between documents


def _refused(error: BaseException) -> UsageFault:
    cause: BaseException | None = error
    while cause is not None:  # the loader's own words are the innermost ones
        if isinstance(cause, UsageFault):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    return UsageFault(
        "not-linked-data",
        f"the document cannot be read as linked data: {str(error).splitlines()[0]}",
        "contexts that define one term in two ways, or an id that is not a text",
        "judge it first (clr-conformance validate), or sign by a JWT",
    )
