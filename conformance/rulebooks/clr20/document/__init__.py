"""The rules of CLR 2.0 that a document alone can show, as ``RULES`` for the engine of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from conformance.document.baked import Baking
from conformance.document.registry import Check
from conformance.document.rules import ContextRules, DocumentRules, SchemaRules
from conformance.document.walk import Document
from conformance.rulebooks.clr20.document.linked import provide_contexts, wanted_contexts
from conformance.rulebooks.clr20.document.model import BOOK, CREDENTIALS, LISTS, MODEL, OLD
from conformance.rulebooks.clr20.document.occurring import occurring_by_value
from conformance.rulebooks.clr20.document.recognise import CLASS_NAMES, recognise, refuse
from conformance.rulebooks.clr20.document.schema_rules import decided, subjects
from conformance.rulebooks.clr20.document.schema_ruling import ruling

__all__ = ["BOOK", "MODEL", "RULES", "all_checks", "registry"]

OF_TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "several": "CLR20-CTX-20",
        "byte-order-mark": "CLR20-SER-06",
        "png-checksum": "CLR20-SER-12",
        "png-other-chunk": "CLR20-SER-13",
        "png-compressed": "CLR20-SER-14",
        "svg-twice": "CLR20-SER-15",
        "svg-namespace": "CLR20-SER-15",
        "svg-both": "CLR20-SER-16",
        "svg-place": "CLR20-SER-16",
        "png-twice": "CLR20-SER-18",
        "repeated-member": "CLR20-SER-20",
    }
)
"""Fault of a text, or of the picture around it -> requirement."""

BAKING: Final = Baking(
    keywords=MappingProxyType({"clrcredential": "ClrCredential", "openbadgecredential": "AchievementCredential"}),
    namespaces=MappingProxyType(
        {
            "https://purl.imsglobal.org/clr/v2p0": "ClrCredential",
            "https://purl.imsglobal.org/ob/v3p0": "AchievementCredential",
        }
    ),
    element="credential",
    attribute="verify",
)


def all_checks() -> tuple[Check, ...]:
    """Every check that is a function, in the order of areas."""
    from conformance.rulebooks.clr20.document import checks  # they stand on this package

    return checks.all_checks()


@cache
def registry() -> Mapping[str, tuple[str, ...]]:
    """Check id -> the requirements that it decides: ``document.<area>.<name>``, ``document.schema.<area>`` and
    ``document.text.<area>`` for what the text or the picture around it shows."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for kind, requirements in (("schema", decided()), ("text", frozenset(OF_TEXT.values()))):
        for requirement in sorted(requirements):
            found[f"document.{kind}.{requirement.split('-')[1].lower()}"].append(requirement)
    for entry in all_checks():
        found[entry.id].append(entry.requirement)
    return MappingProxyType({name: tuple(requirements) for name, requirements in found.items()})


_SIGNED: Final = (*CREDENTIALS, *(f"{name}{OLD}" for name in CREDENTIALS), *LISTS)

SIGNABLE: Final[Mapping[str, str]] = MappingProxyType({name: name for name in _SIGNED})
"""The classes that a compact JWS can hold."""

_BY_FORM: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "png": ("CLR20-SER-12", "CLR20-SER-14", "CLR20-SER-18"),
        "svg": ("CLR20-SER-12", "CLR20-SER-16"),
    }
)


def occurring(document: Document) -> Iterator[str]:
    """The requirements that follow from the form of the input: each text is one, pictures have rules of their own."""
    yield from ("CLR20-SER-06", "CLR20-SER-20")
    yield from _BY_FORM.get(document.origin.form, ())
    yield from occurring_by_value(document)
    if document.root.kind in (*CREDENTIALS, *LISTS):
        yield "CLR20-CTX-20"


RULES: Final = DocumentRules(
    book=BOOK,
    model=MODEL,
    schema=SchemaRules(ruling=ruling, subjects=subjects),
    recognise=recognise,
    refuse=refuse,
    checks=all_checks,
    registry=registry,
    occurring=occurring,
    open_classes=SIGNABLE,
    class_names=CLASS_NAMES,
    of_text=OF_TEXT,
    baking=BAKING,
    contexts=ContextRules(wanted=wanted_contexts, provide=provide_contexts),
)
