"""What every report says in the same way: the order, the counts, the sentence at the top, the catalogue's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from clr_reports import documents
from clr_reports.findings import Findings
from conformance.record import CheckResult, Finding, RequirementResult, RunRecord, Verdict
from conformance.standard import CatalogueError, Requirement, Role, Standard, book_of, load_for

DISCLAIMER = (
    "This is a self-check made with clr-conformance, not a certification. The CLR Standard is owned by 1EdTech "
    "(IMS Global Learning Consortium), which alone certifies products."
)

# The order in which a reader wants to meet them.
VERDICT_ORDER = (
    Verdict.FAIL,
    Verdict.INCOMPLETE,
    Verdict.WARN,
    Verdict.WAIVED,
    Verdict.MANUAL,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
    Verdict.EXCLUDED,
)
VERDICT_LABELS: Mapping[Verdict, str] = {
    Verdict.FAIL: "failed",
    Verdict.INCOMPLETE: "undecided",
    Verdict.WARN: "warning",
    Verdict.WAIVED: "waived",
    Verdict.MANUAL: "by hand",
    Verdict.PASS: "passed",
    Verdict.NOT_APPLICABLE: "not applicable",
    Verdict.EXCLUDED: "excluded",
}


KEPT = "This holds personal data of learners, which the run was asked to keep: mind who gets to see it."
REPLACED = "Learners' personal data is shown as stand-ins of the same shape (--keep-personal-data keeps it)."


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed requirement in short: what was seen, and the first step to take."""

    id: str
    level: str
    seen: str
    step: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """One requirement that a person has to look at, and what there is to look at."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaCount:
    """One chapter of the catalogue with its number of requirements per verdict."""

    code: str
    title: str
    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """All requirements of the area that the record names."""
        return sum(self.counts.values())


def catalogue(record: RunRecord) -> Standard | None:
    """The standard that the record was made against, with advice for who reads it; ``None`` when not known here."""
    try:
        return load_for(record.role, book_of(record.standard))
    except CatalogueError:
        return None


def requirement_of(standard: Standard | None, requirement_id: str) -> Requirement | None:
    """The catalogue's entry of that id, or ``None`` when this release does not have it."""
    return standard.requirements.get(requirement_id) if standard else None


def text_of(standard: Standard | None, requirement_id: str) -> str:
    """What the requirement says, or a note that this release does not know it."""
    found = requirement_of(standard, requirement_id)
    return found.text if found else "(this requirement is not in the catalogue of this release)"


def role_label(code: str) -> str:
    """The role as a reader knows it, for example ``authorization server``."""
    return Role(code).label


def ordered(record: RunRecord) -> list[RequirementResult]:
    """The requirements with failures first, and in the catalogue's order within a verdict."""
    rank = {verdict: place for place, verdict in enumerate(VERDICT_ORDER)}
    return sorted(record.requirements, key=lambda result: rank[result.verdict])


def areas(record: RunRecord) -> list[AreaCount]:
    """The areas that the record names, in its order, with their counts."""
    standard = catalogue(record)
    tally: dict[str, dict[Verdict, int]] = {}
    for result in record.requirements:
        counts = tally.setdefault(result.area, dict.fromkeys(VERDICT_ORDER, 0))
        counts[result.verdict] += 1
    titles = {code: area.title for code, area in standard.areas.items()} if standard else {}
    return [AreaCount(code, titles.get(code, code), counts) for code, counts in tally.items()]


def decided(record: RunRecord) -> int:
    """Number of requirements with a verdict on the target: pass, fail, warn or waived."""
    return sum(result.verdict.decided for result in record.requirements)


def outcome(record: RunRecord) -> str:
    """``passed``, ``failed``, ``not run`` or ``incomplete``. What judged nothing has not passed."""
    if record.exit_code == 0 and not decided(record):
        return "incomplete"
    return {0: "passed", 1: "failed", 2: "not run"}.get(record.exit_code, "incomplete")


def headline(record: RunRecord) -> str:
    """The verdict in one sentence that a manager can read; of documents also whether they can be trusted."""
    sentence, trust = _headline(record), documents.trust_line(record)
    return f"{sentence.removesuffix('.')}; {trust}." if trust else sentence


def _headline(record: RunRecord) -> str:
    total = decided(record)
    failed = record.summary["fail"]
    if failed:
        return f"{failed} of {_requirements(total)} failed{_aside(record)}."
    if not total:
        return "Nothing could be judged."
    if record.exit_code == 3:
        return f"0 of {_requirements(total)} failed, but the run is not complete{_aside(record)}."
    if record.exit_code:
        return f"0 of {_requirements(total)} failed, but the run did not end well: see the problems{_aside(record)}."
    if record.summary["pass"] == total and not _aside(record):
        return (
            "The one requirement that was decided passed."
            if total == 1
            else f"All {total} decided requirements passed."
        )
    return f"0 of {_requirements(total)} failed{_aside(record)}."


def privacy(record: RunRecord) -> str:
    """What became of the personal data of learners, in one sentence."""
    return KEPT if keeps_personal_data(record) else REPLACED


def keeps_personal_data(record: RunRecord) -> bool:
    """True when what is a learner's own stands in the record as it was received."""
    return record.personal_data == "kept"


def failures(record: RunRecord) -> list[Failure]:
    """What failed, the heaviest first: a MUST before the rest, what a text of the standard says, what was seen most."""
    standard = catalogue(record)
    failed = sorted(record.by_verdict(Verdict.FAIL), key=_weight)
    return [_failure(result, requirement_of(standard, result.id)) for result in failed]


def _weight(result: RequirementResult) -> tuple[bool, bool, int]:
    seen = sum(finding.count for finding in findings(result))
    return result.level not in ("MUST", "MUST NOT"), result.basis not in ("published", "rfc"), -seen


def _failure(result: RequirementResult, known: Requirement | None) -> Failure:
    head = findings(result).head
    message = head.message if head else reason_of(result)
    return Failure(result.id, result.level, message, known.fix if known else "")


def by_hand(record: RunRecord) -> list[ByHand]:
    """What the run leaves to a person."""
    standard = catalogue(record)
    return [
        ByHand(result.id, reason_of(result) or text_of(standard, result.id))
        for result in record.by_verdict(Verdict.MANUAL)
    ]


def judged(record: RunRecord) -> str:
    """What was judged: the URL of the target, or the documents."""
    url = record.target.get("base_url") or record.target.get("url")
    return url if isinstance(url, str) and url else target_name(record)


def counts_line(record: RunRecord) -> str:
    """The counts in words, those that are zero left out: ``2 failed, 1 undecided, 168 passed``."""
    summary = record.summary
    parts = [
        f"{summary[verdict.value]} {VERDICT_LABELS[verdict]}" for verdict in VERDICT_ORDER if summary[verdict.value]
    ]
    return ", ".join(parts) or "no requirement"


def findings(result: RequirementResult) -> Findings:
    """The findings that name this requirement, over all of its checks."""
    return Findings(result)


def own_findings(result: RequirementResult, check: CheckResult) -> list[Finding]:
    """The findings of one check that name this requirement; a check may decide several."""
    return [finding for finding in check.findings if finding.requirement == result.id]


def place(finding: Finding) -> str:
    """Where the fault was seen: JSON Pointer, how often, and the exchanges; empty when nothing is known."""
    parts = [finding.pointer] if finding.pointer else []
    if finding.count > 1:
        parts.append(f"{finding.count} times")
    if finding.exchanges:
        parts.append("exchange " + ", ".join(f"#{index}" for index in finding.exchanges[:5]))
    return "; ".join(parts)


def reason_of(result: RequirementResult) -> str:
    """Why the verdict is what it is: the reason of the requirement, or the first that one of its checks gave."""
    reasons = chain((result.reason,), (check.reason for check in result.checks))
    return next((reason for reason in reasons if reason), "")


def reasons_beside(result: RequirementResult) -> list[str]:
    """The reasons that say something which no finding says, each once."""
    given = chain((result.reason,), (check.reason for check in result.checks))
    reasons = dict.fromkeys(reason for reason in given if reason)
    if reasons:
        for finding in findings(result):
            reasons.pop(finding.message, None)
    return list(reasons)


def edition_title(record: RunRecord) -> str:
    """The title of the standard, with the envelope where there is one."""
    standard, envelope = catalogue(record), record.target.get("envelope")
    title = standard.title if standard else record.standard
    return f"{title}, as {envelope}" if isinstance(envelope, str) and envelope else title


def edition(record: RunRecord) -> str:
    """The edition that was judged by, with the envelope in which the target offers its API where there is one."""
    envelope = record.target.get("envelope")
    return f"{record.standard} as {envelope}" if isinstance(envelope, str) and envelope else record.standard


def target_name(record: RunRecord) -> str:
    """What was judged: its name when it is known, otherwise its URL."""
    for key in ("product", "name", "title", "url"):
        value = record.target.get(key)
        if isinstance(value, str) and value:
            return value
    return "(unnamed target)"


def took(record: RunRecord) -> str:
    """The duration of the run in words: seconds, or milliseconds of a short one."""
    seconds = duration(record)
    return f"{seconds:.1f} s" if seconds >= 1 else f"{max(round(seconds * 1000), 1)} ms"


def duration(record: RunRecord) -> float:
    """Seconds from the start of the run to its end."""
    begun, ended = datetime.fromisoformat(record.started), datetime.fromisoformat(record.finished)
    return max((ended - begun).total_seconds(), 0.0)


def _requirements(count: int) -> str:
    return f"{count} requirement" if count == 1 else f"{count} requirements"


def _aside(record: RunRecord) -> str:
    summary = record.summary
    parts = []
    if summary["warn"]:
        parts.append(f"{summary['warn']} gave a warning")
    if summary["waived"]:
        parts.append(f"{summary['waived']} failed and {'is' if summary['waived'] == 1 else 'are'} waived")
    if summary["incomplete"]:
        parts.append(f"{summary['incomplete']} could not be decided")
    if summary["manual"]:
        parts.append(f"{summary['manual']} {'is' if summary['manual'] == 1 else 'are'} left to a person, by hand")
    return f"; {', '.join(parts)}" if parts else ""
