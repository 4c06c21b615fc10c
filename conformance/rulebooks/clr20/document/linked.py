"""A credential as linked data: its canonical RDF, what that leaves out, and which contexts it was read with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.linked_data import (
    Budget,
    Contexts,
    Expanded,
    LinkedDataError,
    Loss,
    canonical_by_pyld,
    canonize,
    expand,
)
from conformance.rulebooks.clr20.document.model import BOOK, CREDENTIALS, LISTS
from conformance.rulebooks.clr20.document.reading import many
from conformance.standard import contexts

_STANDARD: Final = contexts(BOOK)
EDITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    url: tuple(each.key for each in several[1:]) for url, several in _STANDARD.editions.items()
}
"""The older editions of contexts that have changed in place, newest first, as ``Contexts`` has them."""

CONTEXTS: Final = Contexts(_STANDARD.documents, EDITIONS)
"""The contexts of the standard; the newest edition of each."""

TITLES: Final[Mapping[str, str]] = {each.key: each.title for several in _STANDARD.editions.values() for each in several}
"""What an edition of a context is called, by its key."""

CLAIMS: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
"""What RFC 7519 registers: it stands beside the credential in the payload of a token and is no part of it."""

_OPEN: Final = frozenset({"unknown-context", "too-much-linked-data", "too-deep"})
MOST_FETCHED: Final = 20
"""Unknown contexts of one document that are asked for."""


class Linked:
    """One credential as linked data, without its own proof.

    ``losses`` are told for the whole credential, its proof included. ``error`` says why there is no RDF; ``contexts``
    are the keys of the contexts at its top, ``edition`` the title of the edition that was used of one that has several:
    of an older one where one was asked for, else of the last that is named (empty when none is).
    """

    __slots__ = ("_expanded", "_known", "_texts", "_value", "contexts", "edition", "error", "losses")

    def __init__(self, value: Mapping[str, Any], known: Contexts) -> None:
        self._value, self._known = value, known
        self._expanded: Expanded | None = None
        self._texts: dict[str, str] = {}
        self.error: LinkedDataError | None = None
        self.losses: tuple[Loss, ...] = ()
        self.contexts: tuple[str, ...] = ()
        try:
            self._expanded = expand(value, known, apart="proof")
        except LinkedDataError as error:
            self.error = error
        else:
            self.losses, self.contexts = self._expanded.losses, self._expanded.contexts
        known_editions = sorted((key for key in self.contexts if key in TITLES), key=lambda key: "#" in key)
        self.edition = TITLES[known_editions[-1]] if known_editions else ""

    def canonical(self, hashes: Callable[[bytes], Any] = hashlib.sha256) -> str:
        """Canonical N-Quads of the credential without its own proof, worked out once for each hash.

        Raises ``LinkedDataError``: a graph may have no RDF, or take too many steps.
        """
        if self.error is not None:
            raise self.error
        name = hashes.__name__
        if name not in self._texts:
            expanded = self._expanded or expand(self._value, self._known, apart="proof")
            self._expanded = None  # the quads of a large record take more room than its text
            try:
                self._texts[name] = canonize(expanded.quads, hashes, self._known.budget)
            except LinkedDataError as error:
                self.error = error
                raise
        return self._texts[name]

    def canonical_by_pyld(self) -> str:
        """The same by PyLD, slow: to be asked before a record is called forged; raises ``LinkedDataError``."""
        return canonical_by_pyld({name: each for name, each in self._value.items() if name != "proof"}, self._known)

    def other_editions(self) -> tuple[tuple[str, str], ...]:
        """URL and key of each edition that this credential may have been signed with instead, newest first."""
        named = {key.partition("#")[0]: key for key in self.contexts}
        keys = ((url, key) for url, older in EDITIONS.items() if url in named for key in (url, *older))
        return tuple((url, key) for url, key in keys if key != named[url])


def linked(document: Document, node: Node, edition: tuple[str, str] | None = None) -> Linked:
    """The credential of that node as linked data, worked out once.

    ``edition`` is an entry of ``other_editions``: the credential is read with that one in place of the newest.
    """
    wanted = ("linked", id(node), edition)
    memo = node.scope.memo
    if wanted not in memo:
        known = known_contexts(document)
        memo[wanted] = Linked(credential(document, node), known.with_edition(*edition) if edition else known)
    found: Linked = memo[wanted]
    return found


def credential(document: Document, node: Node) -> Mapping[str, Any]:
    """What a node's credential holds as it was given, nulls and all, without the claims of a token around it."""
    value: Mapping[str, Any] = document.given(node)
    if node.token is None or node.inside:
        return value
    return {name: each for name, each in value.items() if name not in CLAIMS}


def credentials(document: Document) -> Iterator[Node]:
    """The nodes of a document that are credentials, at any depth."""
    for kind in (*CREDENTIALS, *LISTS):
        yield from document.having(kind)


def open_for(error: LinkedDataError) -> bool:
    """True when the error says nothing against a credential: what it loses cannot be told."""
    return error.code in _OPEN


def known_contexts(document: Document) -> Contexts:
    """The contexts of the standard, and those that were fetched for this document; all readings share one budget."""
    memo = document.root.scope.memo
    if "contexts" not in memo:
        memo["contexts"] = CONTEXTS.sharing(Budget())
    found: Contexts = memo["contexts"]
    return found


def wanted_contexts(document: Document) -> tuple[str, ...]:
    """The URLs of contexts that the document names anywhere, in tokens too, and the standard does not have."""
    payloads = [token.payload for token in document.tokens if token.payload is not None]
    found: dict[str, None] = {}
    waiting: list[Any] = [*payloads, document.whole]
    while waiting and len(found) < MOST_FETCHED:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(each for each in value if isinstance(each, dict | list))
        elif isinstance(value, dict):
            named = (*many(value.get("@context")), value.get("@import"))
            found.update((each, None) for each in named if isinstance(each, str) and each not in CONTEXTS.documents)
            waiting.extend(each for each in value.values() if isinstance(each, dict | list))
    return tuple(found)[:MOST_FETCHED]


def provide_contexts(document: Document, fetched: Mapping[str, Any]) -> None:
    """Take contexts that were fetched for this document; what is no JSON object stays unknown."""
    objects = {url: value for url, value in fetched.items() if isinstance(value, dict)}
    document.root.scope.memo["contexts"] = CONTEXTS.sharing(Budget()).with_documents(objects)
