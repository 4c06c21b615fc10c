"""A document as quads, with a note of all that its RDF leaves out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from conformance.linked_data.contexts import Contexts
from conformance.linked_data.rdfc import canonize
from conformance.linked_data.reference import quads_by_pyld
from conformance.linked_data.result import Expanded


def expand(document: Mapping[str, Any], contexts: Contexts, apart: str = "") -> Expanded:
    """The RDF of the document, and what is not in it.

    ``apart`` names a member of the top, such as ``proof``, whose quads are left out; what is lost in it is told all
    the same. Raises ``LinkedDataError``.
    """
    quads, losses = quads_by_pyld(document, contexts)
    if apart in document:
        quads, _ = quads_by_pyld({name: each for name, each in document.items() if name != apart}, contexts)
    return Expanded(tuple(quads), tuple(losses), named(document, contexts))


def canonical(document: Mapping[str, Any], contexts: Contexts, hashes: Any = hashlib.sha256) -> str:
    """Canonical N-Quads of the document by RDFC-1.0, as given, with all its proofs; raises ``LinkedDataError``.

    Whoever checks a proof hands over the document without it, and asks ``expand`` what the RDF does not hold.
    """
    return canonize(expand(document, contexts).quads, hashes)


def named(document: Mapping[str, Any], contexts: Contexts) -> tuple[str, ...]:
    """The keys of the context documents that the top of the document names."""
    given = document.get("@context", ())
    several = given if isinstance(given, list) else [given]
    return tuple(contexts.key_of(each) for each in several if isinstance(each, str))
