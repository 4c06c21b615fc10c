"""What is broken, in words by which two runs can be compared: without what differs from run to run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from conformance.record import CheckResult, Outcome, RequirementResult

_UNSTEADY: Final = re.compile(
    r"https?://\S+|urn:\S+"  # URLs and ids
    r"|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?"
    r"|(?<!answered )(?<!status )(?<![\w.])-?\d+(?:\.\d+)?\b"  # numbers, but for those of a response
)
_INDEX: Final = re.compile(r"(?<=/)\d+(?=/|$)")


def breaches(result: RequirementResult) -> Counter[str]:
    """Each breach of the requirement with the number of times that it was seen.

    A breach reads ``CHECK: message at PLACE``; ids, URLs, times, numbers and positions in arrays are left out of it.
    """
    found: Counter[str] = Counter()
    for check in result.checks:
        if check.outcome in (Outcome.FAIL, Outcome.WARN):
            for breach, times in _of(result.id, check):
                found[f"{check.id}: {breach}"] += times
    return found


def _of(requirement_id: str, check: CheckResult) -> Iterator[tuple[str, int]]:
    own = [finding for finding in check.findings if finding.requirement == requirement_id]
    for finding in own:
        for pointer in dict.fromkeys(_INDEX.sub("*", one) for one in (finding.pointer, *finding.pointers)):
            if pointer or not finding.pointer:
                yield _steady(finding.message) + (f" at {pointer}" if pointer else ""), finding.count
    if not own:
        yield _steady(check.reason or "broken"), 1


def _steady(text: str) -> str:
    return " ".join(_UNSTEADY.sub("…", text).split())
