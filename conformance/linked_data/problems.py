"""Why a document could not be read as linked data: a code, what happened, the likely cause, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyld.jsonld import JsonLdError


class LinkedDataError(ValueError):
    """The document has no RDF that could be hashed or judged.

    ``code`` is stable and greppable (``unknown-context``); ``name`` is the context, term or keyword that it is about,
    ``pointer`` the JSON Pointer of the ``@context`` that it is about, empty where that is not known.
    """

    pointer = ""

    def __init__(self, code: str, message: str, likely: str = "", todo: str = "", name: str = "") -> None:
        super().__init__(code, message, likely, todo, name)  # all of them, so that it can go to another process
        self.code = code
        self.message = message
        self.likely = likely
        self.todo = todo
        self.name = name

    def __str__(self) -> str:
        return self.message


def unknown_context(url: str) -> LinkedDataError:
    """A context that neither the standard nor the caller has a document of."""
    return LinkedDataError(
        "unknown-context",
        f"The document names the context {url[:200]}, which is not one of those that are known here",
        "A context of an extension, a private one, or a mistyped URL",
        "Correct the URL, or let contexts be fetched: --fetch-contexts",
        url[:200],
    )


def too_deep() -> LinkedDataError:
    """Nesting beyond what is walked."""
    return LinkedDataError(
        "too-deep",
        "The document is nested too deep to be read as linked data",
        "An object that holds itself, such as a profile inside its own parentOrg",
        "Remove the nesting",
    )


def too_much(what: str, most: int) -> LinkedDataError:
    """More than can be worked on in bounded time."""
    return LinkedDataError(
        "too-much-linked-data",
        f"The document has more than {most:,} {what}",
        "It was made to exhaust a verifier, or it is not the document that was meant",
        "Split the document",
    )


def poison_graph(steps: int) -> LinkedDataError:
    """Nodes without ids that point to each other so that telling them apart takes too long."""
    return LinkedDataError(
        "poison-graph",
        f"The nodes without an id cannot be told apart within {steps:,} steps",
        "Many nodes without id that are alike and point to each other; such graphs are made to exhaust a verifier",
        "Give the nodes ids",
    )


def half_surrogate() -> LinkedDataError:
    """Text that has no UTF-8, so that there is nothing to hash."""
    return LinkedDataError(
        "half-surrogate",
        "A text of the document holds half of a surrogate pair, which no UTF-8 can hold",
        "Text that was cut in the middle of a character, or JSON written by hand",
        "Write the whole character",
    )


def too_large_a_number() -> LinkedDataError:
    """A number that no double holds."""
    return LinkedDataError(
        "huge-number",
        "A number of the document is larger than any double",
        "A counter that ran over, or a test of readers",
        "Write it as text",
    )


def not_linked_data() -> LinkedDataError:
    """A shape that processors of JSON-LD stumble over without a word."""
    return LinkedDataError(
        "invalid-linked-data",
        "The document cannot be read as JSON-LD",
        "A context with members of a wrong kind, or an id that looks like a keyword (@...)",
        "Correct the context, or take out members and values that begin with @",
    )


_CLASH: Final = ("A context defines anew what an earlier one protects", "Take out one of the two contexts")
_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "protected term redefinition": ("context-clash", *_CLASH),
    "invalid context nullification": ("context-clash", *_CLASH),
    "cyclic IRI mapping": ("cyclic-context", "A term is defined by itself", "Define the term by an IRI"),
    "context overflow": ("cyclic-context", "Contexts that name each other, or too many", "Name the contexts directly"),
    "recursive context inclusion": ("cyclic-context", "Contexts that name each other", "Name the contexts directly"),
    "loading remote context failed": (
        "unknown-context",
        "A context of an extension, a private one, or a mistyped URL",
        "Correct the URL, or let contexts be fetched: --fetch-contexts",
    ),
}


def of_context(error: JsonLdError) -> LinkedDataError:
    """What PyLD says of contexts that cannot be processed, in our words; the innermost cause counts."""
    cause = _innermost(error)
    known = _KINDS.get(str(cause.code))
    said = str(cause.args[0] if cause.args else cause).strip().removeprefix("Invalid JSON-LD syntax; ").rstrip(".")
    details = cause.details if isinstance(cause.details, dict) else {}
    name = str(details.get("term") or details.get("url") or "")[:200]
    if known:
        code, likely, todo = known
        return LinkedDataError(code, f"The contexts of the document cannot be processed: {said}", likely, todo, name)
    return LinkedDataError(
        "invalid-context" if "context" in details else "invalid-linked-data",
        f"The document is not JSON-LD: {said}",
        "A member that JSON-LD reserves has a value that it may not have",
        "Correct the member, or the context that gives it its meaning",
        name,
    )


def _innermost(error: JsonLdError) -> JsonLdError:
    cause = error
    while isinstance(cause.__cause__, JsonLdError):
        cause = cause.__cause__
    return cause
