"""Judges a vector in this process: its look-ups answer, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from conformance.vectors import Answer, Vector


@dataclass(frozen=True, slots=True)
class Nobody:
    """The failure of whatever is not among the look-ups."""

    code: str = "name-not-found"
    message: str = "no such host"


@dataclass(frozen=True, slots=True)
class Came:
    """What came for one URL."""

    url: str
    status: int | None = None
    body: bytes = b""
    failure: Nobody | None = None

    @property
    def final_url(self) -> str:
        """The URL itself: nothing redirects."""
        return self.url


@dataclass(frozen=True, slots=True)
class Served:
    """A Fetcher of the look-ups of a vector."""

    answers: Mapping[str, Answer]

    def get(self, url: str, *, accept: str) -> Came:
        """The answer that the vector has for the URL."""
        answer = self.answers.get(url.partition("#")[0])
        return Came(url, failure=Nobody()) if answer is None else Came(url, answer.status, answer.body)

    def takes_plain(self, url: str) -> bool:
        """Nothing is fetched without TLS."""
        return False

    def renew(self) -> None:
        """There is nothing to renew."""

    def close(self) -> None:
        """There is nothing to close."""


def judged(vector: Vector) -> Judged:
    """What is learnt about the document of a vector at its moment, with its look-ups."""
    options = Options(
        now=datetime.fromisoformat(vector.at),
        as_class=vector.as_class,
        policies=frozenset(vector.policies),
        recipient=tuple(vector.recipient.items()),
    )
    inspector = Inspector(options)
    inspector._fetcher = None if vector.offline else Served(vector.lookups)
    return inspector.document(vector.name, vector.document)


def verdicts(outcome: Judged, *, offline: bool = False) -> dict[str, str]:
    """The verdict of each row that did not pass; without look-ups nothing is said of what stayed undecided."""
    undecided = () if offline else outcome.undecided
    found: dict[str, str] = dict.fromkeys((row for row, _ in undecided), "incomplete")
    for finding in outcome.findings:
        if finding.fails or found.get(finding.requirement) != "fail":
            found[finding.requirement] = "fail" if finding.fails else "warn"
    return found


def trust(outcome: Judged) -> dict[str, str]:
    """The verdict on each item, by its pointer."""
    report = outcome.verification
    return {item.pointer: item.verdict.value for item in report.items} if report is not None else {}


def reasons(outcome: Judged) -> dict[str, set[str]]:
    """The codes of the reasons for which each item is not verified, by its pointer."""
    report = outcome.verification
    return {item.pointer: {reason.code for reason in item.reasons} for item in report.items} if report else {}
