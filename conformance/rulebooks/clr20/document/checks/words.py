"""Area MOD, words of CLR 1.0 in a document of 2.0: the typical slip of software that changed editions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.migrating.rules import Word
from conformance.record import Finding
from conformance.rulebooks.clr20.document.reading import contexts
from conformance.rulebooks.clr20.document.register import check
from conformance.rulebooks.clr20.migration.words import words_of_the_other

_ROOTS: Final = frozenset(
    {
        "ClrCredential",
        "AchievementCredential",
        "EndorsementCredential",
        "VerifiableCredential",
        "Profile",
        "GetClrCredentialsResponse",
        "ServiceDescriptionDocument",
    }
)
"""The classes of documents that have a twin in CLR 1.0; keys and status lists have names of other standards."""

_OF_1EDTECH: Final = "purl.imsglobal.org/spec/"
_MEMO: Final = "words of the other edition"


def _words(document: Document, *kinds: str) -> Iterator[Word]:
    """The words of those kinds, in the document and in each of its tokens."""
    root = document.root
    if root.kind not in _ROOTS:
        return
    memo = root.scope.memo
    if _MEMO not in memo:
        others = tuple(f"{node.pointer()}/" for node in document.having("VerifiableCredential") if _is_of_others(node))
        memo[_MEMO] = [each for each in _found(document) if not each.pointer.startswith(others)]
    yield from (each for each in memo[_MEMO] if each.kind in kinds)


def _is_of_others(credential: Node) -> bool:
    """True for a credential that neither CLR nor Open Badges describe: its members may have any name."""
    return not any(isinstance(each, str) and _OF_1EDTECH in each for each in contexts(credential.value))


def _found(document: Document) -> Iterator[Word]:
    yield from words_of_the_other(document.root.value, base=document.root.pointer())
    for token in document.tokens:
        if token.payload is not None and token is not document.root.token and token is not document.envelope:
            yield from words_of_the_other(token.payload, base=f"{token.pointer()}#")


def _met(document: Document) -> bool:
    return document.root.kind in _ROOTS


def _finding(word: Word, what: str, noun: str) -> Finding:
    other = word.other.removeprefix("none, ")
    expected = f"no such {noun}: {other}" if other != word.other or other == "none" else other
    message = f"The document mixes editions: {what} of {word.edition}"
    return Finding("", message, expected, word.word, word.pointer)


@check("CLR20-MOD-69", "Document", met=_met)
def members_have_their_names_of_this_edition(document: Document) -> Iterator[Finding]:
    """Members and types are those of 2.0, with the name that each word of 1.0 has there."""
    for word in _words(document, "member"):
        yield _finding(word, f"{word.word} is a member", "member")
    for word in _words(document, "type"):
        yield _finding(word, f"{word.word} is a type", "type")


@check("CLR20-MOD-70", "Document", met=_met)
def values_are_those_of_this_edition(document: Document) -> Iterator[Finding]:
    """Values of vocabularies are those of 2.0."""
    for word in _words(document, "value"):
        member = word.pointer.rpartition("/")[2]
        yield _finding(word, f"{member} has a value", "value")


@check("CLR20-MOD-71", "Document", met=_met)
def contexts_scopes_and_paths_are_those_of_this_edition(document: Document) -> Iterator[Finding]:
    """Contexts, scopes and paths are those of 2.0."""
    for word in _words(document, "context", "scope", "path"):
        yield _finding(word, f"there is a {word.kind}", word.kind)
