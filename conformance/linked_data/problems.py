"""Why a document could not be read as linked data: a code, what happened, the likely cause, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final


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


def poison_graph() -> LinkedDataError:
    """Nodes without ids that point to each other so that telling them apart takes too long."""
    return LinkedDataError(
        "poison-graph",
        "The nodes without an id cannot be told apart in a bounded number of steps",
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


def context_clash(said: str, name: str) -> LinkedDataError:
    """A context that defines anew what one before it seals."""
    return LinkedDataError(
        "context-clash",
        f"The contexts of the document do not go together{_by(name)}: {said}",
        "Contexts of two versions, or an older one beside the context of the present data model",
        "Name one version of each context, the current one",
        name,
    )


def cyclic_context(said: str, name: str) -> LinkedDataError:
    """A context that stands on itself."""
    return LinkedDataError(
        "cyclic-context",
        f"A context of the document stands on itself{_by(name)}: {said}",
        "A term that is defined by itself, or contexts that name each other",
        "Define the term by an IRI; name each context in the document itself",
        name,
    )


def invalid_context(said: str, name: str) -> LinkedDataError:
    """A context that JSON-LD does not allow."""
    return LinkedDataError(
        "invalid-context",
        f"A context of the document is not one{_by(name)}: {said}",
        "A context that was written by hand, or another document at its URL",
        "Correct the context",
        name,
    )


def invalid_linked_data(said: str) -> LinkedDataError:
    """A document that JSON-LD does not allow."""
    return LinkedDataError(
        "invalid-linked-data",
        f"The document is not JSON-LD: {said}",
        "A member that JSON-LD reserves (id, type, @...) has a value that it may not have",
        "Correct the member, or the context that gives it its meaning",
    )


def _by(name: str) -> str:
    return f" ({name})" if name else ""


_KINDS: Final[Mapping[str, Callable[[str, str], LinkedDataError]]] = {
    "protected term redefinition": context_clash,
    "invalid context nullification": context_clash,
    "cyclic IRI mapping": cyclic_context,
    "context overflow": cyclic_context,
    "recursive context inclusion": cyclic_context,
}


def of_context(error: Any) -> LinkedDataError:
    """What an error of PyLD (``JsonLdError``) says of contexts, in our words; the innermost cause counts."""
    cause = error
    while isinstance(cause.__cause__, type(error)):
        cause = cause.__cause__
    said = str(cause.args[0] if cause.args else cause).strip().removeprefix("Invalid JSON-LD syntax; ").rstrip(".")
    details = cause.details if isinstance(cause.details, dict) else {}
    name = str(details.get("term") or details.get("url") or "")[:200]
    known = _KINDS.get(str(cause.code))
    if known:
        return known(said, name)
    return invalid_context(said, name) if "context" in details else invalid_linked_data(said)
