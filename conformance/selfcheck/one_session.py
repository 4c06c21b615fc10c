"""Many runs in one session of pytest: the checks are collected once, and run for each of the runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from conformance.plugin.hooks import RunPlugin
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.suites.marks import check_id, requirement_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

Play = Callable[[ProviderRun], None]
"""Runs the checks that the plan of a run asks for. What comes of them is in the run, which is not finished by it."""


def in_one_session(first: ProviderRun, play_all: Callable[[Play], None]) -> None:
    """Collect the checks of this run's edition, and let ``play_all`` play as many runs of that edition as it likes.

    ``first`` itself is not run.
    """
    run_suites(first, plugins=[_Session(play_all)])


class _Session:
    """It collects as the session of a run does, and then runs the checks for each run that is played."""

    def __init__(self, play_all: Callable[[Play], None]) -> None:
        self._play_all = play_all
        self._collected: list[pytest.Item] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Remember all checks: what the plan of the first run leaves out, the plan of another may ask for."""
        self._collected.append(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Let nobody begin or end a run for the session itself: each run does so for itself."""
        session.config.option.collectonly = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks for each run, in place of running them once."""
        hooks = session.config.pluginmanager.get_plugin("clr-run")
        assert isinstance(hooks, RunPlugin)

        def play(run: ProviderRun) -> None:
            hooks.run = run
            _run(session, hooks, list(self._collected))

        self._play_all(play)
        return True


def _run(session: pytest.Session, hooks: RunPlugin, checks: list[pytest.Item]) -> None:
    """Run those of the checks that the run's plan asks for.

    The last one has no successor, so that pytest tears all fixtures down: the next run makes its own.
    """
    hooks.choose(session.config, checks)
    if not hooks.run.start(len(checks)):
        return
    following: Sequence[pytest.Item | None] = [*checks[1:], None]
    for check, successor in zip(checks, following, strict=True):
        assert isinstance(check, pytest.Function)
        _check(check, successor, hooks)


def _check(check: pytest.Function, successor: pytest.Item | None, hooks: RunPlugin) -> None:
    """Set a check up, run it and tear it down as pytest's own protocol does.

    That one also makes three reports of each check and hands them round, which takes an eighth of a trial; nobody in
    this session reads them.
    """
    begun = time.perf_counter()
    fixtures = check.session._setupstate
    check._initrequest()
    try:
        with _meeting(hooks):
            hooks.run.begin()
            fixtures.setup(check)
            check.runtest()
        with _meeting(hooks):
            fixtures.teardown_exact(successor)
    finally:
        check._request, check.funcargs = False, None  # type: ignore[assignment]  # as pytest does, to let them go
    if ids := requirement_ids(check):
        hooks.run.end(check_id(check), ids, time.perf_counter() - begun)


@contextmanager
def _meeting(hooks: RunPlugin) -> Iterator[None]:
    """Take in as the ending of the check what ends the block, but for an end of the whole session."""
    try:
        yield
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        hooks.met(error)
