"""One run against a provider: from the plan to the run record. Checks emit events; whoever listens shows progress."""

from __future__ import annotations

import gc
import os
import platform
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import pytest

from conformance import __version__, selection, verdicts
from conformance.errors import UsageFault
from conformance.exchanges import withhold
from conformance.plan import Plan
from conformance.record import CheckResult, Diagnosis, Finding, Outcome, Problem, RunRecord, Verdict
from conformance.rulebooks import target_of
from conformance.standard import Standard, book_of, load
from conformance.suites.doctor import examine
from conformance.suites.marks import check_id, requirement_ids
from conformance.suites.outcomes import CheckEnd
from conformance.suites.steady import left_open, settled
from conformance.suites.target import Target
from conformance.suites.waiting import await_target
from conformance.wire import AsgiApp, BudgetExhausted, Redactor
from conformance.wire.tls import trust

DEFAULT_FORMATS = ("json", "html", "junit", "markdown", "allure")


# Parts of pytest that this run has no use for; each costs time at every check or at the end.
_NOT_NEEDED = (
    "terminal",
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "skipping",
    "stepwise",
    "subtests",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
)


class Listener(Protocol):
    """Whoever wants to know how the run goes on."""

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """The doctor took a step."""

    def started(self, checks: int) -> None:
        """The checks begin."""

    def checked(self, result: CheckResult) -> None:
        """A check ended."""


class Silence:
    """A listener that shows nothing."""

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """Nothing."""

    def started(self, checks: int) -> None:
        """Nothing."""

    def checked(self, result: CheckResult) -> None:
        """Nothing."""


@dataclass(slots=True)
class _Running:
    first_exchange: int
    seconds: float = 0.0
    end: tuple[Outcome, str | None, tuple[Finding, ...]] = (Outcome.PASS, None, ())


@dataclass(slots=True)
class _State:
    results: dict[str, list[CheckResult]] = field(default_factory=dict)
    unselected: set[str] = field(default_factory=set)
    running: _Running = field(default_factory=lambda: _Running(0))
    doctor: list[Diagnosis] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class ProviderRun:
    """Collects what the checks of one pytest session learn, and judges it at the end.

    ``out`` is the folder for the reports, ``app`` an application in this process instead of a target on the network;
    ``command`` may be set to the command line that started the run;
    without ``keep_exchanges`` the record holds none, which saves the time to redact them.
    Raises ``UsageFault`` when the plan leaves nothing to judge, or its file of certificate authorities cannot be used.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        out: Path | None = None,
        listener: Listener | None = None,
        app: AsgiApp | None = None,
        keep_exchanges: bool = True,
    ) -> None:
        self.plan = plan
        self.out = out
        self.standard: Standard = load(book_of(plan.standard))
        selection.require_some(self.standard, plan)
        self.target = _target(plan, out, app)
        self.written: list[Path] = []
        self.formats: Sequence[str] = DEFAULT_FORMATS
        self._listener = listener or Silence()
        self._keep_exchanges = keep_exchanges
        self._state = _State()
        self._started = datetime.now(UTC)
        self._overdue = time.monotonic() + 2 * plan.limits.run
        self.command = ""
        self.finished_record: RunRecord | None = None
        self.refusal: UsageFault | None = None

    @property
    def record(self) -> RunRecord:
        """The run record; raises ``RuntimeError`` before the run is finished."""
        if self.finished_record is None:
            raise RuntimeError("the run is not finished")
        return self.finished_record

    def judges(self, requirement_id: str) -> bool:
        """True when the plan asks for this requirement and the target's claims let it apply."""
        requirement = self.standard[requirement_id]
        return verdicts.selected(requirement, self.plan) and self.plan.claims_all(requirement.applies_when)

    def left_out(self, ids: frozenset[str]) -> None:
        """Remember requirements some of whose checks will not run."""
        self._state.unselected |= ids

    def refuse(self, fault: UsageFault) -> None:
        """Remember that the run was asked for in a wrong way: no check runs, and no record is made."""
        self.refusal = fault

    def start(self, checks: int) -> bool:
        """Look the target over, then announce the checks; false when it cannot be reached and no check should run."""
        for diagnosis in chain(await_target(self.target), examine(self.target)):
            self._state.doctor.append(diagnosis)
            self._listener.diagnosed(withhold.from_diagnosis(diagnosis, self._redactor()))
        reachable = self.target.unreachable is None
        if reachable:
            self._listener.started(checks)
        return reachable

    def begin(self) -> None:
        """A check is about to start: exchanges from here on are its own.

        Raises ``BudgetExhausted`` when judging alone has taken as long as the run might.
        """
        self._state.running = _Running(first_exchange=len(self.target.wire.transcript))
        if time.monotonic() > self._overdue:
            raise BudgetExhausted(_too_long(self.plan.limits.run))

    def note(self, text: str) -> None:
        """Say something about the check that is running, to stand beside its pass."""
        self._state.running.end = (Outcome.PASS, text, ())

    def phase(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """Take in one phase (setup, call, teardown) of a check, and tell pytest how to show it."""
        running = self._state.running
        running.seconds += call.duration
        if call.excinfo is not None:
            running.end = self._ending(call.excinfo.value)
            self._show(report, item, running.end)
        if call.when == "teardown":
            self._close(item, running)

    def finish(self) -> RunRecord:
        """Clean up, judge and write the reports; may be called once."""
        leftovers = self.target.clean_up()
        results = self._settled()
        judged = verdicts.judge(
            self.standard,
            self.plan,
            results,
            today=date.today(),
            unselected=frozenset(self._state.unselected),
            nothing_ran=self.target.unreachable or "the run ended before its checks",
        )
        problems = (*self.target.problems, *self._state.problems, *judged.problems)
        if not problems and not any(result.verdict.decided for result in judged.requirements):
            problems = (selection.nothing_judged(judged.requirements),)
        redactor = self._redactor()
        exchanges = self.target.wire.transcript.exchanges() if self._keep_exchanges else ()
        record = RunRecord(
            tool=_tool() | ({"command": redactor.by_name(self.command)} if self.command else {}),
            standard=self.plan.standard,
            role=self.plan.role,
            plan=_plain(self.plan),
            target=self.target.describe(),
            started=_stamp(self._started),
            finished=_stamp(datetime.now(UTC)),
            requirements=judged.requirements,
            problems=problems,
            doctor=tuple(self._state.doctor),
            leftovers=tuple(leftovers),
            exit_code=verdicts.exit_code(
                self.standard, judged.requirements, problems, strict_manual=self.plan.strict_manual
            ),
            personal_data="replaced" if redactor.persons else "kept",
        )
        self.finished_record = replace(withhold.from_record(record, redactor), exchanges=exchanges)
        self.target.close()
        if self.out is not None:
            from reports import write_reports

            self.written = list(write_reports(self.finished_record, self.out, self.formats))
        return self.finished_record

    def _settled(self) -> Mapping[str, Sequence[CheckResult]]:
        """The results by requirement, now that all is known of the accidents that the checks met."""
        wire = self.target.wire
        results = {name: settled(checks, wire) for name, checks in self._state.results.items()}
        problem = wire.problem(undecided=sum(left_open(checks, wire) for checks in results.values()))
        if problem is not None:
            self.target.blame(problem)
        return results

    def _ending(self, error: BaseException) -> tuple[Outcome, str | None, tuple[Finding, ...]]:
        if isinstance(error, CheckEnd):
            return error.outcome, error.reason, error.findings
        if isinstance(error, BudgetExhausted):
            if not self.target.problems:  # else what used the limits up has been told
                self.target.blame(error.problem)
            return Outcome.INCOMPLETE, str(error), ()
        if isinstance(error, AssertionError):
            message = str(error).splitlines()[0] if str(error) else "an expectation of the check was not met"
            return Outcome.FAIL, message, (Finding("", message),)
        if isinstance(error, pytest.skip.Exception):
            return Outcome.NOT_APPLICABLE, str(error), ()
        self._state.problems.append(
            Problem(
                "harness-fault",
                f"a check ended in an error of its own: {type(error).__name__}: {error}",
                "a fault of this tool, or an answer that it did not foresee",
                "Please report it with run.json; the requirement is counted as incomplete.",
            )
        )
        return Outcome.INCOMPLETE, f"the check itself failed: {type(error).__name__}: {error}", ()

    def _show(
        self, report: pytest.TestReport, item: pytest.Item, end: tuple[Outcome, str | None, tuple[Finding, ...]]
    ) -> None:
        outcome, reason, findings = end
        redactor = self._redactor()
        reason = redactor.said(reason or "")
        if outcome is Outcome.FAIL and self._fails(item):
            report.outcome = "failed"
            told = [withhold.from_finding(each, redactor) for each in findings]
            report.longrepr = _told(reason, told)
        else:
            report.outcome = "skipped"
            path, line, _ = item.location
            report.longrepr = (path, line or 0, f"{outcome.value}: {reason}")

    def _redactor(self) -> Redactor:
        """What takes secrets and personal data out of a text, with all that is known by now."""
        if self._keep_exchanges:
            self.target.wire.transcript.learn_persons()
        return self.target.wire.redactor

    def _fails(self, item: pytest.Item) -> bool:
        broken = (verdicts.broken(self.standard[one], self.plan) for one in requirement_ids(item))
        return any(verdict is Verdict.FAIL for verdict in broken)

    def _close(self, item: pytest.Item, running: _Running) -> None:
        outcome, reason, findings = running.end
        exchanges = tuple(range(running.first_exchange, len(self.target.wire.transcript)))
        told = {*exchanges[-20:], *self.target.wire.accidents.among(exchanges)}
        result = CheckResult(check_id(item), outcome)
        for requirement_id in requirement_ids(item):
            own = tuple(_owned(f, requirement_id, exchanges) for f in findings if f.requirement in ("", requirement_id))
            foreign = bool(findings) and not own
            result = CheckResult(
                id=check_id(item),
                outcome=Outcome.INCOMPLETE if foreign else outcome,
                findings=own,
                reason="the check ended at another requirement" if foreign else reason,
                exchanges=tuple(sorted(told)),
                seconds=round(running.seconds, 6),
            )
            self._state.results.setdefault(requirement_id, []).append(result)
        self._listener.checked(result)


def _too_long(seconds: float) -> Problem:
    return Problem(
        "time-exhausted",
        f"The run has lasted more than twice the {seconds:g} seconds of the plan; the checks left were not run.",
        "The target's answers take very long to read.",
        "Judge an account with fewer or smaller CLRs, or raise limits.run.",
    )


def _owned(finding: Finding, requirement_id: str, exchanges: tuple[int, ...]) -> Finding:
    return replace(finding, requirement=requirement_id, exchanges=finding.exchanges or exchanges[-1:])


def _told(reason: str | None, findings: Sequence[Finding]) -> str:
    lines = [reason or "broken"]
    for finding in findings:
        lines += [f"  expected: {finding.expected}"] if finding.expected else []
        lines += [f"  actual:   {finding.actual}"] if finding.actual else []
        lines += [f"  where:    {finding.pointer}"] if finding.pointer else []
    return "\n".join(lines)


def _target(plan: Plan, out: Path | None, app: AsgiApp | None) -> Target:
    try:
        return target_of(plan, out, app)
    except OSError as error:  # ssl.SSLError is one
        raise _unusable(plan, error) from error


def _unusable(plan: Plan, error: OSError) -> UsageFault:
    """Which of the plan's files cannot be used."""
    told = error.strerror or str(error)
    try:
        trust(Path(plan.target.ca) if plan.target.ca else None)
    except OSError:
        return UsageFault(
            "ca-unusable",
            f"no certificates can be read from {plan.target.ca}: {told}",
            "the file is missing, or it is not PEM",
            "Give the certificate authority as a PEM file (-----BEGIN CERTIFICATE-----) with --ca or target.ca.",
        )
    return UsageFault(
        "client-certificate-unusable",
        f"the client's certificate cannot be used: {told}",
        "a file is missing or not PEM, the key has a password, or it belongs to another certificate",
        "Give both as PEM files with --client-cert and --client-key (network.client_certificate, network.client_key).",
    )


def _tool() -> dict[str, str]:
    return {"name": "clr-conformance", "version": __version__, "python": platform.python_version()}


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(plan: Plan) -> Mapping[str, Any]:
    """The plan as JSON."""

    def clean(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: clean(entry) for key, entry in value.items()}
        if isinstance(value, frozenset):
            return sorted(value)
        if isinstance(value, (list, tuple)):
            return [clean(entry) for entry in value]
        return value.isoformat() if isinstance(value, date) else value

    plain: Mapping[str, Any] = clean(asdict(plan))
    return plain


def run_suites(run: ProviderRun, arguments: Sequence[str] = (), plugins: Sequence[object] = ()) -> None:
    """Run the provider suites in this process, without the plugins and settings that the user's own pytest has.

    ``arguments`` and ``plugins`` are further ones for pytest (``-k``, ``-x``). Afterwards ``run.record`` is there,
    unless pytest broke off. Raises ``UsageFault`` when the arguments cannot be used or leave no check.
    """
    from conformance import plugin

    class Attach:
        @pytest.hookimpl(trylast=True)
        def pytest_configure(self, config: pytest.Config) -> None:
            plugin.attach(config, run)

        def pytest_collection_finish(self) -> None:
            gc.freeze()  # what was imported and collected stays: the collector need not look at it again and again

    ini = files("conformance.suites") / "pytest.ini"
    without = [argument for name in _NOT_NEEDED for argument in ("-p", f"no:{name}")]
    options = ["-c", str(ini), "--noconftest", "-p", "conformance.plugin", *without]
    how = ["--import-mode=importlib", "--assert=plain"]
    with _pytest_alone(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about each other; without the plugin they would be printed
        ended = pytest.main(
            [*options, *how, *arguments, "--pyargs", "conformance.rulebooks"], plugins=[Attach(), *plugins]
        )
        gc.unfreeze()
    if run.refusal:
        raise run.refusal
    if ended == pytest.ExitCode.USAGE_ERROR:
        raise UsageFault(
            "arguments-refused",
            f"pytest refuses {' '.join(arguments)!r}, for the reason above",
            "the expression of -k is not a right one",
            "Join names with and, or, not: -k 'limit and not illegal'",
        )


@contextmanager
def _pytest_alone() -> Iterator[None]:
    """The environment without what the user has set for pytest, as long as the block lasts."""
    before = {name: os.environ.get(name) for name in ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
