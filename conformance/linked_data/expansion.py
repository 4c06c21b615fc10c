"""A document as quads, with a note of all that its RDF leaves out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from conformance.linked_data.active import initial
from conformance.linked_data.contexts import Contexts
from conformance.linked_data.problems import too_deep, too_large_a_number
from conformance.linked_data.rdfc import canonize
from conformance.linked_data.reference import MOST_RARE, quads_by_pyld
from conformance.linked_data.result import Expanded, Loss, Quad
from conformance.linked_data.walk import Rare, Walk


def expand(document: Mapping[str, Any], contexts: Contexts, apart: str = "") -> Expanded:
    """The RDF of the document, and what is not in it.

    ``apart`` names a member of the top, such as ``proof``, whose quads are left out; what is lost in it is told all
    the same. Raises ``LinkedDataError``.
    """
    rest = {name: each for name, each in document.items() if name != apart}
    quads, losses = _read(rest, contexts)
    if len(rest) < len(document):
        around = {name: document[name] for name in ("@context", "id", "type", "@id", "@type") if name in document}
        _, of_it = _read({**around, apart: document[apart]}, contexts)
        losses += [loss for loss in of_it if loss.pointer == f"/{apart}" or loss.pointer.startswith(f"/{apart}/")]
    return Expanded(tuple(quads), tuple(losses), named(document, contexts))


def canonical(document: Mapping[str, Any], contexts: Contexts, hashes: Callable[[bytes], Any] = hashlib.sha256) -> str:
    """Canonical N-Quads of the document by RDFC-1.0, as given, with all its proofs; raises ``LinkedDataError``.

    Whoever checks a proof hands over the document without it, and asks ``expand`` what the RDF does not hold.
    ``hashes`` is the constructor of ``hashlib`` that labels blank nodes (P-384 takes ``sha384``).
    """
    return canonize(_read(document, contexts)[0], hashes, contexts.budget)


def named(document: Mapping[str, Any], contexts: Contexts) -> tuple[str, ...]:
    """The keys of the context documents that the top of the document names."""
    given = document.get("@context", ())
    several = given if isinstance(given, list) else [given]
    return tuple(contexts.key_of(each) for each in several if isinstance(each, str))


def _read(document: Mapping[str, Any], contexts: Contexts) -> tuple[list[Quad], list[Loss]]:
    walk = Walk()
    try:
        if "@value" in document:
            raise Rare
        walk.node(document, initial(contexts), "")
    except Rare:
        return quads_by_pyld(document, contexts, most=MOST_RARE)
    except RecursionError as error:
        raise too_deep() from error
    except OverflowError as error:
        raise too_large_a_number() from error
    return walk.quads, walk.losses
