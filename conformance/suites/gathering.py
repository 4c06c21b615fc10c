"""Findings about many answers, gathered so that the same fault is reported once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conformance.document.findings import pattern
from conformance.record import Finding
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Broken

MOST_EXCHANGES = 5


@dataclass(slots=True)
class Gathered:
    """What is wrong with the answers looked at so far."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, answer: Answer, message: str, *, expected: str, actual: str, pointer: str = "") -> None:
        """One answer that is wrong."""
        self.findings.append(Finding("", message, expected, actual, pointer, exchanges=(answer.response.index,)))

    def report(self) -> None:
        """End the check as broken when there was anything."""
        if self.findings:
            together = merged(self.findings)
            raise Broken(together[0].message, together)


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """One finding for each message and kind of place, with how often and in which exchanges it was seen."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.message, pattern(finding.pointer)), []).append(finding)
    return [_merge(group) for group in groups.values()]


def _merge(group: Sequence[Finding]) -> Finding:
    exchanges = dict.fromkeys(index for finding in group for index in finding.exchanges)
    return replace(
        group[0],
        requirement="",
        count=sum(finding.count for finding in group),
        exchanges=tuple(exchanges)[:MOST_EXCHANGES],
    )
