"""A plan for the wrong edition is told in one sentence, with what the target speaks; no requirement fails for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.plan import Plan
from conformance.record import RunRecord, Verdict
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import own_mock, plan_for
from mock_provider.behaviour import Fault, Response
from mock_provider.testing import MockServer


@pytest.fixture(scope="module")
def mocks() -> Iterator[dict[str, MockServer]]:
    with own_mock(standard="clr-v1p0") as first, own_mock(standard="clr-v2p0") as second:
        yield {"clr-v1p0": first, "clr-v2p0": second}


def record_of(plan: Plan) -> RunRecord:
    run = ProviderRun(plan)
    run_suites(run)
    return run.record


def judged(plan: Plan, mock: MockServer, envelope: str | None = None) -> RunRecord:
    """The run of a plan against another mock than its own."""
    target = replace(plan.target, url=mock.url, ca=str(mock.ca_path), revocation_url=None, grants_url=None)
    return record_of(replace(plan, target=replace(target, envelope=envelope), claims=plan.claims - {"revocation"}))


def expect_nothing_blamed(record: RunRecord) -> None:
    assert not [one.id for one in record.requirements if one.verdict in (Verdict.FAIL, Verdict.WARN, Verdict.PASS)]


@pytest.mark.parametrize(
    ("plan_of", "target", "message", "todo"),
    [
        ("clr-v2p0", "clr-v1p0", "The target speaks CLR 1.0, and no CLR 2.0 at ", "by a plan of standard: clr-v1p0."),
        ("clr-v1p0", "clr-v2p0", "The target speaks CLR 2.0, and no CLR 1.0 at ", "by a plan of standard: clr-v2p0."),
    ],
)
def test_a_plan_of_another_edition(
    mocks: dict[str, MockServer], plan_of: str, target: str, message: str, todo: str
) -> None:
    record = judged(plan_for(mocks[plan_of]), mocks[target])
    (problem,) = record.problems
    assert problem.code == "other-edition"
    assert problem.message.startswith(message)
    assert problem.todo.endswith(todo)
    expect_nothing_blamed(record)


def test_an_envelope_that_the_target_does_not_have(mocks: dict[str, MockServer]) -> None:
    record = judged(plan_for(mocks["clr-v2p0"]), mocks["clr-v2p0"], "ob-v3p0")
    (problem,) = record.problems
    assert problem.message.startswith("The target speaks CLR 2.0, and no Open Badges 3.0 at ")
    expect_nothing_blamed(record)


def test_the_doctor_says_what_the_target_speaks(mocks: dict[str, MockServer]) -> None:
    plan = replace(plan_for(mocks["clr-v2p0"]), select=("CLR20-SDD-03",))
    (said,) = (one for one in record_of(plan).doctor if one.step == "editions")
    assert (said.status, said.message) == ("ok", "the target speaks CLR 2.0")


def test_a_target_without_a_service_description() -> None:
    def gone(response: Response) -> None:
        response.status, response.body = 404, b"{}"

    with own_mock(standard="clr-v2p0") as mock:
        operation = next(name for name, each in mock.settings.facts.operations.items() if not each.scope)
        mock.faults.switch_on(
            Fault(id="gone", title="None", how="", breaks=(), operations=(operation,), on_response=gone)
        )
        record = record_of(plan_for(mock))
        without = record_of(
            replace(plan_for(mock), claims=frozenset({"read"}), select=("CLR20-API-07", "CLR20-SDD-03"))
        )

    (problem,) = record.problems
    assert problem.code == "no-service-description"
    assert "claims.discovery: false" in problem.todo
    expect_nothing_blamed(record)
    assert "no-service-description" not in {one.code for one in without.problems}
