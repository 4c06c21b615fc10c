"""The fixtures of a run, for the checks and for a user's own tests; a session without a run does not have them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from conformance.suites.calling import Caller
from conformance.suites.history import History
from conformance.suites.target import Target

if TYPE_CHECKING:
    from conformance.plugin.hooks import RunPlugin
    from conformance.run.provider import ProviderRun


def fixtures_of(hooks: RunPlugin) -> ModuleType:
    """The fixtures of the run of these hooks, in a module, which is where pytest looks for them.

    None of them asks for ``request`` or ``pytestconfig``: pytest makes the former anew, three times over, for each
    check, which costs more than many a check.
    """

    @pytest.fixture(scope="session")
    def clr_run() -> ProviderRun:
        """The run that the checks belong to."""
        return hooks.run

    @pytest.fixture(scope="session")
    def clr_target(clr_run: ProviderRun) -> Target:
        """The implementation under test, with its clients, resource owners and tokens."""
        return clr_run.target

    @pytest.fixture(scope="session")
    def clr_provider(clr_run: ProviderRun) -> Caller:
        """The API of the target as its first resource owner may use it."""
        return clr_run.target.api

    @pytest.fixture(scope="session")
    def clr_history(clr_run: ProviderRun) -> History:
        """Every API answer so far."""
        return clr_run.target.history

    @pytest.fixture
    def clr_note(clr_run: ProviderRun) -> Callable[[str], None]:
        """Say something that stands beside the pass of the check, for example that an option is offered."""
        return clr_run.note

    given = (clr_run, clr_target, clr_provider, clr_history, clr_note)
    holder = ModuleType(f"{__name__}.given")
    vars(holder).update({fixture.__name__: fixture for fixture in given})
    return holder
