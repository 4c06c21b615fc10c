"""From what the checks saw to one verdict for each requirement, and to the exit code. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conformance.breaches import breaches
from conformance.plan import Plan, Sighting, Waiver
from conformance.record import CheckResult, Outcome, Problem, RequirementResult, Verdict
from conformance.standard import Basis, Level, Requirement, Role, Standard

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3

NOTICE_DAYS = 14  # so long before its end a waiver says so

ROLES: Mapping[str, frozenset[Role]] = {
    "provider": frozenset({Role.PROVIDER, Role.AUTHORIZATION_SERVER, Role.DOCUMENT}),
}

Decision = tuple[Verdict, str | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdicts of a run in catalogue order, and what is wrong with the plan's waivers."""

    requirements: tuple[RequirementResult, ...]
    problems: tuple[Problem, ...]


def judge(
    standard: Standard,
    plan: Plan,
    results: Mapping[str, Sequence[CheckResult]],
    *,
    today: date,
    unselected: frozenset[str] = frozenset(),
    nothing_ran: str = "no check of it ran",
) -> Judgement:
    """Verdicts of every requirement that binds the plan's role, or that a suite for that role decides.

    ``results`` holds the check results by requirement id. ``unselected`` are requirements whose
    checks the user left out on the command line. ``nothing_ran`` is told of requirements without results.
    """
    waivers = {waiver.requirement: waiver for waiver in plan.waivers}
    judged = []
    used: set[str] = set()
    for requirement in standard:
        if not concerns(requirement, plan.role):
            continue
        missing = (
            (Verdict.EXCLUDED, "left out on the command line")
            if requirement.id in unselected
            else (Verdict.INCOMPLETE, nothing_ran)
        )
        result = _judge(requirement, plan, results.get(requirement.id, ()), missing)
        waiver = waivers.get(requirement.id)
        if waiver and result.verdict is not Verdict.PASS:
            used.add(requirement.id)
            result = _waived(result, waiver, today)
        judged.append(_seen(result, plan.seen_by_hand))
    return Judgement(tuple(judged), tuple(_waiver_problems(plan.waivers, used, today)))


def selected(requirement: Requirement, plan: Plan) -> bool:
    """True when the plan's ``select`` and ``ignore`` let the requirement in."""
    names = {requirement.area, requirement.id}
    return (not plan.select or bool(names & set(plan.select))) and not names & set(plan.ignore)


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


def concerns(requirement: Requirement, role: str) -> bool:
    """What binds publishers shows in the documents that a provider sends."""
    return requirement.role in ROLES[role] or any(check.startswith(f"{role}.") for check in requirement.checks)


def _judge(requirement: Requirement, plan: Plan, checks: Sequence[CheckResult], missing: Decision) -> RequirementResult:
    verdict, reason = _verdict(requirement, plan, checks, missing)
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


def _verdict(requirement: Requirement, plan: Plan, checks: Sequence[CheckResult], missing: Decision) -> Decision:
    if requirement.excluded:
        return Verdict.EXCLUDED, requirement.excluded
    if requirement.planned:
        return Verdict.EXCLUDED, f"its checks are planned ({requirement.planned})"
    if not selected(requirement, plan):
        return Verdict.EXCLUDED, "left out by the plan"
    if not plan.claims_all(requirement.applies_when):
        return Verdict.NOT_APPLICABLE, f"applies when the target claims: {', '.join(requirement.applies_when)}"
    if not checks:
        return missing
    return _from_outcomes(requirement, plan, checks)


def _from_outcomes(requirement: Requirement, plan: Plan, checks: Sequence[CheckResult]) -> Decision:
    by_outcome: dict[Outcome, list[CheckResult]] = {}
    for check in checks:
        by_outcome.setdefault(check.outcome, []).append(check)
    if Outcome.FAIL in by_outcome:
        verdict = broken(requirement, plan)
        told = only_a_warning(requirement) if verdict is Verdict.WARN else ""
        return verdict, _with_reason(by_outcome[Outcome.FAIL], told)
    if Outcome.INCOMPLETE in by_outcome:
        return Verdict.INCOMPLETE, _first_reason(by_outcome[Outcome.INCOMPLETE])
    if Outcome.WARN in by_outcome:
        return Verdict.WARN, _with_reason(by_outcome[Outcome.WARN], leeway(requirement))
    if Outcome.PASS in by_outcome:
        return Verdict.PASS, _first_reason(by_outcome[Outcome.PASS])
    if Outcome.MANUAL in by_outcome:
        return Verdict.MANUAL, _first_reason(by_outcome[Outcome.MANUAL])
    return Verdict.NOT_APPLICABLE, _first_reason(checks)


def broken(requirement: Requirement, plan: Plan) -> Verdict:
    """What a breach of the requirement yields: its level and basis decide, and ``inferred`` in the plan.

    A MAY cannot be broken: it is listed so that nobody is blamed for using the freedom.
    """
    if requirement.level is Level.MAY:
        return Verdict.PASS
    if not requirement.level.binding:
        return Verdict.WARN
    return Verdict.FAIL if requirement.basis.firm or plan.inferred == "fail" else Verdict.WARN


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
                todo=f"Mend the breach, or ask {waiver.owner} for a new waiver.",
            )
        elif waiver.requirement not in used:
            yield Problem(
                "waiver-unused",
                f"the waiver of {waiver.requirement} matches nothing: the requirement is not broken any more",
                todo="Take it out of the plan.",
            )
