"""What the engine of documents needs of an edition: a frozen value that the edition's rule book makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from conformance.document.baked import Baking
from conformance.document.findings import Note
from conformance.document.model import DocumentModel
from conformance.document.parse import DocumentError
from conformance.document.recognised import Recognised
from conformance.document.registry import Check
from conformance.document.schema import SchemaError
from conformance.document.walk import Document
from conformance.record import Finding

Subject = tuple[str, str]
"""A class, and one of its members or nothing for the class as such."""


@dataclass(frozen=True, slots=True, eq=False)
class SchemaRules:
    """Which requirement a departure from the contract's schemas breaks.

    ``ruling`` makes the finding of one schema error, ``None`` for what the edition allows all the same. ``subjects``
    holds, by requirement, the classes and members that it speaks of (none: every document). ``beyond`` holds, by
    class, a rule that its schema cannot express; it takes the value and the pointer to it. ``in_tokens`` maps a
    requirement to the one that takes its place inside a signed payload.
    """

    ruling: Callable[[SchemaError], Finding | Note | None]
    subjects: Callable[[], Mapping[str, frozenset[Subject]]]
    beyond: Mapping[str, Callable[[Mapping[str, Any], str], Finding | None]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    in_tokens: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, eq=False)
class ContextRules:
    """How an edition whose documents are linked data takes contexts that it does not know.

    ``wanted`` gives the URLs that a document names and the edition lacks; ``provide`` takes what was found there.
    """

    wanted: Callable[[Document], tuple[str, ...]]
    provide: Callable[[Document, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentRules:
    """How documents of one edition are recognised and judged.

    ``book`` is the folder of the edition. ``recognise`` says what a JSON value is and never raises; ``refuse`` makes
    the error for what is none of the edition's documents. ``open_classes`` maps a payload class to the class by which
    the payload of a JWS is judged; ``class_names`` maps the names that a user types to classes of the contract.
    ``checks`` lists the checks; ``registry`` maps each check id, those of the schemas included, to the requirements
    that it decides. ``occurring`` yields the requirements that follow from a document's root, tokens and unknown
    members. ``of_text`` maps a fault of the text (``TextFault.code``) to its requirement, ``of_unknown_members`` are
    requirements about members that the model does not know, and ``advice`` maps the code of a foreign
    format (``Foreign.code``) to what the owner of such a file can do in this edition.

    ``baking`` says how documents are put into pictures, ``contexts`` what becomes of unknown contexts; ``None`` where
    there is nothing of the kind.
    """

    book: str
    model: DocumentModel
    schema: SchemaRules
    recognise: Callable[[Any], Recognised]
    refuse: Callable[[Recognised], DocumentError]
    checks: Callable[[], tuple[Check, ...]]
    registry: Callable[[], Mapping[str, tuple[str, ...]]]
    occurring: Callable[[Document], Iterator[str]]
    open_classes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    class_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    of_text: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    of_unknown_members: frozenset[str] = frozenset()
    advice: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    baking: Baking | None = None
    contexts: ContextRules | None = None
