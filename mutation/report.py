"""What a session has learnt: a score, and the survivors with what the docs say of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "mutation.md"


@dataclass(frozen=True, slots=True)
class Tried:
    """One mutant and its end: where it is, the lines before and after, the outcome, and what the judge printed."""

    path: str
    definition: str
    before: str
    after: str
    outcome: str
    output: str

    @property
    def row(self) -> str:
        """The first two cells of its row in the docs."""
        where = f"{self.path.removeprefix('conformance/')}: {self.definition or 'module'}"
        return f"| `{_cell(where)}` | `{_cell(self.before)}` → `{_cell(self.after)}` |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("`", "'")


def of_diff(diff: str) -> tuple[str, str]:
    """The lines that a unified diff takes away, and those that it brings, each as one text; ``(nothing)`` for none."""
    body = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    gone, come = ([line[1:].strip() for line in body if line.startswith(sign)] for sign in "-+")
    return " ".join(filter(None, gone)), " ".join(filter(None, come)) or "(nothing)"


def judged(page: str) -> frozenset[str]:
    """The first two cells of each row of the docs."""
    return frozenset(re.findall(r"^(\| `.*?` \| `.*?` → `.*?` \|) ", page, re.MULTILINE))


def told(area: str, tried: Iterable[Tried], known: frozenset[str]) -> tuple[str, int]:
    """The report of one area, and how many survivors nobody has judged yet."""
    everything = tuple(tried)
    count = Counter(one.outcome for one in everything)
    killed, survived = count["killed"], sorted({one.row for one in everything if one.outcome == "survived"})
    late = sum(one.outcome == "killed" and one.output == "timeout" for one in everything)
    score = 100 * killed / len(everything) if everything else 0.0
    unknown = [row for row in survived if row not in known]
    counts = f"{len(everything)} mutants, {killed} killed ({late} by the time limit), {count['survived']} survived"
    lines = [f"{area}: {counts}; score {score:.1f} %; {len(unknown)} survivors not judged yet"]
    return "\n".join([*lines, *(f"{row}  |" for row in unknown)]), len(unknown)
