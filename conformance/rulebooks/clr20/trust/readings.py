"""How a credential is read as linked data when its proofs are checked: as usual, by other editions, by PyLD."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import orjson

from conformance.linked_data import Contexts, Expanded, LinkedDataError, canonical, canonize, expand
from conformance.linked_data.reference import quads_by_pyld
from conformance.rulebooks.clr20.document.model import BOOK
from conformance.rulebooks.clr20.document.reading import many
from conformance.standard.terms import contexts
from conformance.trust.integrity import Reading
from conformance.trust.session import VerificationSession

MOST_QUADS: Final = 20_000
"""Statements that PyLD is given to read in one verification: it is slow, and asked only before a word like forged."""


@dataclass(slots=True)
class Linked:
    """One credential as linked data: read once, however many proofs it has.

    ``document`` is the credential without its proofs; ``losses`` says whether anything of it has no RDF.
    """

    session: VerificationSession
    document: Mapping[str, Any]
    expanded: Expanded | None = None
    error: LinkedDataError | None = None
    _texts: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, session: VerificationSession, value: Mapping[str, Any], document: Mapping[str, Any]) -> Linked:
        """The credential ``value``, whose members without its proofs are ``document``."""
        linked = cls(session, document)
        try:
            linked.expanded = expand(value, _contexts(), "proof")
        except LinkedDataError as error:
            linked.error = error
        return linked

    def readings(self) -> Iterator[Reading]:
        """As usual, then with other editions of its contexts, then by PyLD alone."""
        yield Reading(self._usual)
        for url in sorted(_named(self.document) & _contexts().editions.keys()):
            for key in _contexts().editions[url]:
                if key != _contexts().key_of(url):
                    yield Reading(_with(_contexts().with_edition(url, key)), f"with another edition of {url}")
        yield Reading(self._by_pyld, "as PyLD reads it, and our own code does not")

    def _usual(self, document: Mapping[str, Any], digest: str) -> bytes:
        if document is not self.document:
            return self._options(document, digest)
        if self.error is not None or self.expanded is None:
            raise self.error or AssertionError
        if digest not in self._texts:
            self._texts[digest] = canonize(self.expanded.quads, getattr(hashlib, digest)).encode()
        return self._texts[digest]

    def _options(self, options: Mapping[str, Any], digest: str) -> bytes:
        """Of a thousand badges of one issuer many have the same options."""
        known = ("canonical", orjson.dumps(options), digest)
        if known not in self.session.memo:
            self.session.memo[known] = canonical(options, _contexts(), getattr(hashlib, digest)).encode()
        found: bytes = self.session.memo[known]
        return found

    def _by_pyld(self, document: Mapping[str, Any], digest: str) -> bytes:
        left = self.session.memo.setdefault("pyld", MOST_QUADS)
        if left <= 0 or (self.expanded is not None and len(self.expanded.quads) > left):
            raise LinkedDataError("too-much-linked-data", "PyLD has been given enough to read in this document")
        quads, _ = quads_by_pyld(document, _contexts())
        self.session.memo["pyld"] = left - len(quads)
        return canonize(quads, getattr(hashlib, digest)).encode()


@cache
def _contexts() -> Contexts:
    found = contexts(BOOK)
    editions = {url: tuple(each.key for each in several) for url, several in found.editions.items()}
    return Contexts(found.documents, editions)


def _with(edition: Contexts) -> Any:
    def read(document: Mapping[str, Any], digest: str) -> bytes:
        return canonical(document, edition, getattr(hashlib, digest)).encode()

    return read


def _named(value: Any) -> set[str]:
    """The URLs of all contexts that are named anywhere in a document."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found.update(name for name in many(each.get("@context")) if isinstance(name, str))
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return found
