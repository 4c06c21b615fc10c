"""How a document of Toy 1.0 is recognised and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from conformance.document import DocumentError, DocumentRules, Recognised
from conformance.document.model import DocumentModel
from conformance.document.rules import SchemaRules, Subject
from conformance.document.schema import SchemaError
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.standard import contract
from conformance.standard.classes import models

BOOK = "toy"


def _ruling(error: SchemaError) -> Finding:
    """All that the schema can find is a ball without its colour."""
    return Finding("TOY-BALL-01", "A ball has no colour, or one that balls do not have", pointer=error.pointer)


def _subjects() -> Mapping[str, frozenset[Subject]]:
    return {"TOY-BALL-01": frozenset({("Ball", "")})}


def _recognise(value: Any) -> Recognised:
    if isinstance(value, dict) and value.get("type") == "Ball":
        return Recognised("Ball", "type is Ball", "Ball", value)
    return Recognised("something else", "its type is not Ball", None, value)


def _refuse(found: Recognised) -> DocumentError:
    return DocumentError("not-recognised", f"This is {found.what}, not a document of Toy 1.0: {found.how}")


def _occurring(_document: Document) -> Iterator[str]:
    return iter(())


RULES = DocumentRules(
    book=BOOK,
    model=DocumentModel(models=partial(models, BOOK), contract=partial(contract, BOOK)),
    schema=SchemaRules(ruling=_ruling, subjects=_subjects),
    recognise=_recognise,
    refuse=_refuse,
    checks=lambda: (),
    registry=lambda: {"document.schema.ball": ("TOY-BALL-01",)},
    occurring=_occurring,
    class_names={"Ball": "Ball"},
)
