"""Which checks a session keeps, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.plan.selection import Selection
from conformance.plugin.hooks import RunPlugin
from conformance.run import Run
from conformance.run.provider import PROVIDER
from conformance.standard import load


class Item:
    """As much of a pytest item as the choice looks at."""

    def __init__(self, module: str, name: str, *ids: str) -> None:
        self.path = Path(f"{module}.py")
        self.name = name
        self.stash = pytest.Stash()
        self._ids = ids

    def iter_markers(self, name: str) -> Iterator[Any]:
        assert name == "requirement"
        yield SimpleNamespace(args=self._ids)


def chosen(*items: Item, last: tuple[str, ...] = (), **selection: Any) -> tuple[list[str], list[str]]:
    """The names that are kept, in order, and those that pytest is told to be left out."""
    run: Any = SimpleNamespace(
        results=Run(load("clr10"), Selection(**selection), PROVIDER, plan="p"), rules=SimpleNamespace(last=last)
    )
    dropped: list[Any] = []

    def deselected(items: list[Any]) -> None:
        dropped.extend(items)

    config: Any = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=deselected))
    kept: list[Any] = [*items]
    RunPlugin(run).choose(config, kept)
    return [item.name for item in kept], [item.name for item in dropped]


def test_checks_of_another_edition_are_left_out_without_a_word() -> None:
    own, other = Item("test_gcs", "own", "CLR10-GCS-001"), Item("test_gcs", "other", "OTHER-GCS-001")
    assert chosen(own, other) == (["own"], [])


def test_checks_that_the_plan_does_not_ask_for_are_deselected() -> None:
    wanted, spared = Item("test_gcs", "wanted", "CLR10-GCS-001"), Item("test_dsc", "spared", "CLR10-DSC-001")
    assert chosen(wanted, spared, select=("GCS",)) == (["wanted"], ["spared"])


def test_a_check_of_a_shared_rule_is_judged_under_the_editions_id() -> None:
    shared = "OAUTH-AUT-009"
    own = load("clr10").own_id(shared)
    assert chosen(Item("test_aut", "shared", shared), select=(own,)) == (["shared"], [])


def test_modules_come_by_name_and_those_that_look_back_come_last() -> None:
    modules = ("test_observed", "test_trust", "test_pst", "test_aut")
    names, _ = chosen(
        *(Item(module, module, "CLR10-GCS-001") for module in modules), last=("test_trust", "test_observed")
    )
    assert names == ["test_aut", "test_pst", "test_trust", "test_observed"]


def test_a_users_own_tests_stay() -> None:
    assert chosen(Item("test_own", "own"), Item("test_gcs", "check", "CLR10-GCS-001"), select=("DSC",)) == (
        ["own"],
        ["check"],
    )
