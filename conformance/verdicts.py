"""From what the checks saw to one verdict for each requirement, and to the exit code. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conformance.breaches import breaches
from conformance.plan.selection import Selection, Sighting, Waiver
from conformance.record import CheckResult, Outcome, Problem, RequirementResult, Verdict
from conformance.standard import Basis, Level, Requirement, Role, Standard

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3

NOTICE_DAYS = 14  # so long before its end a waiver says so

_OF_DOCUMENTS = frozenset({"document", "verification"})
"""Kinds of checks that look at a document, whoever sends it."""

Decision = tuple[Verdict, str | None]


@dataclass(frozen=True, slots=True)
class RunRole:
    """Whom a run judges: the name of the role, and whom the requirements bind that such a run decides.

    A requirement that binds another one is decided all the same where a check of this role does, as its id tells. One
    that checks of documents decide, and none of this role, is none of its runs: how a record is verified shows on files
    and on what providers send.
    """

    name: str
    binds: frozenset[Role]

    def decides(self, check: str) -> bool:
        """True for the id of a check that such a run makes: ``provider.gcs.limit`` for a provider."""
        return check.startswith(f"{self.name}.")

    def concerns(self, requirement: Requirement) -> bool:
        """True when the requirement binds this role, or a check of this role decides it."""
        if any(map(self.decides, requirement.checks)):
            return True
        kinds = {check.partition(".")[0] for check in requirement.checks}
        return requirement.role in self.binds and not kinds & _OF_DOCUMENTS


@dataclass(frozen=True, slots=True)
class RunVerdicts:
    """Verdicts of a run in catalogue order, and what is wrong with the plan's waivers."""

    requirements: tuple[RequirementResult, ...]
    problems: tuple[Problem, ...]


def judge(
    standard: Standard,
    selection: Selection,
    role: RunRole,
    results: Mapping[str, Sequence[CheckResult]],
    *,
    today: date,
    unselected: frozenset[str] = frozenset(),
    nothing_ran: str = "no check of it ran",
) -> RunVerdicts:
    """Verdicts of every requirement that concerns the role.

    ``results`` holds the check results by requirement id. ``unselected`` are requirements whose
    checks the user left out on the command line. ``nothing_ran`` is the reason of requirements without results.
    """
    waivers = {waiver.requirement: waiver for waiver in selection.waivers}
    judged = []
    used: set[str] = set()
    for requirement in filter(role.concerns, standard):
        missing = (
            (Verdict.EXCLUDED, "left out on the command line")
            if requirement.id in unselected
            else (Verdict.INCOMPLETE, nothing_ran)
        )
        checks = results.get(requirement.id, ())
        result = result_of(requirement, decide(requirement, selection, checks, missing), checks)
        waiver = waivers.get(requirement.id)
        if waiver and result.verdict is not Verdict.PASS:
            used.add(requirement.id)
            result = _waived(result, waiver, today)
        judged.append(_seen(result, selection.seen_by_hand))
    return RunVerdicts(tuple(judged), tuple(_waiver_problems(selection.waivers, used, today)))


def selected(requirement: Requirement, selection: Selection) -> bool:
    """True when ``select`` and ``ignore`` let the requirement in."""
    return selection.names(requirement.area, requirement.id)


def exit_code(
    standard: Standard,
    judged: Iterable[RequirementResult],
    problems: Sequence[Problem],
    *,
    strict_manual: bool = False,
) -> int:
    """0 when something was judged, every MUST was decided and none failed; 1 when a requirement failed; else 3.

    A MUST that only a person can decide counts as undecided with ``strict_manual``.
    """
    judged = tuple(judged)
    if any(result.verdict is Verdict.FAIL for result in judged) or any(p.code.startswith("waiver-") for p in problems):
        return EXIT_FAILED
    open_verdicts = {Verdict.INCOMPLETE, Verdict.MANUAL} if strict_manual else {Verdict.INCOMPLETE}
    undecided = any(r.verdict in open_verdicts and standard[r.id].level.binding for r in judged)
    return EXIT_INCOMPLETE if undecided or problems or not any(r.verdict.decided for r in judged) else EXIT_OK


def result_of(requirement: Requirement, decision: Decision, checks: Sequence[CheckResult]) -> RequirementResult:
    """The requirement with its verdict, as a record holds it."""
    verdict, reason = decision
    return RequirementResult(
        id=requirement.id,
        level=requirement.level.value,
        role=requirement.role.value,
        area=requirement.area,
        confidence=requirement.confidence,
        basis=requirement.basis.value,
        verdict=verdict,
        reason=reason,
        checks=tuple(checks),
    )


def decide(
    requirement: Requirement,
    selection: Selection,
    checks: Sequence[CheckResult],
    missing: Decision,
    *,
    left_out: str = "left out by the plan",
    explained: bool = True,
) -> Decision:
    """The verdict on one requirement by what its checks saw, with its reason.

    ``missing`` is the decision where no check ran, ``left_out`` the reason where the selection leaves the
    requirement out. With ``explained`` a warning says why it is not a failure.
    """
    if requirement.excluded:
        return Verdict.EXCLUDED, requirement.excluded
    if requirement.planned and not checks:
        return Verdict.EXCLUDED, f"waiting for {requirement.waits_for}; no run of this version decides it"
    if not selected(requirement, selection):
        return Verdict.EXCLUDED, left_out
    if not selection.claims_all(requirement.applies_when):
        return Verdict.NOT_APPLICABLE, f"applies when the target claims: {', '.join(requirement.applies_when)}"
    if not checks:
        return missing
    return _from_outcomes(requirement, selection, checks, explained)


def _from_outcomes(
    requirement: Requirement, selection: Selection, checks: Sequence[CheckResult], explained: bool
) -> Decision:
    """The worst check decides: the order of these lines is the order of the outcomes."""
    by_outcome: dict[Outcome, list[CheckResult]] = {}
    for check in checks:
        by_outcome.setdefault(check.outcome, []).append(check)
    if Outcome.FAIL in by_outcome:
        verdict = broken(requirement, selection)
        why = only_a_warning(requirement) if verdict is Verdict.WARN and explained else ""
        return verdict, _with_reason(by_outcome[Outcome.FAIL], why)
    if Outcome.INCOMPLETE in by_outcome:
        return Verdict.INCOMPLETE, _first_reason(by_outcome[Outcome.INCOMPLETE])
    if Outcome.WARN in by_outcome:
        return Verdict.WARN, _with_reason(by_outcome[Outcome.WARN], leeway(requirement) if explained else "")
    if Outcome.PASS in by_outcome:
        return Verdict.PASS, _first_reason(by_outcome[Outcome.PASS])
    if Outcome.MANUAL in by_outcome:
        return Verdict.MANUAL, _first_reason(by_outcome[Outcome.MANUAL])
    return Verdict.NOT_APPLICABLE, _first_reason(checks)


def from_findings(fails: Iterable[bool], *, undecided: bool = False) -> Outcome:
    """The outcome of a check by its findings, each of which fails or only warns; ``undecided`` when something stayed
    open."""
    seen = tuple(fails)
    if any(seen):
        return Outcome.FAIL
    if undecided:
        return Outcome.INCOMPLETE
    return Outcome.WARN if seen else Outcome.PASS


def level_of(requirement: Requirement, selection: Selection, *, doubtful: bool = False) -> Level:
    """The level of a breach in a report: a MUST that is only inferred, or broken in a doubtful way, is a SHOULD."""
    firm = (requirement.basis.firm or selection.inferred == "fail") and not doubtful
    return requirement.level if firm else _WEAKER.get(requirement.level, requirement.level)


_WEAKER: Mapping[Level, Level] = {Level.MUST: Level.SHOULD, Level.MUST_NOT: Level.SHOULD_NOT}


def broken(requirement: Requirement, selection: Selection) -> Verdict:
    """What a breach of the requirement yields: its level and basis decide, and ``inferred`` in the plan.

    A MAY cannot be broken: it is listed so that nobody is blamed for using the freedom.
    """
    if requirement.level is Level.MAY:
        return Verdict.PASS
    return Verdict.FAIL if level_of(requirement, selection).binding else Verdict.WARN


def only_a_warning(requirement: Requirement) -> str:
    """Why a breach of the requirement is a warning, when it does not fail a run."""
    if not requirement.level.binding:
        return f"A {requirement.level.value}: a breach is a warning."
    return (
        f"A warning, since the rule is {_INFERRED[requirement.basis]} and not printed in a CLR file; "
        "with `inferred: fail` in the plan it fails."
    )


_INFERRED = {Basis.SIBLING: "taken from a sibling standard", Basis.PRACTICE: "good practice"}


def leeway(requirement: Requirement) -> str:
    """Why a breach that a check takes for doubtful is a warning, whatever the level."""
    if not requirement.level.binding:
        return only_a_warning(requirement)
    return requirement.leeway or "A warning, since the texts of the standard leave room for this."


def _with_reason(checks: Sequence[CheckResult], why: str) -> str | None:
    """Why the verdict is what it is; what was seen stands in the findings, when there are any."""
    if why and any(check.findings for check in checks):
        return why
    return " ".join(part for part in (_first_reason(checks), why) if part) or None


def _first_reason(checks: Sequence[CheckResult]) -> str | None:
    return next((check.reason for check in checks if check.reason), None)


def _waived(result: RequirementResult, waiver: Waiver, today: date) -> RequirementResult:
    """The result as the waiver has it: covered while it lasts, but for breaches that it does not name."""
    if waiver.expires < today or result.verdict not in (Verdict.FAIL, Verdict.WARN):
        return result
    new = [breach for breach in breaches(result) if breach not in waiver.covers] if waiver.covers else []
    if new:
        more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
        return replace(result, reason=f"The waiver of {waiver.owner} does not cover: {new[0]}{more}")
    left = (waiver.expires - today).days
    soon = f"; it ends in {left} day{'s' if left != 1 else ''}" if left <= NOTICE_DAYS else ""
    return replace(
        result, verdict=Verdict.WAIVED, reason=f"{waiver.reason} ({waiver.owner}, until {waiver.expires}{soon})"
    )


def _seen(result: RequirementResult, sightings: Iterable[Sighting]) -> RequirementResult:
    """The result as a person saw it, when only a person can decide it."""
    for one in sightings:
        if one.requirement == result.id and result.verdict is Verdict.MANUAL:
            note = f": {one.note}" if one.note else ""
            return replace(result, verdict=Verdict.PASS, reason=f"looked at by {one.by} on {one.when}{note}")
    return result


def _waiver_problems(waivers: Iterable[Waiver], used: set[str], today: date) -> Iterable[Problem]:
    for waiver in waivers:
        if waiver.expires < today:
            yield Problem(
                "waiver-expired",
                f"the waiver of {waiver.requirement} ended on {waiver.expires}",
                todo=f"Fix the breach, or ask {waiver.owner} for a new waiver.",
            )
        elif waiver.requirement not in used:
            yield Problem(
                "waiver-unused",
                f"the waiver of {waiver.requirement} matches nothing: the requirement is not broken any more",
                todo="Take it out of the plan.",
            )
