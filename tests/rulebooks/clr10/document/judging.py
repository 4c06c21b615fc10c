"""What tests call to judge documents of this edition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.document import Judgement, judge_alone
from conformance.document import judge_schema as by_schema
from conformance.document.walk import Document
from conformance.document.walk import walk as walk_by_model
from conformance.rulebooks.clr10.document import MODEL, RULES

DATA = Path(__file__).parent / "data"


def judge(document: Any, **options: Any) -> Judgement:
    """What is learnt about a document by itself."""
    return judge_alone(document, RULES, **options)


def judge_schema(value: Any, class_name: str, **options: Any) -> Judgement:
    """What the schemas say of a value."""
    return by_schema(value, class_name, RULES, **options)


def walk(value: dict[str, Any], class_name: str, **options: Any) -> Document:
    """The walked value."""
    return walk_by_model(value, class_name, MODEL, **options)
