"""Joins what was judged with what was verified: an item that breaks a MUST of its class does not conform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from conformance.inspection.outcome import Reported
from conformance.standard import Requirement, Role, Standard
from conformance.trust import Answer, ItemReport, Question, Reason, Trust, Value, VerificationReport

NOT_CONFORMING: Final = "does-not-conform"
"""The code of the reason why a signed item that breaks the rules of its class is not verified."""


def conformed(
    report: VerificationReport, findings: Sequence[Reported], standard: Standard, apart: frozenset[str] = frozenset()
) -> VerificationReport:
    """The report with an answer to whether each item conforms, where the edition asks each question by itself.

    A finding counts at the innermost item that holds its place, and at each item around it only through that one. What
    a reason of that item says already, whatever is ``apart``, and what binds a verifier, is the answer to
    another question.
    """
    if not any(item.answers for item in report.items):
        return report
    counted = [each for each in findings if each.fails and _of_class(standard[each.requirement], apart)]
    broken = _broken(report.items, counted)
    return replace(report, items=tuple(_answered(item, broken) for item in report.items))


def _of_class(requirement: Requirement, apart: frozenset[str]) -> bool:
    return requirement.role in (Role.DOCUMENT, Role.ISSUER) and apart.isdisjoint((requirement.area, requirement.id))


def _broken(items: Iterable[ItemReport], findings: Iterable[Reported]) -> dict[str, Reported]:
    """By the pointer of an item, the first finding at it."""
    places = {item.pointer for item in items}
    broken: dict[str, Reported] = {}
    for finding in findings:
        for pointer in finding.pointers:
            holder = next((each for each in _upwards(pointer) if each in places), None)
            if holder is not None:
                broken.setdefault(holder, finding)
    return broken


def _upwards(pointer: str) -> Iterator[str]:
    """The pointer and all that lead to it, up to the whole; that of a payload (``/a/0#``) is that of its token."""
    while pointer:
        yield pointer
        cut = max(pointer.rfind("/"), pointer.rfind("#"))
        pointer = pointer[:cut] if cut >= 0 else ""
    yield ""


def _answered(item: ItemReport, broken: dict[str, Reported]) -> ItemReport:
    finding = broken.get(item.pointer)
    if finding is None or finding.requirement in {reason.requirement for reason in item.reasons}:
        return replace(
            item, answers=(Answer(Question.CONFORMS, Value.GOOD, "no MUST of its class is broken"), *item.answers)
        )
    answer = Answer(Question.CONFORMS, Value.BAD, f"it breaks {finding.requirement}")
    reason = Reason(
        NOT_CONFORMING, "it breaks a rule of its class: see the findings", finding.requirement, declared=True
    )
    verdict = Trust.NOT_VERIFIED
    return replace(item, answers=(answer, *item.answers), reasons=(*item.reasons, reason), verdict=verdict)
