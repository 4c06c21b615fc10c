"""Verifiers: right ones are blamed for nothing, and one without a step is named for that step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pytest

from conformance.consumer.parts import parts_of
from conformance.consumer.standing import Standing
from conformance.plan.consumer import ConsumerPlan
from conformance.record import Verdict
from tests.consumer.strangers import OURS, WALLET, Told, plan_for, told
from tests.consumer.verifiers import WAYS, here, ours, plan_of

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


AS_PROCESSES = ("endorsements-hosted", "endorsements-signed", *ON_THE_WIRE["API-025"])
"""Scenarios that are played with processes; all others with the same program in this one, which takes a tenth."""


@pytest.mark.parametrize("tell", WAYS)
def test_the_verifier_of_other_hands_is_blamed_for_nothing_and_all_is_decided(tell: str, mocks: Standing) -> None:
    all_is_decided(here(plan_of(tell=tell), None, mocks))


@pytest.mark.parametrize("tell", WAYS)
def test_it_is_the_same_as_a_process(tell: str) -> None:
    run = told(plan_of(tell=tell), AS_PROCESSES)
    assert run.blamed == set()
    assert run.record.problems == ()
    assert {"CLR10-API-025", "CLR10-VSG-015"} <= run.rows(Verdict.PASS)


@pytest.mark.parametrize("tell", WAYS)
def test_without_a_step_it_is_named_as_a_process_too(tell: str) -> None:
    run = told(plan_of("--skip", "VSG-004", tell=tell), ("creator-foreign",))
    assert run.blamed == {"CLR10-VSG-004"}
    assert run.record.exit_code == 1


def test_ours_is_blamed_for_nothing_and_all_is_decided(mocks: Standing) -> None:
    all_is_decided(here(plan_for(OURS, "consumer-verify"), None, mocks, ours))


HABITS: dict[str, Sequence[str]] = {
    "takes profiles from their ids": ("--published",),
    "goes on with the copy that its issuer hosts": ("--goes-on",),
}
"""What another right verifier may do."""


@pytest.mark.parametrize("habit", HABITS)
def test_who_is_right_in_another_way_is_blamed_for_nothing(habit: str, mocks: Standing) -> None:
    all_is_decided(here(plan_of(*HABITS[habit]), None, mocks))


@pytest.mark.parametrize("tell", WAYS)
@pytest.mark.parametrize("method", ["verify_hosted", "verify_signed"])
def test_who_verifies_by_one_method_alone_is_blamed_for_nothing(method: str, tell: str, mocks: Standing) -> None:
    """A record is right as a whole for it too: no CLR that takes a login, none that it cannot open."""
    run = here(plan_of(tell=tell, without=sorted({"verify_hosted", "verify_signed"} - {method})), None, mocks)
    assert run.blamed == set()
    assert run.record.problems == ()
    assert run.rows(*OPEN) <= {f"CLR10-{name}" for name in ON_THE_WIRE}


LISTED = ("copy-differs", "hosted-revoked", "token-broken", "key-moved", "endorsements-signed", "revoked-meanwhile")


def read_plan(command: Sequence[str], **how: Any) -> ConsumerPlan:
    """The plan of a consumer that verifies what it reads, and is given no files."""
    plan = plan_for(command, "consumer-read", **how)
    return replace(plan, claims=plan.claims | {"verify_hosted", "verify_signed"})


def test_the_wallet_verifies_what_it_reads_from_a_list() -> None:
    """All records of a scenario are in one list then, and what comes of them in one outcome."""
    run = told(read_plan(WALLET), LISTED)
    assert run.blamed == set()
    assert {"CLR10-VHO-004", "CLR10-VSG-001", "CLR10-VSG-006", "CLR10-CON-008"} <= run.rows(Verdict.PASS)


def test_ours_verifies_what_it_reads_from_a_list(mocks: Standing) -> None:
    plan = read_plan(OURS, login="pages")
    laid = [part.scenario.id for part in parts_of(plan) if part.scenario.lay]
    assert {*LISTED} < {*laid}
    run = here(plan, laid, mocks, ours)
    assert run.blamed == set()
    verifying = {row for row in run.rows(*OPEN) if row[:9] in ("CLR10-VHO", "CLR10-VSG", "CLR10-IDN", "CLR10-ASR")}
    assert {row: run.reason(row) for row in verifying} == {}


# The verifier without one step


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is left out: the scenarios that show it, and what falls with the requirement, with the reason."""

    scenarios: Sequence[str]
    consequences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


_BELIEVED = {"VHO-001": "what is never looked at is called verified without its copy having been fetched"}

STEPS: dict[str, Step] = {
    "VHO-001": Step(()),
    "VHO-004": Step(("copy-differs",)),
    "VHO-005": Step(("hosted-gone", "hosted-revoked")),
    "VHO-006": Step(("hosted-missing", "hosted-500")),
    "VHO-007": Step(("hosted-other-id",)),
    "VHO-008": Step(("hosted-out-of-scope",)),
    "VHO-009": Step(("hosted-urn",)),
    "VHO-010": Step(("hosted-expired",)),
    "VSG-001": Step(("token-broken",)),
    "VSG-002": Step(("payload-invalid",)),
    "VSG-003": Step(("creator-or-key",)),
    "VSG-004": Step(("creator-foreign",)),
    "VSG-005": Step(("key-owner",)),
    "VSG-006": Step(("key-moved",)),
    "VSG-007": Step(("payload-changed", "other-signer")),
    "VSG-008": Step(("alg-none", "alg-hs256")),
    "VSG-009": Step(("listed",)),
    "VSG-010": Step(("list-500",)),
    "VSG-011": Step(("list-foreign",)),
    "VSG-012": Step(("signed-expired",)),
    "VSG-013": Step(("recipient-other",)),
    "VSG-014": Step(("clr-good-assertion-bad",), _BELIEVED),
    "VSG-015": Step(("endorsements-hosted", "endorsements-signed"), _BELIEVED),
    "VSG-016": Step(("signed-unsigned",)),
    "VSG-018": Step(("header-key",)),
    "IDN-005": Step(("recipient-hash",)),
}


@pytest.mark.parametrize("tell", WAYS)
@pytest.mark.parametrize("name", STEPS)
def test_a_verifier_without_a_step_is_named_for_it_and_for_nothing_else(name: str, tell: str, mocks: Standing) -> None:
    step = STEPS[name]
    run = here(plan_of("--skip", name, tell=tell), step.scenarios, mocks)
    fallen = {f"CLR10-{each}" for each in (name, *step.consequences)}
    assert f"CLR10-{name}" in run.blamed <= fallen
    assert run.record.problems == ()


def test_each_step_that_is_decided_can_be_left_out(mocks: Standing) -> None:
    decided = here(plan_of(), None, mocks).rows(Verdict.PASS)
    assert decided == {f"CLR10-{name}" for name in (*STEPS, *ON_THE_WIRE)} | {"CLR10-VHO-003"}


@pytest.mark.parametrize("name", ON_THE_WIRE)
def test_a_verifier_that_trusts_any_server_is_named(name: str) -> None:
    run = told(plan_of("--skip", name), ON_THE_WIRE[name])
    assert run.blamed == {f"CLR10-{name}"}
    assert run.record.problems == ()


# Verifiers that do not verify

BY_TRAFFIC = {f"CLR10-{name}" for name in (*ON_THE_WIRE, "VHO-001", "VHO-003")}


def test_who_believes_everything_passes_nothing(mocks: Standing) -> None:
    run = here(plan_of("--leaning", "believes-everything"), None, mocks)
    assert run.rows(Verdict.PASS) == {"CLR10-VSG-001"}, "to list what it believes it takes tokens apart, and says so"
    assert run.rows(*OPEN) == {f"CLR10-{name}" for name in (*ON_THE_WIRE, "VHO-003", "VSG-003")}
    found = [one for row in run.record.requirements for check in row.checks for one in check.findings]
    assert found
    assert [one for one in found if "verified" in (one.expected or "").split(" or ")] == [], "no right item is named"


def test_who_believes_everything_and_says_so_by_its_code_passes_nothing_either(mocks: Standing) -> None:
    run = here(plan_of("--leaning", "silent", tell="code"), ("hosted-urn", "alg-none", "creator-or-key"), mocks)
    assert run.blamed == {"CLR10-VHO-009", "CLR10-VSG-008"}
    assert run.rows(Verdict.PASS) == {"CLR10-VHO-001"}


def test_who_tells_nothing_is_told_how_it_can_be_decided(mocks: Standing) -> None:
    run = here(plan_of("--leaning", "silent"), None, mocks)
    assert run.blamed == set()
    assert run.rows(Verdict.PASS) == BY_TRAFFIC, "what it fetches is seen"
    reasons = {run.reason(row) for row in run.rows(*OPEN)}
    assert reasons
    for way in ("CLR_OUTCOME_FILE", "CLR_OUTCOME_URL", "outcome: exit-code", "--by-hand"):
        assert [reason for reason in reasons if way not in reason] == []


LOST = {
    "believes-nothing": "right-record-refused",
    "refuses-all": "right-record-refused",
    "crashes": "consumer-died",
}


@pytest.mark.parametrize("tell", WAYS)
@pytest.mark.parametrize("leaning", LOST)
def test_who_takes_no_right_record_is_told_so_and_nothing_else_is_played(
    leaning: str, tell: str, mocks: Standing
) -> None:
    run = here(plan_of("--leaning", leaning, tell=tell), None, mocks)
    assert run.rows(Verdict.PASS, Verdict.FAIL, Verdict.WARN) == set()
    assert [problem.code for problem in run.record.problems] == [LOST[leaning]]
    assert {one.scenario for one in run.record.sittings} == {"plain"}
    assert run.record.exit_code == 3
