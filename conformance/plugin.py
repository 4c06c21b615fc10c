"""The pytest plugin: options, fixtures, the requirement marker, and the way from a test's outcome to a check result.

Works under plain pytest (``pytest --pyargs conformance.suites.provider --clr-plan FILE``) and under
``clr-conformance provider``, which hands in a run of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.suites.marks import requirement_ids
from conformance.suites.outcomes import CheckEnd

if TYPE_CHECKING:
    from conformance.run import ProviderRun
    from conformance.suites.api import ProviderApi
    from conformance.suites.ledger import Ledger
    from conformance.suites.target import Target

LAST_MODULES = ("test_trust", "test_observed", "test_documents")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run under plain pytest."""
    group = parser.getgroup("clr", "CLR conformance self-check")
    group.addoption("--clr-plan", metavar="PLAN", help="plan of the run: a shipped name or a YAML file")
    group.addoption("--clr-target", metavar="URL", help="base URL of the target, instead of the plan's")
    group.addoption("--clr-ca", metavar="FILE", help="PEM file of a private certificate authority")
    group.addoption("--clr-allow-http", action="store_true", default=None, help="allow plain http to a loopback target")
    group.addoption("--clr-out", metavar="DIR", help="folder for run.json and the reports")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and the run when a plan is given."""
    config.addinivalue_line("markers", "requirement(*ids): the check decides these requirements of the catalogue")
    if config.getoption("--clr-plan"):
        attach(config, _run_of_options(config))


def attach(config: pytest.Config, run: ProviderRun) -> None:
    """Make ``run`` the run of this pytest session."""
    config.pluginmanager.register(RunPlugin(run), "clr-run")


def _run_of_options(config: pytest.Config) -> ProviderRun:
    from conformance import plan_file
    from conformance.errors import UsageFault
    from conformance.run import ProviderRun

    overrides = {
        "url": config.getoption("--clr-target"),
        "ca": config.getoption("--clr-ca"),
        "allow_http": config.getoption("--clr-allow-http"),
    }
    out = config.getoption("--clr-out")
    try:
        return ProviderRun(
            plan_file.load(config.getoption("--clr-plan"), overrides=overrides), out=Path(out) if out else None
        )
    except UsageFault as fault:
        problem = fault.problem
        raise pytest.UsageError(f"{problem.message} {problem.todo}".strip()) from fault


class RunPlugin:
    """The hooks of one run."""

    def __init__(self, run: ProviderRun) -> None:
        self.run = run

    @pytest.fixture(scope="session")
    def clr_run(self) -> ProviderRun:
        """The run that the checks belong to."""
        return self.run

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what the plan does not ask for, and let the checks that look back come last."""
        kept = dict.fromkeys(filter(self._wanted, items))
        dropped = [item for item in items if item not in kept]
        items[:] = sorted(kept, key=_position)
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Remember what ``-k``, ``-m`` or ``--lf`` left out."""
        self.run.left_out(dropped_ids(items))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Look the target over before the first check."""
        if not session.config.option.collectonly and not self.run.start(len(session.items)):
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
        self.run.finish()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = self.run.record.exit_code

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where the reports are and what the verdict is."""
        record = self.run.finished_record
        if record is None:
            return
        terminalreporter.section("CLR conformance self-check")
        for problem in record.problems:
            terminalreporter.line(f"{problem.code}: {problem.message} {problem.todo}".rstrip(), red=True)
        counts = ", ".join(f"{count} {verdict}" for verdict, count in record.summary.items() if count)
        terminalreporter.line(f"requirements: {counts}; exit code {record.exit_code}")
        for path in self.run.written:
            terminalreporter.line(f"wrote {path}")

    def _wanted(self, item: pytest.Item) -> bool:
        ids = requirement_ids(item)
        return not ids or any(self.run.judges(one) for one in ids)


def _expected(error: BaseException) -> bool:
    from conformance.wire import BudgetExhausted  # heavy, and the plugin is loaded into every pytest of its users

    return isinstance(error, (CheckEnd, BudgetExhausted))


def _skipped() -> pytest.ExceptionInfo[BaseException]:
    try:
        pytest.skip("")
    except pytest.skip.Exception as error:
        return pytest.ExceptionInfo.from_exception(error)


_SKIPPED = _skipped()


@pytest.fixture(scope="session")
def clr_run() -> ProviderRun:
    """The run that the checks belong to: that of ``RunPlugin``, when there is one."""
    raise pytest.UsageError("the checks of this suite need a plan: --clr-plan PLAN")


@pytest.fixture(scope="session")
def target(clr_run: ProviderRun) -> Target:
    """The implementation under test, with its clients, resource owners and tokens."""
    return clr_run.target


@pytest.fixture(scope="session")
def provider(target: Target) -> ProviderApi:
    """The API of the target as its first resource owner may use it."""
    return target.api


@pytest.fixture(scope="session")
def ledger(target: Target) -> Ledger:
    """Every API answer so far."""
    return target.ledger


@pytest.fixture
def note(clr_run: ProviderRun) -> Callable[[str], None]:
    """Say something that stands beside the pass of the check, for example that an option is offered."""
    return clr_run.note


def dropped_ids(items: list[pytest.Item]) -> frozenset[str]:
    """The requirement ids of these tests."""
    return frozenset(one for item in items for one in requirement_ids(item))


def _position(item: pytest.Item) -> int:
    module = item.path.stem
    return 1 + LAST_MODULES.index(module) if module in LAST_MODULES else 0
