"""The fixtures as they are kept, and how a document of them is judged: offline, with all that they look up at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from tests.foreign.credentials.make import FIXTURES

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
_MANIFEST: Final[Mapping[str, Any]] = json.loads((FIXTURES / "manifest.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Fixture:
    """A document that other hands signed: who, and what is to come out (a word of its own, see the test)."""

    file: str
    by: str
    expected: str
    about: str = ""

    @property
    def data(self) -> bytes:
        """The document as it was signed."""
        return (FIXTURES / self.file).read_bytes()

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.file.partition("/")[2]

    @property
    def is_proven(self) -> bool:
        """True for JSON with embedded proofs."""
        return self.file.endswith(".json")


ALL: Final = tuple(Fixture(**row) for row in _MANIFEST["documents"])
KNOWN: Final = tuple((url, FIXTURES / file) for url, file in _MANIFEST["lookups"].items())


@cache
def _inspector() -> Inspector:
    return Inspector(Options(now=NOW, known=KNOWN))


def judged(name: str, data: bytes) -> Judged:
    """The outcome of ``validate`` for a document of that name."""
    return _inspector().document(name, data)


def codes(outcome: Judged) -> frozenset[str]:
    """The codes of all reasons, over all items."""
    report = outcome.verification
    return frozenset(reason.code for item in report.items for reason in item.reasons) if report else frozenset()


def rows(outcome: Judged) -> frozenset[str]:
    """The requirements that are named: by findings, and by the reasons of items."""
    report = outcome.verification
    reasons = {reason.requirement for item in report.items for reason in item.reasons} if report else set()
    return frozenset(reasons | {finding.requirement for finding in outcome.findings})
