"""The fixtures of the checks; a session without a run does not have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.run import ProviderRun
from conformance.run_plugin import RunPlugin
from conformance.suites.calling import Caller
from conformance.suites.history import History
from conformance.suites.target import Target


@pytest.fixture(scope="session")
def clr_run(pytestconfig: pytest.Config) -> ProviderRun:
    """The run that the checks belong to."""
    return _run_of(pytestconfig)


def _run_of(config: pytest.Config) -> ProviderRun:
    plugin = config.pluginmanager.get_plugin("clr-run")
    assert isinstance(plugin, RunPlugin)
    return plugin.run


@pytest.fixture(scope="session")
def target(clr_run: ProviderRun) -> Target:
    """The implementation under test, with its clients, resource owners and tokens."""
    return clr_run.target


@pytest.fixture(scope="session")
def provider(target: Target) -> Caller:
    """The API of the target as its first resource owner may use it."""
    return target.api


@pytest.fixture(scope="session")
def history(target: Target) -> History:
    """Every API answer so far."""
    return target.history


@pytest.fixture
def note(clr_run: ProviderRun) -> Callable[[str], None]:
    """Say something that stands beside the pass of the check, for example that an option is offered."""
    return clr_run.note


@pytest.hookimpl(trylast=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A check with ``protected_operation`` is made once for each of those that the edition has."""
    if "protected_operation" in metafunc.fixturenames:
        metafunc.parametrize("protected_operation", list(_run_of(metafunc.config).target.protected()))
