"""The outcome as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.cli.documents.outcome import Judged, Told


def document(judged: Judged) -> dict[str, Any]:
    """One document; an unreadable one has a single finding whose requirement is ``null``."""
    return {
        "path": judged.path,
        "recognised": judged.recognised or None,
        "verdict": judged.grade.value,
        "findings": [_finding(finding) for finding in judged.findings] or _problem(judged),
        "verification": {},
    }


def render(outcomes: Sequence[Judged]) -> dict[str, Any]:
    """All documents in the order in which they were named."""
    return {"documents": [document(judged) for judged in outcomes]}


def _finding(finding: Told) -> dict[str, Any]:
    return {
        "requirement": finding.requirement,
        "level": finding.level,
        "pointer": finding.pointer,
        "pointers": list(finding.pointers),
        "count": finding.count,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
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
            "message": f"{problem.message} [{problem.code}]",
            "expected": problem.todo,
            "actual": problem.likely,
        }
    ]
