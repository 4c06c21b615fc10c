"""The outcome as JSON, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from clr_reports.text import named
from conformance.inspection.outcome import Judged, Reported
from conformance.standard import load_for

if TYPE_CHECKING:
    from conformance.trust import ItemReport, VerificationReport


def document(judged: Judged) -> dict[str, Any]:
    """One document; an unreadable one has a single finding whose requirement is ``null``."""
    return {
        "path": named(judged.path),
        "recognised": judged.recognised or None,
        "verdict": judged.grade.value,
        "findings": [_finding(finding, judged.book) for finding in judged.findings] or _problem(judged),
        "verification": _verification(judged.verification),
    } | ({"mixed": [asdict(word) for word in judged.mixed]} if judged.mixed else {})


def _verification(report: VerificationReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "verdict": report.verdict.value if report.items else None,
        "offline": report.offline,
        "summary": report.summary,
        "items": [_item(item) for item in report.items],
        "undecided": dict(report.undecided or {}),
        "fetched": [asdict(lookup) for lookup in report.lookups],
    }


def _item(item: ItemReport) -> dict[str, Any]:
    return {
        "pointer": item.pointer,
        "kind": item.kind,
        "id": item.id,
        "method": item.method.value,
        "verdict": item.verdict.value,
        "reasons": [
            {"code": reason.code, "requirement": reason.requirement, "text": reason.text} for reason in item.reasons
        ],
        "key": asdict(item.key) if item.key else None,
        "algorithm": item.algorithm or None,
        "open": list(item.open),
    } | _told(item)


def _told(item: ItemReport) -> dict[str, Any]:
    """What editions add that ask each question of trust by itself."""
    if not item.answers:
        return {}
    answers = {each.question.value: {"value": each.value.value, "text": each.text} for each in item.answers}
    return {"answers": answers, "steps": list(item.steps)}


def _finding(finding: Reported, book: str) -> dict[str, Any]:
    return {
        "requirement": finding.requirement,
        "level": finding.level,
        "pointer": finding.pointer,
        "pointers": list(finding.pointers),
        "count": finding.count,
        "at_least": finding.at_least,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "fix": load_for("document", book)[finding.requirement].fix,
        "line": finding.place.line if finding.place else None,
        "column": finding.place.column if finding.place else None,
    }


def _problem(judged: Judged) -> list[dict[str, Any]]:
    if judged.problem is None:
        return []
    problem = judged.problem
    return [
        {
            "requirement": None,
            "level": "MUST",
            "pointer": "",
            "pointers": [""],
            "count": 1,
            "at_least": False,
            "message": f"{problem.message} [{problem.code}]",
            "expected": problem.todo,
            "actual": problem.likely,
            "fix": problem.todo,
            "line": None,
            "column": None,
        }
    ]
