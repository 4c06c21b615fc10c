"""The fixtures of a run by short names, for the checks of the rule books alone: no project of others loses a name."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from conformance.suites.calling import Caller
from conformance.suites.history import History
from conformance.suites.target import Target

RULEBOOKS: Final = Path(str(files("conformance.rulebooks")))


@pytest.fixture(scope="session")
def target(clr_target: Target) -> Target:
    """The implementation under test, with its clients, resource owners and tokens."""
    return clr_target


@pytest.fixture(scope="session")
def provider(clr_provider: Caller) -> Caller:
    """The API of the target as its first resource owner may use it."""
    return clr_provider


@pytest.fixture(scope="session")
def history(clr_history: History) -> History:
    """Every API answer so far."""
    return clr_history


@pytest.fixture
def note(clr_note: Callable[[str], None]) -> Callable[[str], None]:
    """Say something that stands beside the pass of the check, for example that an option is offered."""
    return clr_note


_GIVEN: Final = {"target": target, "provider": provider, "history": history, "note": note}


def wanted_by(path: Path) -> bool:
    """True for a module of the rule books."""
    return path.is_relative_to(RULEBOOKS)


def give_to(module: ModuleType) -> None:
    """Make the fixtures those of this module, before pytest collects what the module holds."""
    for name, fixture in _GIVEN.items():
        if not hasattr(module, name):
            setattr(module, name, fixture)
