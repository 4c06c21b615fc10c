"""The hooks of one run: from a test's outcome to a check result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.errors import in_sentences
from conformance.plugin import aliases
from conformance.record import Outcome, Problem, RunRecord
from conformance.run import nothing
from conformance.suites.marks import check_id, requirement_ids
from conformance.suites.outcomes import CheckEnd, NotApplicable
from conformance.wire import BudgetExhausted

if TYPE_CHECKING:
    from conformance.errors import UsageFault
    from conformance.run import CheckEnding
    from conformance.run.provider import ProviderRun

PROTECTED = "protected_operation"
"""What a check calls the id of an operation that needs a token."""

Write = Callable[[RunRecord], Sequence[Path]]
"""Writes the reports of a run, and says where."""


def no_reports(_: RunRecord) -> Sequence[Path]:
    """Writes nothing: whoever started the session sees to the reports."""
    return ()


class RunPlugin:
    """The hooks of one run. ``refusal`` says why its session judged nothing, when it was started in a wrong way."""

    def __init__(self, run: ProviderRun, write: Write = no_reports) -> None:
        self.run = run
        self.refusal: UsageFault | None = None
        self._write = write
        self._written: Sequence[Path] = ()
        self._seconds = 0.0
        self._collected = False
        self._offered: set[str] = set()
        self._places: dict[pytest.Item, tuple[int, int]] = {}

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Let the checks ask for the fixtures by their short names, which a user's own tests do not see."""
        if isinstance(collector, pytest.Module) and aliases.wanted_by(collector.path):
            aliases.give_to(collector.obj)

    @pytest.hookimpl(trylast=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a check that asks for ``protected_operation`` once for each of those that the edition has."""
        if PROTECTED in metafunc.fixturenames and aliases.wanted_by(metafunc.definition.path):
            metafunc.parametrize(PROTECTED, list(self.run.target.protected()))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
        """Leave out what the plan does not ask for, and keep the order: the checks that look back come last.

        Checks share a target, and some write to it: another order (``pytest-randomly``, ``--ff``) makes another run.
        """
        ordered = sorted(items, key=lambda item: item.path.stem)
        self._places = {item: (self._position(item), place) for place, item in enumerate(ordered)}
        self.choose(config, items)
        self._offered = {name for item in items if requirement_ids(item) for name in _names(item)}
        yield
        items.sort(key=self._places.__getitem__)
        self._collected = True

    def choose(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep of these checks, in place, those of the plan's edition that the plan asks for."""
        items[:] = [item for item in items if all(map(self.run.results.knows, requirement_ids(item)))]
        kept = dict.fromkeys(filter(self._wanted, items))
        dropped = [item for item in items if item not in kept]
        items[:] = sorted(kept, key=lambda item: (self._position(item), item.path.stem))
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Remember what ``-k``, ``-m`` or ``--lf`` left out."""
        self.run.results.left_out(one for item in items for one in requirement_ids(item))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Look the target over before the first check; a selection that leaves no check is refused."""
        if session.config.option.collectonly or not self._collected:  # pytest also calls this when it breaks off
            return
        if not any(requirement_ids(item) for item in session.items):
            self.refusal = nothing.nothing_matches(self._offered, _expression(session.config))
        if self.refusal or not self.run.start(len(session.items)):
            session.items.clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Note where the exchanges of this check begin."""
        self._seconds = 0.0
        self.run.begin()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn the outcome of a phase into a check result, and show pytest what it means."""
        ended = call.excinfo
        if ended is not None and _expected(ended.value):
            # An expected end needs no traceback, which would cost more than the check itself.
            call.excinfo = _SKIPPED
        report = yield
        call.excinfo = ended
        if requirement_ids(item):
            self._phase(item, call, report)
        return report

    def _phase(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """Take in one phase (setup, call, teardown) of a check, and tell pytest how to show it."""
        self._seconds += call.duration
        if call.excinfo is not None:
            self._show(report, item, self.met(call.excinfo.value))
        if call.when == "teardown":
            self.run.end(check_id(item), requirement_ids(item), self._seconds)

    def met(self, error: BaseException) -> CheckEnding:
        """What it means for the check that is running that it ended in this error, which may be pytest's skip."""
        skipped = isinstance(error, pytest.skip.Exception)
        return self.run.met(NotApplicable(str(error)) if skipped else error)

    def _show(self, report: pytest.TestReport, item: pytest.Item, ending: CheckEnding) -> None:
        if ending.outcome is Outcome.FAIL and self.run.results.fails(requirement_ids(item)):
            report.outcome = "failed"
            report.longrepr = _in_lines(ending)
        else:
            report.outcome = "skipped"
            path, line, _ = item.location
            report.longrepr = (path, line or 0, f"{ending.outcome.value}: {ending.reason}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Clean up on the target, judge, and have the reports written."""
        if session.config.option.collectonly:
            return
        if self.refusal or exitstatus == pytest.ExitCode.USAGE_ERROR:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            return
        record = self.run.finish()
        self._written = self._write(record)
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = record.exit_code

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where the reports are and what the verdict is."""
        if self.refusal or self.run.finished:
            terminalreporter.section("CLR conformance self-check")
        if self.refusal:
            terminalreporter.line(_in_one_line(self.refusal.problem), red=True)
        if not self.run.finished:
            return
        record = self.run.record
        for problem in record.problems:
            terminalreporter.line(_in_one_line(problem), red=True)
        counts = ", ".join(f"{count} {verdict}" for verdict, count in record.summary.items() if count)
        terminalreporter.line(f"requirements: {counts}; exit code {record.exit_code}")
        for path in self._written:
            terminalreporter.line(f"wrote {path}")

    def _wanted(self, item: pytest.Item) -> bool:
        ids = requirement_ids(item)
        return not ids or any(map(self.run.results.judges, ids))

    def _position(self, item: pytest.Item) -> int:
        """0, or a later place for the modules that look back at the whole run."""
        module, last = item.path.stem, self.run.rules.last
        return 1 + last.index(module) if module in last else 0


def _in_one_line(problem: Problem) -> str:
    return f"{problem.code}: {in_sentences(problem.message, problem.todo)}"


def _expression(config: pytest.Config) -> str:
    """What the user selected by on the command line: ``-k``, ``-m``, or the arguments."""
    return config.option.keyword or config.option.markexpr or " ".join(config.args)


def _expected(error: BaseException) -> bool:
    return isinstance(error, (CheckEnd, BudgetExhausted))


def _skipped() -> pytest.ExceptionInfo[BaseException]:
    try:
        pytest.skip("")
    except pytest.skip.Exception as error:
        return pytest.ExceptionInfo.from_exception(error)


_SKIPPED = _skipped()


def _names(item: pytest.Item) -> Iterator[str]:
    """What ``-k`` may call a check: its own name and that of its module."""
    yield item.path.stem.removeprefix("test_")
    yield getattr(item, "originalname", item.name).removeprefix("test_")


def _in_lines(ending: CheckEnding) -> str:
    lines = [ending.reason or "broken"]
    for finding in ending.findings:
        lines += [f"  expected: {finding.expected}"] if finding.expected else []
        lines += [f"  actual:   {finding.actual}"] if finding.actual else []
        lines += [f"  where:    {finding.pointer}"] if finding.pointer else []
    return "\n".join(lines)
