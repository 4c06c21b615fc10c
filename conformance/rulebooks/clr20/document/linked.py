"""A credential as linked data: its canonical RDF, what that leaves out, and which contexts it was read with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.linked_data import Contexts, Expanded, LinkedDataError, Loss, canonical_by_pyld, canonize, expand
from conformance.rulebooks.clr20.document.model import BOOK
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


class Linked:
    """One credential as linked data, without its own proof.

    ``losses`` are told for the whole credential, its proof included. ``error`` says why there is no RDF; ``contexts``
    are the keys of the contexts at its top, ``edition`` the title of the edition that was used of one that has several
    (empty when none is named).
    """

    __slots__ = ("_contexts", "_expanded", "_value", "contexts", "edition", "error", "losses")

    def __init__(self, value: Mapping[str, Any], known: Contexts) -> None:
        self._value, self._contexts = value, known
        self._expanded: Expanded | None = None
        self.error: LinkedDataError | None = None
        self.losses: tuple[Loss, ...] = ()
        self.contexts: tuple[str, ...] = ()
        try:
            self._expanded = expand(value, known, apart="proof")
        except LinkedDataError as error:
            self.error = error
        else:
            self.losses, self.contexts = self._expanded.losses, self._expanded.contexts
        self.edition = next((TITLES[key] for key in self.contexts if key in TITLES), "")

    def canonical(self, hashes: Callable[[bytes], Any] = hashlib.sha256) -> str:
        """Canonical N-Quads of the credential without its own proof; raises ``LinkedDataError``."""
        if self.error is not None or self._expanded is None:
            raise self.error or LinkedDataError("released", "The quads of this credential are gone")
        return canonize(self._expanded.quads, hashes)

    def canonical_by_pyld(self) -> str:
        """The same by PyLD, slow: to be asked before a record is called forged; raises ``LinkedDataError``."""
        return canonical_by_pyld({name: each for name, each in self._value.items() if name != "proof"}, self._contexts)

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
        known = CONTEXTS.with_edition(*edition) if edition else CONTEXTS
        memo[wanted] = Linked(credential(document, node), known)
    found: Linked = memo[wanted]
    return found


def credential(document: Document, node: Node) -> Mapping[str, Any]:
    """What a node's credential holds as it was given, nulls and all, without the claims of a token around it."""
    value: Mapping[str, Any] = document.given(node)
    if node.token is None or node.inside:
        return value
    return {name: each for name, each in value.items() if name not in CLAIMS}
