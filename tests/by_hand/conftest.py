"""A run that a person leads, with the reference consumer as the wallet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.plan.consumer import ConsumerPlan
from tests.by_hand.hands import Led

Begin = Callable[..., Led]


@pytest.fixture
def plan() -> ConsumerPlan:
    """A wallet that reads and verifies, and shows what it has read."""
    claims = frozenset({"read", "dynamic_registration", "verify_hosted", "verify_signed", "shows_records"})
    return ConsumerPlan("mine", claims, standard="clr-v1p0")


@pytest.fixture
def begin(plan: ConsumerPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begins a run; one that the test leaves open is stopped at its end, as by the person."""
    runs: list[Led] = []

    def begun(*only: str, plan: ConsumerPlan = plan, **wishes: Any) -> Led:
        run = Led(plan, tmp_path / "out", tmp_path / "state", only=only, **wishes)
        runs.append(run)
        run.begin(monkeypatch)
        return run

    yield begun
    for run in runs:
        run.stop()
