"""Verifiers: right ones are blamed for nothing, and one without a step is named for that step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pytest

from conformance.consumer.standing import Standing
from conformance.record import Verdict
from tests.consumer.strangers import OURS, Told, plan_for, told
from tests.consumer.verifiers import WAYS, here, plan_of

pytestmark = pytest.mark.timeout(600)

OPEN = (Verdict.INCOMPLETE, Verdict.MANUAL)


@pytest.fixture(scope="module")
def mocks() -> Iterator[Standing]:
    """Mocks that stand from one run to the next."""
    with Standing() as standing:
        yield standing


# Right verifiers


ON_THE_WIRE: dict[str, Sequence[str]] = {
    "API-007": ("old-tls",),
    "API-025": ("foreign-certificate", "wrong-name"),
}
"""Steps that show on a connection alone."""


def all_is_decided(run: Told) -> None:
    assert run.blamed == set()
    assert {row: run.reason(row) for row in run.rows(*OPEN)} == {}
    assert run.record.problems == ()
    assert run.record.exit_code == 0


@pytest.mark.parametrize("tell", WAYS)
def test_the_verifier_of_other_hands_is_blamed_for_nothing_and_all_is_decided(tell: str) -> None:
    all_is_decided(told(plan_of(tell=tell)))


def test_ours_is_blamed_for_nothing_and_all_is_decided() -> None:
    all_is_decided(told(plan_for(OURS, "consumer-verify")))


HABITS: dict[str, Sequence[str]] = {
    "takes profiles from their ids": ("--published",),
}
"""What another right verifier may do."""


@pytest.mark.parametrize("habit", HABITS)
def test_who_is_right_in_another_way_is_blamed_for_nothing(habit: str, mocks: Standing) -> None:
    run = here(plan_of(*HABITS[habit]), None, mocks)
    assert run.blamed == set()


@pytest.mark.parametrize("tell", WAYS)
@pytest.mark.parametrize("method", ["verify_hosted", "verify_signed"])
def test_who_verifies_by_one_method_alone_is_blamed_for_nothing(method: str, tell: str, mocks: Standing) -> None:
    """A record is right as a whole for it too: no CLR that takes a login, none that it cannot open."""
    run = here(plan_of(tell=tell, without=sorted({"verify_hosted", "verify_signed"} - {method})), None, mocks)
    assert run.blamed == set()
    assert run.record.problems == ()
    assert run.rows(*OPEN) <= {f"CLR10-{name}" for name in ON_THE_WIRE}


# The verifier without one step


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is left out: the scenarios that show it, and what falls with the requirement, with the reason."""

    scenarios: Sequence[str]
    consequences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


STEPS: dict[str, Step] = {
    "VHO-001": Step(()),
    "VHO-004": Step(("copy-differs",)),
    "VSG-008": Step(("alg-none",)),
}


@pytest.mark.parametrize("tell", WAYS)
@pytest.mark.parametrize("name", STEPS)
def test_a_verifier_without_a_step_is_named_for_it_and_for_nothing_else(name: str, tell: str, mocks: Standing) -> None:
    step = STEPS[name]
    run = here(plan_of("--skip", name, tell=tell), step.scenarios, mocks)
    requirement = f"CLR10-{name}"
    assert run.blamed - set(step.consequences) == {requirement}
    assert run.record.problems == ()


@pytest.mark.parametrize("name", ON_THE_WIRE)
def test_a_verifier_that_trusts_any_server_is_named(name: str) -> None:
    run = told(plan_of("--skip", name), ON_THE_WIRE[name])
    assert run.blamed == {f"CLR10-{name}"}
    assert run.record.problems == ()
