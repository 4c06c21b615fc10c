"""The hooks of one run: from a test's outcome to a check result."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from conformance import selection
from conformance.suites.marks import rename, requirement_ids
from conformance.suites.outcomes import CheckEnd
from conformance.wire import BudgetExhausted

if TYPE_CHECKING:
    from conformance.record import Problem
    from conformance.run import ProviderRun

LAST_MODULES = ("test_trust", "test_observed", "test_documents")


class RunPlugin:
    """The hooks of one run."""

    def __init__(self, run: ProviderRun) -> None:
        self.run = run
        self._offered: set[str] = set()
        self._places: dict[pytest.Item, tuple[int, int]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
        """Leave out what the plan does not ask for, and keep the order: the checks that look back come last.

        Checks share a target, and some write to it: another order (``pytest-randomly``, ``--ff``) makes another run.
        """
        for item in items:
            rename(item, self.run.standard.told)
        self._places = {
            item: (_position(item), place) for place, item in enumerate(sorted(items, key=lambda item: item.path.stem))
        }
        self.choose(config, items)
        self._offered = {name for item in items if requirement_ids(item) for name in _names(item)}
        yield
        items.sort(key=self._places.__getitem__)

    def choose(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep of these checks, in place, those that the plan asks for."""
        kept = dict.fromkeys(filter(self._wanted, items))
        dropped = [item for item in items if item not in kept]
        items[:] = sorted(kept, key=lambda item: (_position(item), item.path.stem))
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Remember what ``-k``, ``-m`` or ``--lf`` left out."""
        self.run.left_out(dropped_ids(items))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Look the target over before the first check; a selection that leaves no check is refused."""
        if session.config.option.collectonly:
            return
        if not any(requirement_ids(item) for item in session.items):
            self.run.refuse(selection.nothing_matches(self._offered, _expression(session.config)))
        if self.run.refusal or not self.run.start(len(session.items)):
            session.items.clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Note where the exchanges of this check begin."""
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
            self.run.phase(item, call, report)
        return report

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Clean up on the target, judge, and write the reports."""
        if session.config.option.collectonly:
            return
        if self.run.refusal or exitstatus == pytest.ExitCode.USAGE_ERROR:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            return
        self.run.finish()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = self.run.record.exit_code

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where the reports are and what the verdict is."""
        record, refusal = self.run.finished_record, self.run.refusal
        if record or refusal:
            terminalreporter.section("CLR conformance self-check")
        if refusal:
            terminalreporter.line(_in_one_line(refusal.problem), red=True)
        if record is None:
            return
        for problem in record.problems:
            terminalreporter.line(_in_one_line(problem), red=True)
        counts = ", ".join(f"{count} {verdict}" for verdict, count in record.summary.items() if count)
        terminalreporter.line(f"requirements: {counts}; exit code {record.exit_code}")
        for path in self.run.written:
            terminalreporter.line(f"wrote {path}")

    def _wanted(self, item: pytest.Item) -> bool:
        ids = requirement_ids(item)
        return not ids or any(self.run.judges(one) for one in ids)


def _in_one_line(problem: Problem) -> str:
    return f"{problem.code}: {problem.message} {problem.todo}".rstrip()


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


def dropped_ids(items: list[pytest.Item]) -> frozenset[str]:
    """The requirement ids of these tests."""
    return frozenset(one for item in items for one in requirement_ids(item))


def _names(item: pytest.Item) -> Iterator[str]:
    """What ``-k`` may call a check: its own name and that of its module."""
    yield item.path.stem.removeprefix("test_")
    yield getattr(item, "originalname", item.name).removeprefix("test_")


def _position(item: pytest.Item) -> int:
    module = item.path.stem
    return 1 + LAST_MODULES.index(module) if module in LAST_MODULES else 0
