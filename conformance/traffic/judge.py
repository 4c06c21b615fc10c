"""From traffic to one ending for each check; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from conformance.document.findings import group
from conformance.record import Finding, Outcome
from conformance.traffic.registry import Observed
from conformance.traffic.seen import Met, NotApplicable, Note, Seen, Undecided
from conformance.traffic.values import Traffic

_FILES = "verify"
NOTHING_SHOWN = "the consumer did nothing that shows it"
"""Why a check stays open that looks at any sitting, where what it is about did not occur."""

_CALLING = frozenset({"read", "write", "delete"})


@dataclass(frozen=True, slots=True)
class Ending:
    """How a check of traffic ended: as a run takes it in. ``exchanges`` are those in which its subject was met."""

    check: Observed
    outcome: Outcome
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    exchanges: tuple[int, ...] = ()


def judge(checks: Iterable[Observed], traffic: Traffic) -> Iterator[Ending]:
    """Each check once over the whole traffic.

    A breach anywhere fails. Without one, what is undecided outweighs what was met: a scenario of the check in which its
    subject did not occur leaves it open. Of several sittings of a scenario, be it that one was mended, one that decides
    is enough. A check that ends in an error decides nothing. Sittings in which the consumer is given files are shown to
    checks ``in_hand`` alone: nobody logs in there, or calls the API.
    """
    calling = replace(traffic, sittings=tuple(one for one in traffic.sittings if one.task != _FILES))
    for check in checks:
        yield _ending(check, traffic if check.in_hand else calling)


def _ending(check: Observed, traffic: Traffic) -> Ending:
    if not check.in_hand and _FILES in traffic.claims and not traffic.claims & _CALLING:
        return Ending(check, Outcome.NOT_APPLICABLE, "applies to a consumer that calls the API: read, write or delete")
    unclaimed = [claim for claim in check.needs if claim not in traffic.claims]
    if unclaimed:
        return Ending(check, Outcome.NOT_APPLICABLE, f"applies when the consumer claims: {', '.join(unclaimed)}")
    try:
        seen = tuple(check.run(traffic))
    except Exception as error:
        # What a stranger sends decides nothing when no check can read it, and must not cost the other verdicts.
        return Ending(check, Outcome.INCOMPLETE, f"the check itself ended in {type(error).__name__}")
    exchanges = tuple(dict.fromkeys(number for one in seen if isinstance(one, Met) for number in one.exchanges))
    findings = group(one for one in seen if isinstance(one, Finding))
    if findings:
        return Ending(check, Outcome.FAIL, findings=findings, exchanges=exchanges)
    outcome, reason = _without_breach(check, traffic, seen)
    return Ending(check, outcome, reason, exchanges=exchanges)


def _without_breach(check: Observed, traffic: Traffic, seen: tuple[Seen, ...]) -> tuple[Outcome, str | None]:
    reached = {one.scenario for one in seen if isinstance(one, Met)}
    undecided = [one for one in seen if isinstance(one, Undecided) and one.scenario not in reached]
    if undecided:
        return Outcome.INCOMPLETE, _joined(_told(one) for one in undecided)
    others = [one for one in seen if isinstance(one, NotApplicable)]
    excused = reached | {one.scenario for one in others}
    # A reason that names no scenario speaks of the consumer, whatever was not played.
    missing = [] if "" in excused else [name for name in check.scenarios if name not in excused]
    if not reached and (missing or not others):
        return Outcome.INCOMPLETE, _nothing_met(check, traffic)
    if missing:
        return Outcome.INCOMPLETE, f"not reached in {', '.join(missing)}"
    if not reached:
        return Outcome.NOT_APPLICABLE, _joined(one.reason for one in others)
    return Outcome.PASS, _joined([one.text for one in seen if isinstance(one, Note)])


def _nothing_met(check: Observed, traffic: Traffic) -> str:
    unplayed = [name for name in check.scenarios if not traffic.played(name)]
    if unplayed:
        return f"not played: {', '.join(unplayed)}"
    return NOTHING_SHOWN


def _told(one: Undecided) -> str:
    return f"{one.scenario}: {one.reason}" if one.scenario else one.reason


def _joined(texts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(texts)) or None
