"""What a run is asked to judge: a selection that leaves nothing is wrong usage, refused before any request."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from conformance import verdicts
from conformance.errors import UsageFault
from conformance.names import did_you_mean, near
from conformance.plan.selection import Selection
from conformance.record import Problem, RequirementResult
from conformance.standard import Requirement, Standard
from conformance.verdicts import RunRole

_SHOWN = 3
_OPERATORS = frozenset({"and", "or", "not"})


def require_some(standard: Standard, selection: Selection, role: RunRole, plan: str) -> None:
    """Raise ``UsageFault`` (``nothing-selected``) when this plan leaves nothing that a run of this role can judge."""
    concerned = [row for row in standard if role.concerns(row) and verdicts.selected(row, selection)]
    reasons = {row.id: _why_not(row, selection, role) for row in concerned}
    if any(not reason for reason in reasons.values()):
        return
    if not selection.select:
        raise UsageFault(
            "nothing-selected",
            f"the plan {plan} leaves nothing to judge",
            "its `ignore` and its claims leave every requirement out",
            "Claim what the target offers, or ignore less.",
        )
    raise UsageFault(
        "nothing-selected",
        f"the selection {', '.join(selection.select)} leaves nothing that a run could judge",
        _reasons(reasons) or "it binds consumers or publishers, or `ignore` leaves it out again",
        "`clr-conformance explain ID` says why; `clr-conformance requirements` lists what is judged.",
    )


def nothing_matches(names: Collection[str], expression: str) -> UsageFault:
    """The fault of an expression (``-k``, ``-m``, a node id) that leaves none of the checks of these names."""
    if not names:
        return UsageFault(
            "nothing-selected",
            "no check of the suites was collected",
            "the folder or module that was named holds none",
            "Name the suites: --pyargs conformance.rulebooks",
        )
    words = [word for word in re.findall(r"[\w-]+", expression) if word not in _OPERATORS]
    words = [word for word in words if not any(word in name for name in names)] or words
    known = {part for name in names for part in _parts(name)}
    meant = dict.fromkeys(one for word in words for one in near(word.removeprefix("test_"), known))
    return UsageFault(
        "nothing-selected",
        f"the selection by name {expression!r} matches no check",
        "the name is mistyped, or the plan leaves its checks out",
        did_you_mean([*meant][:_SHOWN]) or "Name a requirement or an area instead: --select GCS",
    )


def _parts(name: str) -> Iterator[str]:
    """The name, and every run of its words that a user may select by."""
    words = name.split("_")
    for start, end in itertools.combinations(range(len(words) + 1), 2):
        yield "_".join(words[start:end])


def nothing_judged(judged: Iterable[RequirementResult]) -> Problem:
    """The problem of a run that ended well and came to no verdict on the target."""
    counts = Counter(result.verdict.value for result in judged)
    counts.pop("excluded", None)
    seen = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    return Problem(
        "nothing-judged",
        f"Nothing was judged: of what was selected {seen or 'nothing ran'}.",
        "What was selected does not concern this target, or only a person can look at it.",
        "Select more, or compare the claims of the plan with the target.",
    )


def _why_not(row: Requirement, selection: Selection, role: RunRole) -> str:
    """Why no run decides it; empty when one can."""
    if row.excluded:
        return f"is excluded: {row.excluded}"
    if row.planned:
        return f"waits for {row.waits_for}"
    if not any(map(role.decides, row.checks)):
        return f"has no check for a {role.name}"
    if not selection.claims_all(row.applies_when):
        return f"applies when the target claims: {', '.join(row.applies_when)}"
    return ""


def _reasons(reasons: dict[str, str]) -> str:
    shown = [f"{name} {reason}" for name, reason in [*reasons.items()][:_SHOWN]]
    more = len(reasons) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")
