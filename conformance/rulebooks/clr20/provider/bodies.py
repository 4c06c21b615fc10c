"""What the bodies of CLR 2.0 should be: the class of each answer, and the rows that speak of those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.document import judge_schema
from conformance.record import Finding
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.provider.edition import FACTS, STATUS_CLASS
from conformance.suites.answer import Answer, AnswerRules

SUCCESS_ROW: Mapping[str, str] = {
    "getServiceDescription": "CLR20-SDD-03",
    "getCredentials": "CLR20-API-07",
    "upsertCredential": "CLR20-API-21",
    "getProfile": "CLR20-API-30",
    "putProfile": "CLR20-API-32",
}
"""Operation -> the row that has a right request succeed: what cannot be decided without one names it."""


def class_of(answer: Answer) -> str | None:
    """The class of the contract that the body should have."""
    status = answer.status or 0
    if status >= 400:
        return STATUS_CLASS
    return FACTS.operations[answer.operation].returns.get(status)


def faults_of(value: Any, class_name: str) -> Sequence[Finding]:
    """What the schema of the class says of a value."""
    return judge_schema(value, class_name, RULES).findings


ANSWERS = AnswerRules(
    success=SUCCESS_ROW, success_is_json="CLR20-API-07", error_is_json="CLR20-API-34", faults_of=faults_of
)
