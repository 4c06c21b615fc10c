"""From one sitting to its judgement. Pure but for the rule books, which are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from conformance.consumer.run import consumer_rules
from conformance.exchanges.served import Served
from conformance.one_sitting.judgement import Breach, Judgement
from conformance.plan.selection import Inferred, Selection
from conformance.record import Finding, Outcome, Verdict
from conformance.standard import Requirement, Standard, facts, load
from conformance.standard.facts import Facts
from conformance.traffic import End, Sitting, Traffic, judge
from conformance.traffic.judge import NOTHING_SHOWN, Ending
from conformance.traffic.registry import Observed
from conformance.traffic.values import PLAIN
from conformance.verdicts import broken, only_a_warning

Show = Callable[[str], str]
"""Takes out of a text what nobody may read."""


def judge_sitting(
    sitting: Sitting, book: str, *, claims: Iterable[str] = (), inferred: Inferred = "warn", show: Show = str
) -> Judgement:
    """What that sitting alone shows of a consumer of the edition that claims this.

    With ``inferred`` as ``fail`` a broken MUST that no published file prints fails as well, as in a plan. ``show`` is
    asked of each text that quotes the consumer.
    """
    standard, selection = load(book), Selection(inferred=inferred)
    breaches: list[Breach] = []
    met: list[str] = []
    undecided: dict[str, str] = {}
    for ending in _endings(consumer_rules(book).checks, sitting, frozenset(claims), facts(book)):
        row = _row(ending, standard)
        if row is None:
            continue
        if ending.outcome is Outcome.FAIL:
            breaches += (_breach(one, row, selection, sitting.exchanges, show) for one in ending.findings)
        elif ending.outcome is Outcome.PASS:
            met.append(row.id)
        elif ending.outcome is Outcome.INCOMPLETE and ending.reason != NOTHING_SHOWN:
            undecided[row.id] = show(ending.reason or "")
    refused = tuple(show(_line(one)) for one in sitting.exchanges if one.reason and not one.struck)
    return Judgement(sitting.scenario, tuple(breaches), tuple(met), undecided, refused)


def _endings(checks: Iterable[Observed], sitting: Sitting, claims: frozenset[str], known: Facts) -> Iterator[Ending]:
    """How each check ends that this sitting concerns: it looks at this scenario, at any, or has found a breach."""
    alone, after = Traffic.of([sitting], claims, known), _standing_for_plain(sitting)
    compared = Traffic.of([after, sitting], claims, known) if after else None
    for check in checks:
        if not check.scenarios or sitting.scenario in check.scenarios:
            own = replace(check, scenarios=check.scenarios and (sitting.scenario,))
            ending = next(judge([own], alone))
            if after and compared and check.scenarios and ending.outcome is Outcome.INCOMPLETE:
                ending = _of_the_sitting(next(judge([own], compared)), len(after.exchanges)) or ending
            yield ending
        else:
            yield from (one for one in judge([check], alone) if one.outcome is Outcome.FAIL)


def _standing_for_plain(sitting: Sitting) -> Sitting | None:
    """What the consumer did until the scenario changed something, as a plain sitting: nothing was wrong until then.

    Many checks believe what a consumer leaves undone only of one that does it where nothing is wrong.
    """
    struck = sitting.struck()
    if sitting.scenario == PLAIN or not struck:
        return None
    before = tuple(one for one in sitting.exchanges if one.number <= struck[0].number)
    through = tuple(replace(run, end=End("through")) for run in sitting.runs[: struck[0].run])
    return replace(sitting, scenario=PLAIN, exchanges=before, runs=through)


def _of_the_sitting(ending: Ending, before: int) -> Ending | None:
    """The ending with the numbers of the sitting's own exchanges; ``None`` where it rests on those before them."""
    findings = [replace(one, exchanges=tuple(number - before for number in one.exchanges)) for one in ending.findings]
    if any(number < 0 for one in findings for number in one.exchanges):
        return None
    return replace(ending, findings=tuple(findings))


def _row(ending: Ending, standard: Standard) -> Requirement | None:
    """The row of the edition that a check decides; ``None`` for a shared rule that it does not have."""
    return standard.requirements.get(standard.own_id(ending.check.requirement))


def _breach(
    finding: Finding, row: Requirement, selection: Selection, exchanges: tuple[Served, ...], show: Show
) -> Breach:
    fails = broken(row, selection) is Verdict.FAIL
    cited = [exchanges[number] for number in finding.exchanges]
    return Breach(
        requirement=row.id,
        level=row.level.value,
        text=row.text,
        message=show(finding.message),
        expected=show(finding.expected),
        actual=show(finding.actual),
        pointer=finding.pointer,
        exchanges=tuple(one.number for one in cited),
        shown=tuple(show(_line(one)) for one in cited),
        fix=row.fix,
        fails=fails,
        why="" if fails else only_a_warning(row).replace(" in the plan", ""),  # there is none
    )


def _line(one: Served) -> str:
    refused = f" ({one.reason})" if one.reason else ""
    return f"{one.number}. {one.method} {one.url}: {one.status or 'no response'}{refused}"
