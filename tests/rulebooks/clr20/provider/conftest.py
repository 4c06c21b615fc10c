"""Runs against the mock of CLR 2.0 in this process that does one thing otherwise, judged as the command judges it.

    def test_a_dialect(judged):
        assert judged("api-minor-with-capitals", select=["API"]).named == {"CLR20-API-35"}

That each fault is named, and no variation, is what ``clr-conformance selfcheck --standard 2.0`` proves. The tests here
look at what it does not: providers that are right in a way that the mock is not, and what stays undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.access import Credentials
from conformance.plan import Plan
from conformance.rulebooks.clr20 import provider
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import plan_for
from conformance.standard import load
from conformance.suites.memory import Memory
from conformance.verdicts import selected
from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import everything
from mock_provider.testing import MockServer, mock_in_process
from tests.suites.conftest import Judged

BOOK = "clr20"
PROVIDER = Path(provider.__file__).parent
MEMORY = Memory()

Judge = Callable[..., Judged]


@pytest.fixture(scope="session")
def mocks() -> Iterator[Callable[..., MockServer]]:
    """Mock providers of CLR 2.0 by their settings, each made once."""
    with ExitStack() as stack:
        known: dict[str, MockServer] = {}

        def mock_with(**settings: Any) -> MockServer:
            key = repr(sorted(settings.items()))
            if key not in known:
                known[key] = stack.enter_context(mock_in_process(standard="clr-v2p0", **settings))
            return known[key]

        yield mock_with


@pytest.fixture
def judged(mocks: Callable[..., MockServer], monkeypatch: pytest.MonkeyPatch) -> Judge:
    """``judged(played, select=[...])`` runs the suites against the mock that does this, and gives the verdicts.

    ``played`` are behaviours, each as it is or by the id of one of the mock's own; ``select`` names areas or
    requirement ids. The plan is clr2-full with ``inferred: fail``; ``claims`` takes claims out, ``owner`` is another
    first user, ``change`` makes any other change to the plan, ``settings`` are those of the mock, and ``around`` puts
    an application around it.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards

    def judge(
        *played: str | Behaviour,
        select: Sequence[str] = (),
        claims: Mapping[str, bool] | None = None,
        owner: str = "mira",
        change: Callable[[Plan], Plan] = lambda plan: plan,
        settings: Mapping[str, Any] | None = None,
        around: Callable[[Any], Any] = lambda app: app,
    ) -> Judged:
        server = mocks(**(settings or {}))
        server.reset()
        plan = plan_for(server)
        wanted = frozenset(name for name in plan.claims if (claims or {}).get(name, True))
        login = replace(plan.login, owner=Credentials(owner, server.users[owner]))
        ignored = (*plan.ignore, *load(BOOK).wire_only)
        plan = replace(plan, login=login, select=tuple(select), ignore=ignored, claims=wanted, inferred="fail")
        plan = change(plan)
        for each in played:
            server.faults.switch_on(everything(BOOK)[each] if isinstance(each, str) else each)
        try:
            run = ProviderRun(plan, app=around(server.faults), memory=MEMORY)
            run_suites(run, quicker(plan))
        finally:
            server.faults.clear()
        found = Judged({result.id: result.verdict for result in run.record.requirements})
        found.record = run.record
        return found

    return judge


def quicker(plan: Plan) -> list[str]:
    """Arguments that keep pytest from collecting modules without a selected check."""
    wanted = {check.split(".")[1] for row in load(BOOK) if selected(row, plan.selection) for check in row.checks}
    others = [path for path in PROVIDER.glob("test_*.py") if path.stem.split("_")[1] not in wanted]
    return ["-p", "no:unraisableexception", *(f"--ignore={path}" for path in others)]
