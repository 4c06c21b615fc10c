"""Compares two runs, requirement by requirement.

The order of goodness, best first: pass, warn, waived, incomplete, fail. A step down is worse, a step up better, with
these exceptions, which are only *changed*: a breach that is now waived (the target is as it was), and a fail that is
now incomplete (nobody knows). ``not-applicable``, ``manual`` and ``excluded`` say nothing about the target, so to or
from them is *changed* too, except that a requirement which now fails or stays undecided got worse. A requirement
that only the new run has is worse when it fails, otherwise new; one that only the old run has is gone.
A requirement that is broken in both runs is compared breach by breach (``conformance.breaches``): one that was not
there is worse, one that is gone is better, and another number of the same ones is only changed.
A run as a whole got worse when it ended well (exit code 0) and now does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clr_reports import view
from clr_reports.markdown import prose
from clr_reports.text import one_line, visible
from conformance.breaches import breaches
from conformance.record import Problem, RequirementResult, RunRecord, Verdict

_GOODNESS: Mapping[Verdict, int] = {
    Verdict.PASS: 4,
    Verdict.WARN: 3,
    Verdict.WAIVED: 2,
    Verdict.INCOMPLETE: 1,
    Verdict.FAIL: 0,
}
_BAD = (Verdict.FAIL, Verdict.INCOMPLETE)
_BROKEN = (Verdict.FAIL, Verdict.WARN, Verdict.WAIVED)
_NEITHER = {
    (Verdict.FAIL, Verdict.WAIVED),
    (Verdict.WARN, Verdict.WAIVED),
    (Verdict.INCOMPLETE, Verdict.WAIVED),
    (Verdict.FAIL, Verdict.INCOMPLETE),
}


class Direction(StrEnum):
    """Which way one requirement went."""

    WORSE = "worse"
    BETTER = "better"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement that differs; ``old`` or ``new`` is ``None`` when that run does not have it."""

    id: str
    level: str
    direction: Direction
    old: Verdict | None
    new: Verdict | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What identifies one of the two runs: its target, when it ended, and its exit code."""

    target: str
    finished: str
    exit_code: int
    keeps_personal_data: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one run to the next; ``same`` counts the requirements that stayed as they were."""

    old: Run
    new: Run
    changes: tuple[Change, ...]
    same: int
    still_failing: tuple[str, ...]

    @property
    def ended_worse(self) -> bool:
        """True when the old run ended well as a whole and the new one did not."""
        return self.old.exit_code == 0 and self.new.exit_code != 0

    @property
    def keeps_personal_data(self) -> bool:
        """True when a message may quote what is a learner's own."""
        return self.old.keeps_personal_data or self.new.keeps_personal_data

    @property
    def worse(self) -> bool:
        """True when a requirement, or the run as a whole, got worse."""
        return self.ended_worse or bool(self.by_direction(Direction.WORSE))

    def by_direction(self, direction: Direction) -> tuple[Change, ...]:
        """The changes of one direction, in the catalogue's order."""
        return tuple(change for change in self.changes if change.direction is direction)


class NotComparableError(Exception):
    """Two records that judge different things; ``problem`` says which. Code ``runs-not-comparable``."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(
            "runs-not-comparable",
            message,
            "they are runs of different standards or of different roles",
            "compare two runs of the same standard and role",
        )


def compare(old: RunRecord, new: RunRecord) -> Diff:
    """What changed between two runs of the same standard and role; raises ``NotComparableError`` otherwise."""
    for name in ("standard", "role"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            raise NotComparableError(f"the old run is of {name} {was}, the new run of {name} {now}")
    was, now = (run.target.get("envelope") or "none" for run in (old, new))
    if was != now:
        raise NotComparableError(f"the old run is of the envelope {was}, the new run of the envelope {now}")
    before = {result.id: result for result in old.requirements}
    after = {result.id: result for result in new.requirements}
    changes = tuple(_changes(before, after))
    moved = {change.id for change in changes}
    kept = [key for key in after if key in before and key not in moved]
    same = (key for key in after if key in before and before[key].verdict is after[key].verdict)
    failing = tuple(key for key in same if after[key].verdict is Verdict.FAIL)
    return Diff(_run(old), _run(new), changes, len(kept), failing)


def direction(old: Verdict | None, new: Verdict | None) -> Direction | None:
    """Which way a requirement went from one verdict to the other; ``None`` when nothing changed."""
    if old is new:
        return None
    if old is None:
        return Direction.WORSE if new is Verdict.FAIL else Direction.NEW
    if new is None:
        return Direction.GONE
    if old not in _GOODNESS or new not in _GOODNESS:
        return Direction.WORSE if new in _BAD else Direction.CHANGED
    if (old, new) in _NEITHER:
        return Direction.CHANGED
    return Direction.WORSE if _GOODNESS[new] < _GOODNESS[old] else Direction.BETTER


def text(diff: Diff) -> str:
    """The comparison for a terminal: what got worse first, then the counts."""
    return "\n".join(_text_lines(diff)) + "\n"


def markdown(diff: Diff) -> str:
    """The comparison as GitHub-flavoured Markdown."""
    return "\n".join(_markdown_lines(diff)) + "\n"


def as_json(diff: Diff) -> str:
    """The comparison as JSON: ``worse`` (true or false), counts, and one object per change."""
    document = {
        "worse": diff.worse,
        "personal_data": "kept" if diff.keeps_personal_data else "replaced",
        "old": _run_object(diff.old),
        "new": _run_object(diff.new),
        "counts": _counts(diff) | {"same": diff.same},
        "changes": [
            {
                "id": change.id,
                "level": change.level,
                "direction": change.direction.value,
                "old": change.old and change.old.value,
                "new": change.new and change.new.value,
                "message": change.message,
            }
            for change in diff.changes
        ],
        "still_failing": list(diff.still_failing),
    }
    return json.dumps(document, indent=2) + "\n"


def _changes(before: Mapping[str, RequirementResult], after: Mapping[str, RequirementResult]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        was = old.verdict if old else None
        now = new.verdict if new else None
        went = direction(was, now)
        level = (new or before[key]).level
        if went is not None:
            yield Change(key, level, went, was, now, _message(new) if new else "")
        elif old and new and now in _BROKEN:
            yield from _moved(old, new)


def _moved(old: RequirementResult, new: RequirementResult) -> Iterator[Change]:
    """How a requirement that is broken as before is broken in another way."""
    was, now = breaches(old), breaches(new)
    added, fixed = [one for one in now if one not in was], [one for one in was if one not in now]
    more = [f"{one}: {was[one]} times, now {now[one]}" for one in now if one in was and was[one] != now[one]]
    ways = (
        (Direction.WORSE, "also", added),
        (Direction.BETTER, "no longer", fixed),
        (Direction.CHANGED, "", more),
    )
    for went, word, which in ways:
        if which:
            rest = f" (and {len(which) - 1} more)" if len(which) > 1 else ""
            yield Change(
                new.id, new.level, went, old.verdict, new.verdict, one_line(f"{word} {which[0]}{rest}".strip())
            )
            return


def _message(result: RequirementResult) -> str:
    if result.verdict is Verdict.PASS:
        return ""
    head = view.findings(result).head
    return one_line(head.message if head else result.reason or "")


def _run(record: RunRecord) -> Run:
    return Run(view.target_name(record), record.finished, record.exit_code, view.keeps_personal_data(record))


def _run_object(run: Run) -> dict[str, str | int]:
    return {"target": run.target, "finished": run.finished, "exit_code": run.exit_code}


def _counts(diff: Diff) -> dict[str, int]:
    return {each.value: len(diff.by_direction(each)) for each in Direction}


def _verdict_line(diff: Diff) -> str:
    worse = len(diff.by_direction(Direction.WORSE))
    if worse:
        return f"Worse: {worse} {'requirement' if worse == 1 else 'requirements'} got worse."
    if diff.ended_worse:
        return f"Worse: the old run ended with exit code 0, the new one with {diff.new.exit_code}."
    return "Nothing got worse." if diff.changes else "Nothing changed."


def _counts_line(diff: Diff) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in _counts(diff).items() if count)
    failing = len(diff.still_failing)
    still = f"; {failing} still {'fails' if failing == 1 else 'fail'}" if failing else ""
    return ", ".join(part for part in (counts, f"{diff.same} the same{still}") if part) + "."


def _text_lines(diff: Diff) -> Iterator[str]:
    if diff.keeps_personal_data:
        yield f"{view.KEPT}\n"
    for each in Direction:
        changes = diff.by_direction(each)
        if changes:
            yield f"{each.value.capitalize()} ({len(changes)})"
        for change in changes:
            yield f"  {visible(change.id)} {change.level:<10} {_arrow(change)}"
            if change.message:
                yield f"      {change.message}"
        if changes:
            yield ""
    yield _verdict_line(diff)
    yield _counts_line(diff)
    yield f"old: {_said(diff.old)}"
    yield f"new: {_said(diff.new)}"


def _markdown_lines(diff: Diff) -> Iterator[str]:
    yield f"## CLR conformance: {'worse' if diff.worse else 'not worse'}"
    yield ""
    if diff.keeps_personal_data:
        yield f"⚠️ {prose(view.KEPT)}\n"
    yield f"**{_verdict_line(diff)}** {_counts_line(diff)}"
    if diff.changes:
        yield ""
        yield "| | Requirement | Level | Verdict | What was seen |"
        yield "| --- | --- | --- | --- | --- |"
    for each in Direction:
        for change in diff.by_direction(each):
            cells = (each.value, f"**{prose(change.id)}**", change.level, _arrow(change), prose(change.message))
            yield "| " + " | ".join(cells) + " |"
    yield ""
    yield f"Old: {prose(_said(diff.old))}  "
    yield f"New: {prose(_said(diff.new))}"


def _arrow(change: Change) -> str:
    old = change.old.value if change.old else "(not in the old run)"
    new = change.new.value if change.new else "(not in the new run)"
    return f"{old} → {new}"


def _said(run: Run) -> str:
    return f"{one_line(run.target)}, {one_line(run.finished)}, exit code {run.exit_code}"
