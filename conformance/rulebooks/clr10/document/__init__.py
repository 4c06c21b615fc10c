"""The rules of CLR 1.0 that a document alone can show, as ``RULES`` for the engine of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from conformance.document.registry import Check
from conformance.document.rules import DocumentRules, SchemaRules
from conformance.rulebooks.clr10.document.model import BOOK, MODEL
from conformance.rulebooks.clr10.document.occurring import occurring
from conformance.rulebooks.clr10.document.recognise import ADVICE, CLASS_NAMES, OPEN, recognise, refuse
from conformance.rulebooks.clr10.document.schema_rules import decided, subjects
from conformance.rulebooks.clr10.document.schema_ruling import one_of_two, ruling

__all__ = ["BOOK", "MODEL", "RULES", "all_checks", "registry"]


def all_checks() -> tuple[Check, ...]:
    """Every check that is a function, in the order of areas."""
    from conformance.rulebooks.clr10.document import checks  # they stand on this package

    return checks.all_checks()


@cache
def registry() -> Mapping[str, tuple[str, ...]]:
    """Check id -> the requirements that it decides, those of the schemas included.

    A check that is a function has the id ``document.<area>.<name>``; what the schemas decide has the id
    ``document.schema.<area>``, one for all requirements of that area.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for requirement in sorted(decided()):
        found[f"document.schema.{requirement.split('-')[1].lower()}"].append(requirement)
    for entry in all_checks():
        found[entry.id].append(entry.requirement)
    return MappingProxyType({name: tuple(requirements) for name, requirements in found.items()})


RULES: Final = DocumentRules(
    book=BOOK,
    model=MODEL,
    schema=SchemaRules(
        ruling=ruling,
        subjects=subjects,
        beyond=MappingProxyType({"PostClrPayload": one_of_two}),
        in_tokens=MappingProxyType({"CLR10-PAY-004": "CLR10-JWS-013"}),
    ),
    recognise=recognise,
    refuse=refuse,
    checks=all_checks,
    registry=registry,
    occurring=occurring,
    open_classes=OPEN,
    class_names=CLASS_NAMES,
    of_text=MappingProxyType({"byte-order-mark": "CLR10-API-016", "repeated-member": "CLR10-PAY-004"}),
    of_unknown_members=frozenset({"CLR10-EXT-003", "CLR10-EXT-005"}),
    advice=ADVICE,
)
