"""The run record: frozen values of everything a run learnt. Reports are made from it and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

RECORD_VERSION = 1


class Verdict(StrEnum):
    """Outcome of one requirement in one run."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    INCOMPLETE = "incomplete"
    MANUAL = "manual"
    EXCLUDED = "excluded"

    @property
    def decided(self) -> bool:
        """True when it says something about the target: something was judged."""
        return self in (Verdict.PASS, Verdict.FAIL, Verdict.WARN, Verdict.WAIVED)


class Outcome(StrEnum):
    """Outcome of one check, before level, basis and waivers turn it into a verdict."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"  # broken, but in a way that the standard's own faults excuse: never more than a warning
    NOT_APPLICABLE = "not-applicable"
    INCOMPLETE = "incomplete"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw: where, what the requirement expects, and what was there.

    ``pointer`` is a JSON Pointer into the body, or empty when the fault is not in a body.
    ``exchanges`` are indexes into ``RunRecord.exchanges``. ``count`` says how often the same
    fault was seen; ``pointers`` are the first few places, ``pointer`` first.
    """

    requirement: str
    message: str
    expected: str = ""
    actual: str = ""
    pointer: str = ""
    pointers: tuple[str, ...] = ()
    count: int = 1
    exchanges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check that was run: its id (with the parameter in brackets), outcome and findings."""

    id: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    exchanges: tuple[int, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """One requirement with its verdict and the checks that led to it."""

    id: str
    level: str
    role: str
    area: str
    confidence: str
    basis: str
    verdict: Verdict
    reason: str | None = None
    checks: Sequence[CheckResult] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Headers and body of a request or a response, already redacted.

    ``body`` is text, cut to a limit (``truncated``); ``size`` is the length in bytes on the wire.
    """

    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    size: int = 0
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request with its response, already redacted.

    ``status`` is ``None`` when no response came; ``error`` then says why. ``seconds`` is the time
    from the request to the last byte. ``curl`` repeats the request (secrets as shell variables).
    """

    index: int
    label: str
    started: str
    seconds: float
    method: str
    url: str
    request: Message
    status: int | None
    response: Message
    error: str | None = None
    curl: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept the run from judging: never a finding against the target.

    ``code`` is stable and greppable (``target-unreachable``); ``likely`` and ``todo`` tell a reader
    why it probably happened and what to do.
    """

    code: str
    message: str
    likely: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor: a step, whether it went well, and what it learnt.

    ``status`` is ``ok``, ``warning``, ``failed`` or ``skipped``.
    """

    step: str
    status: str
    message: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document of a run of the role ``document``: what it is, how it ended, whether it can be trusted.

    ``verdict`` is ``pass``, ``warn``, ``incomplete``, ``fail``, ``unreadable`` or ``not-applicable``. ``trust`` is
    ``verified``, ``not-verified`` or ``undecided``, and empty when nothing in the document could be trusted or not;
    ``reasons`` say why, and why it could not be read. ``broken`` and ``warnings`` count the places of its findings,
    ``findings`` are a line for each of the first of them. ``items`` are a line for each kind of item in it: what was
    answered to each question of trust, where the edition asks each by itself.
    """

    path: str
    recognised: str
    verdict: str
    trust: str = ""
    reasons: tuple[str, ...] = ()
    broken: int = 0
    warnings: int = 0
    findings: tuple[str, ...] = ()
    seconds: float = 0.0
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attested:
    """What a person answered to a question about a consumer: attested, and kept apart from what was seen.

    ``about`` names what the question is about, ``value`` is ``yes``, ``no``, ``cannot-tell`` or ``not-shown``,
    ``words`` are the person's own, ``at`` is when it was answered. ``screenshot`` is the path of a picture from the
    folder of the record on (empty: none).
    """

    about: str
    question: str
    value: str
    words: str = ""
    at: str = ""
    screenshot: str = ""


@dataclass(frozen=True, slots=True)
class SpecimenResult:
    """One item that was laid before a consumer: what it is, and what the consumer made of it.

    ``change`` says in words what is wrong with it, and is empty for a right one. ``right`` are the states that a right
    consumer may give it. ``state`` is the one that this consumer gave it (empty: nothing tells), ``reason`` why, in its
    own words; ``told_by`` is ``outcome``, ``exit code`` or ``person``. ``start`` is the number of the start, ``twin``
    the id of the right item that it equals but for the change.
    """

    start: int
    id: str
    kind: str
    name: str
    change: str
    twin: str
    right: tuple[str, ...]
    state: str = ""
    reason: str = ""
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """What a consumer reported of one item: its id or its place, a state, and why."""

    id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """What one start of a consumer reported; ``records`` are the first of ``count``.

    ``unusable`` says why what it reported decides nothing (``result`` is empty then). ``unknown`` counts the items of
    which it spoke though they were not served.
    """

    start: int
    result: str = ""
    reason: str = ""
    records: tuple[ReportedItem, ...] = ()
    count: int = 0
    unknown: int = 0
    unusable: str = ""


@dataclass(frozen=True, slots=True)
class SittingResult:
    """One sitting of a run of the role ``consumer``: what it was, how each start of the consumer ended.

    ``ends`` are ``through``, ``refused``, ``unable``, ``crashed``, ``timed-out`` or ``stopped``, one for each start,
    and ``silent``, ``unclear`` or ``skipped`` where a person led the consumer;
    ``codes`` the exit codes (``None``: there is none), ``output`` the end of what the last start printed. Its exchanges
    are ``count`` from the index ``first`` on. ``mended`` are departures of the consumer that were let pass so that the
    rest could be judged; ``late`` counts requests after its end. ``specimens`` are the items that were laid before it,
    ``outcomes`` what its starts reported, ``answers`` what a person attested.
    """

    scenario: str
    task: str
    ends: tuple[str, ...]
    codes: tuple[int | None, ...]
    first: int
    count: int
    seconds: float = 0.0
    output: str = ""
    mended: tuple[str, ...] = ()
    late: int = 0
    specimens: tuple[SpecimenResult, ...] = ()
    outcomes: tuple[OutcomeResult, ...] = ()
    answers: tuple[Attested, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The whole outcome of a run (``run.json``).

    ``documents`` is filled when documents were judged, ``sittings`` when a consumer was. ``personal_data`` says
    whether what is a learner's own was ``replaced`` by stand-ins, or ``kept``.
    """

    tool: Mapping[str, str]
    standard: str
    role: str
    plan: Mapping[str, Any]
    target: Mapping[str, Any]
    started: str
    finished: str
    requirements: tuple[RequirementResult, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    problems: Sequence[Problem] = ()
    doctor: tuple[Diagnosis, ...] = ()
    leftovers: tuple[str, ...] = ()
    exit_code: int = 0
    seed: int | None = None
    documents: Sequence[DocumentResult] = ()
    sittings: tuple[SittingResult, ...] = ()
    personal_data: str = "replaced"
    record: int = field(default=RECORD_VERSION)

    @property
    def summary(self) -> dict[str, int]:
        """Number of requirements per verdict, every verdict present."""
        counts = Counter(result.verdict for result in self.requirements)
        return {verdict.value: counts[verdict] for verdict in Verdict}

    def by_verdict(self, verdict: Verdict) -> tuple[RequirementResult, ...]:
        """The requirements that got this verdict, in catalogue order."""
        return tuple(result for result in self.requirements if result.verdict is verdict)
