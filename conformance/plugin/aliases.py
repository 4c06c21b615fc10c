"""The fixtures of a run by short names, for the checks of the rule books alone: no project of others loses a name.

Each asks for the run alone, since pytest goes the whole way of what a fixture asks for again for each check.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from conformance.run.provider import ProviderRun
from conformance.suites.calling import Caller
from conformance.suites.history import History
from conformance.suites.target import Target

RULEBOOKS: Final = Path(str(files("conformance.rulebooks")))


@pytest.fixture(scope="session")
def target(clr_run: ProviderRun) -> Target:
    """The implementation under test, with its clients, resource owners and tokens."""
    return clr_run.target


@pytest.fixture(scope="session")
def provider(clr_run: ProviderRun) -> Caller:
    """The API of the target as its first resource owner may use it."""
    return clr_run.target.api


@pytest.fixture(scope="session")
def history(clr_run: ProviderRun) -> History:
    """Every API answer so far."""
    return clr_run.target.history


@pytest.fixture
def note(clr_run: ProviderRun) -> Callable[[str], None]:
    """Say something that stands beside the pass of the check, for example that an option is offered."""
    return clr_run.note


_GIVEN: Final = {"target": target, "provider": provider, "history": history, "note": note}


def wanted_by(path: Path) -> bool:
    """True for a module of the rule books."""
    return path.is_relative_to(RULEBOOKS)


def give_to(module: ModuleType) -> None:
    """Make the fixtures those of this module, before pytest collects what the module holds."""
    for name, fixture in _GIVEN.items():
        if not hasattr(module, name):
            setattr(module, name, fixture)
