"""How a provider of Toy 1.0 is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.rulebooks.toy.document import BOOK
from conformance.rulebooks.toy.document import RULES as DOCUMENTS

from conformance.document import judge_schema
from conformance.record import Finding
from conformance.suites.answer import AnswerRules
from conformance.suites.rules import ProviderRules


def _faults_of(value: Any, class_name: str) -> Sequence[Finding]:
    return judge_schema(value, class_name, DOCUMENTS).findings


RULES = ProviderRules(
    book=BOOK,
    api="toy API",
    discovery="getPlaces",
    checks=(__name__, "conformance.rulebooks.oauth.provider"),
    answers=AnswerRules(success={"getBall": "TOY-API-001"}, faults_of=_faults_of),
)
