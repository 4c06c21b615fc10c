"""What the bodies of CLR 1.0 should be: the class of each answer, and the rows that speak of those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.document import judge_schema
from conformance.record import Finding
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.edition import FACTS, STATUS_CLASS
from conformance.suites.answer import Answer, AnswerRules
from conformance.suites.outcomes import CheckEnd

CLR_MEMBERS = frozenset({"issuedOn", "learner", "publisher", "assertions", "revoked"})
"""Members by which a body is taken for a CLR, whatever else is wrong with it."""

SUCCESS_ROW: Mapping[str, str] = {
    "getClrs": "CLR10-GCS-001",
    "getClr": "CLR10-GCL-001",
    "postClr": "CLR10-PST-001",
    "deleteClr": "CLR10-DEL-001",
    "getDiscoveryDocument": "CLR10-DSC-001",
    "getAssertion": "CLR10-HST-001",
    "getEndorsement": "CLR10-HST-002",
    "getKey": "CLR10-HST-003",
    "getRevocationList": "CLR10-HST-004",
}
"""Operation -> the row that has a right request succeed: what cannot be decided without one names it."""


def class_of(answer: Answer) -> str | None:
    """The class of the contract that the body should have; a 410 of getClr may be the CLR itself."""
    status = answer.status or 0
    if status == 410 and answer.operation == "getClr" and _holds_a_clr(answer):
        return FACTS.operations["getClr"].class_name
    if status >= 400:
        return STATUS_CLASS
    return FACTS.operations[answer.operation].returns.get(status)


def _holds_a_clr(answer: Answer) -> bool:
    try:
        body = answer.json()
    except CheckEnd:
        return False
    return isinstance(body, dict) and bool(CLR_MEMBERS & body.keys())


def faults_of(value: Any, class_name: str) -> Sequence[Finding]:
    """What the schema of the class says of a value."""
    return judge_schema(value, class_name, RULES).findings


ANSWERS = AnswerRules(
    success=SUCCESS_ROW, success_is_json="CLR10-API-016", error_is_json="CLR10-API-013", faults_of=faults_of
)
