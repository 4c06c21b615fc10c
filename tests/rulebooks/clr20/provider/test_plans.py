"""The plans that ship for CLR 2.0, and a login without a user: the right mock passes each, and nothing is left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from conformance.plan import Plan
from conformance.plan import file as plan_file
from conformance.record import Verdict
from conformance.rulebooks import target_of
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import plan_for
from conformance.selfcheck.subject import CLIENT
from conformance.standard import Level, load
from mock_provider.testing import MockServer, mock_in_process

CLR20 = load("clr20")
NOT_SEEN = {"CLR20-API-03", "CLR20-API-05", "CLR20-API-30"}
"""What one token of one user for everything cannot show."""


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with mock_in_process(standard=CLR20.id, **CLIENT) as running:
        yield running


def shipped(name: str, mock: MockServer, token: str = "") -> Plan:
    """The plan of that name for the mock, without what only a real connection shows."""
    environment = {
        "CLR_TARGET": mock.url,
        "CLR_TOKEN": token,
        "CLR_USERNAME": "mira",
        "CLR_PASSWORD": mock.users["mira"],
        "CLR_SECOND_USERNAME": "jonas",
        "CLR_SECOND_PASSWORD": mock.users["jonas"],
    }
    return _offline(plan_file.load(name, environment, {"ca": str(mock.ca_path)}))


def _offline(plan: Plan) -> Plan:
    return replace(plan, ignore=CLR20.wire_only)


def judged(plan: Plan, mock: MockServer) -> Mapping[str, Verdict]:
    mock.reset()
    run = ProviderRun(plan, app=mock.faults, keep_exchanges=False)
    run_suites(run)
    return {result.id: result.verdict for result in run.record.requirements}


def of(verdicts: Mapping[str, Verdict], *wanted: Verdict) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict in wanted}


@pytest.mark.parametrize("name", ["clr2-read", "clr2-write", "clr2-full"])
def test_a_right_provider_passes(mock: MockServer, name: str) -> None:
    verdicts = judged(shipped(name, mock), mock)
    assert of(verdicts, Verdict.FAIL, Verdict.WARN) == set()
    undecided = of(verdicts, Verdict.INCOMPLETE)
    assert {row for row in undecided if CLR20[row].level in (Level.MUST, Level.MUST_NOT)} == set()


def test_only_what_is_claimed_is_judged(mock: MockServer) -> None:
    read, write = (judged(shipped(name, mock), mock) for name in ("clr2-read", "clr2-write"))
    assert (read["CLR20-CRT-12"], read["CLR20-CRT-13"]) == (Verdict.PASS, Verdict.NOT_APPLICABLE)
    assert (write["CLR20-CRT-12"], write["CLR20-CRT-13"]) == (Verdict.NOT_APPLICABLE, Verdict.PASS)
    assert (read["CLR20-API-22"], write["CLR20-API-22"]) == (Verdict.NOT_APPLICABLE, Verdict.PASS)


def test_the_api_alone_is_judged_with_a_token_from_elsewhere(mock: MockServer) -> None:
    mock.reset()
    full = target_of(shipped("clr2-full", mock), app=mock.faults)
    token = full.tokens.token(*CLR20.facts.scopes)
    full.close()
    plan = shipped("clr2-api", mock, token)
    run = ProviderRun(plan, app=mock.faults, keep_exchanges=False)
    run_suites(run)
    verdicts = {result.id: result.verdict for result in run.record.requirements}
    assert of(verdicts, Verdict.FAIL, Verdict.WARN) == set()
    undecided = of(verdicts, Verdict.INCOMPLETE)
    assert {row for row in undecided if CLR20[row].level in (Level.MUST, Level.MUST_NOT)} <= NOT_SEEN
    assert verdicts["CLR20-API-22"] is Verdict.PASS
    assert all(
        CLR20[row].area in ("API", "SDD", "CRT", "SER") for row in of(verdicts, Verdict.PASS) if CLR20[row].role in "PA"
    )


def test_a_deployment_with_client_credentials_alone_is_told_so_and_judged(mock: MockServer) -> None:
    full = plan_for(mock)
    plan = replace(
        full,
        claims=frozenset({"read", "write"}),
        login=replace(full.login, strategy="client-credentials"),
        target=replace(full.target, token_url=mock.settings.addresses.token),
    )
    verdicts = judged(_offline(plan), mock)
    assert of(verdicts, Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE) == set()
    assert verdicts["CLR20-ACG-22"] is Verdict.PASS
    assert verdicts["CLR20-API-22"] is Verdict.PASS
    assert verdicts["CLR20-SDD-03"] is Verdict.NOT_APPLICABLE
