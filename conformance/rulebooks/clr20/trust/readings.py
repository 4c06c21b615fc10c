"""How a credential is read as linked data when its proofs are checked: as usual, by other editions, by PyLD."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from conformance.document.nodes import Node
from conformance.linked_data import Contexts, LinkedDataError, Loss, canonical, canonize
from conformance.linked_data.reference import quads_by_pyld
from conformance.rulebooks.clr20.document.linked import TITLES, Linked, known_contexts, linked
from conformance.rulebooks.clr20.trust.javascript import canonical_as_javascript, has_odd_iri, has_small_number
from conformance.trust.integrity import Reading
from conformance.trust.session import VerificationSession

MOST_QUADS: Final = 10_000
"""Statements that PyLD is given to read in one verification: it is slow, and asked only before a word like forged."""

MOST_CHAINED: Final = 300_000
"""Statements of documents that are read anew for proofs over other proofs."""

_BY_PYLD: Final = "as PyLD reads it, though our own code reads it otherwise"
_BY_JAVASCRIPT: Final = "as libraries for JavaScript write it"
_HASHES: Final[Mapping[str, Callable[[bytes], Any]]] = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Readings:
    """The ways to read one credential, the usual one first; each is gone only as far as it is needed.

    ``document`` is the object that stands for the credential without its proofs: it is read once, however many proofs
    there are. Anything else, such as the options of a proof, is read as it comes and remembered by what it says.
    """

    def __init__(self, session: VerificationSession, node: Node, document: Mapping[str, Any]) -> None:
        self._session, self._node = session, node
        self.document = document
        self.contexts = known_contexts(session.document)
        self.linked = linked(session.document, node)
        self._losses: dict[str, tuple[Loss, ...]] = {"": self.linked.losses}

    def __iter__(self) -> Iterator[Reading]:
        yield Reading(self._by(self.linked, self.contexts))
        for edition in self.linked.other_editions():
            other = linked(self._session.document, self._node, edition)
            by_edition = self._by(other, self.contexts.with_edition(*edition))
            name = f"with another edition of {edition[0]}: {other.edition}"
            self._losses[name] = other.losses
            yield Reading(by_edition, name)
        if self._written_otherwise():
            yield Reading(self._by_javascript, _BY_JAVASCRIPT)
        yield Reading(self._by_pyld, _BY_PYLD)

    def rounds(self, name: str) -> bool:
        """True when the reading of that name takes a small number of the credential for 0: it may have been changed."""
        return name == _BY_JAVASCRIPT and has_small_number(self.document)

    def _written_otherwise(self) -> bool:
        self._losses[_BY_JAVASCRIPT] = self.linked.losses
        try:
            return has_odd_iri(self.linked.canonical()) or has_small_number(self.document)
        except LinkedDataError:
            return False

    def _by_javascript(self, document: Mapping[str, Any], digest: str) -> bytes:
        return canonical_as_javascript(document, self.contexts, _HASHES[digest]).encode()

    @property
    def edition(self) -> str:
        """With which edition of a context that has several the credential is read as usual; empty where none has."""
        url = next((key.partition("#")[0] for key in reversed(self.linked.contexts) if key in TITLES), "")
        return f"with {url}, {self.linked.edition}" if url else ""

    def losses(self, name: str) -> tuple[Loss, ...]:
        """What the reading of that name leaves out of the credential: an older edition may not know all its terms."""
        return self._losses.get(name, ())

    def _by(self, read: Linked, contexts: Contexts) -> Callable[[Mapping[str, Any], str], bytes]:
        memo = self._session.memo

        def text(document: Mapping[str, Any], digest: str) -> bytes:
            if document is self.document:
                return read.canonical(_HASHES[digest]).encode()
            if "proof" in document:  # a proof of a chain is over the proofs before it too
                return self._chained(document, contexts, digest)
            # Of a thousand badges of one issuer many have a proof with the same options.
            known = ("canonical", repr(document), id(contexts), digest)
            if known not in memo:
                memo[known] = canonical(document, contexts, _HASHES[digest]).encode()
            found: bytes = memo[known]
            return found

        return text

    def _chained(self, document: Mapping[str, Any], contexts: Contexts, digest: str) -> bytes:
        memo = self._session.memo
        if memo.setdefault("chained", MOST_CHAINED) <= 0:
            raise LinkedDataError("too-much-linked-data", "Too many proofs are over the proofs before them")
        text = canonical(document, contexts, _HASHES[digest])
        memo["chained"] -= text.count("\n")
        return text.encode()

    def _by_pyld(self, document: Mapping[str, Any], digest: str) -> bytes:
        memo = self._session.memo
        left = memo.setdefault("pyld", MOST_QUADS)
        if left <= 0 or self.linked.canonical().count("\n") > left:
            raise LinkedDataError("too-much-linked-data", "PyLD has been given enough to read in this document")
        quads, losses = quads_by_pyld(document, self.contexts, raw=True)
        memo["pyld"] = left - len(quads)
        self._losses[_BY_PYLD] = (*self._losses.get(_BY_PYLD, ()), *losses)
        return canonize(quads, _HASHES[digest], self.contexts.budget).encode()
