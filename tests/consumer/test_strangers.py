"""Consumers by other hands, as processes: a right one is blamed for nothing, a wrong one for what it does wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from conformance.record import Verdict
from tests.consumer.strangers import OURS, WALLET, Told, plan_for, told, wrong
from tests.consumer.verifiers import ours, verified

pytestmark = pytest.mark.timeout(1200)  # a whole plan with processes, on a machine that does other things too

RIGHT = ("ours", "by other hands")
OPEN = (Verdict.INCOMPLETE, Verdict.MANUAL)
JUDGED = {Verdict.PASS, Verdict.FAIL, Verdict.WARN}

ALWAYS_ZERO = (sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:], check=False)")
"""Starts what follows, and ends with 0 whatever came of it."""


@cache
def whole(consumer: str, plan: str, repetition: int = 1) -> Told:
    """A whole plan with that right consumer, ours in this process; a repetition is another run of the same.

    The wallet plays the full plan, and for another one only what that lacks. Files are handed over in this process.
    """
    full = plan == "consumer-full"
    if consumer == "ours":
        return told(plan_for(OURS, plan, login="pages"), here=ours, known=verified(ours) if full else {})
    return told(plan_for(WALLET, plan), known=verified() if full else whole(consumer, "consumer-full").played)


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """Whole runs hold every body that was sent: they do not outlive this module."""
    yield
    whole.cache_clear()


# Right consumers


@pytest.mark.parametrize("plan", ["consumer-full", "consumer-read", "consumer-write"])
@pytest.mark.parametrize("consumer", RIGHT)
def test_a_right_consumer_is_blamed_for_nothing_and_all_is_decided(consumer: str, plan: str) -> None:
    run = whole(consumer, plan)
    assert run.blamed == set()
    assert {row: run.reason(row) for row in run.rows(*OPEN)} == {}
    assert run.record.problems == ()
    assert run.record.exit_code == 0
    assert len(run.rows(Verdict.PASS)) > 40, "a run that decides little proves little"


def test_ours_is_the_same_as_a_process() -> None:
    run = told(plan_for(OURS, login="pages"), ("two-learners", "refresh-rotates", "broken-off", "foreign-certificate"))
    assert run.blamed == set()
    assert {one.scenario: one.ends for one in run.record.sittings} == {
        "plain": ("through",),
        "two-learners": ("through", "through"),
        "refresh-rotates": ("through",),
        "broken-off": ("through",),
        "foreign-certificate": ("refused",),
    }


@pytest.mark.parametrize("requirement", ["CLR10-RFR-007", "CLR10-RFR-008", "CLR10-RFR-009"])
@pytest.mark.parametrize("consumer", RIGHT)
def test_a_consumer_that_claims_refreshes_is_judged_by_them(consumer: str, requirement: str) -> None:
    assert requirement in whole(consumer, "consumer-full").rows(Verdict.PASS)


@pytest.mark.parametrize("consumer", RIGHT)
def test_a_consumer_that_does_not_read_meets_the_scenarios_of_login_too(consumer: str) -> None:
    run = whole(consumer, "consumer-write")
    assert {"CLR10-AUT-019", "CLR10-API-025", "CLR10-DSC-019"} <= run.rows(Verdict.PASS)
    assert {one.task for one in run.record.sittings if one.scenario == "state-foreign"} == {"write"}


def test_the_verdicts_of_two_runs_are_the_same() -> None:
    first, second = whole("ours", "consumer-read"), whole("ours", "consumer-read", 2)
    assert _verdicts(first) == _verdicts(second)
    assert [one.ends for one in first.record.sittings] == [one.ends for one in second.record.sittings]


def _verdicts(run: Told) -> dict[str, tuple[Verdict, str | None]]:
    return {row.id: (row.verdict, row.reason) for row in run.record.requirements}


# A consumer that tells no outcome


def test_who_tells_no_outcome_is_judged_by_what_it_sends() -> None:
    """Only what it would have to say stays open, each with its reason, and nobody takes its 0 for a breach."""
    run = told(plan_for((*ALWAYS_ZERO, *WALLET, "--mute")))
    assert run.blamed == set()
    assert run.record.problems == ()
    left = {row: run.reason(row) for row in run.rows(*OPEN)}
    of_records, of_errors = {"CLR10-CON-001", "CLR10-ASR-011"}, {"CLR10-AUT-020", "CLR10-ERR-010"}
    assert set(left) == {"CLR10-RFR-009"} | of_records | of_errors
    assert "did not tell" in left["CLR10-RFR-009"]
    assert all("an exit code that the plan names as refused" in left[row] for row in of_errors)
    assert all("outcome" in left[row] for row in of_records)
    told_by_others = whole("by other hands", "consumer-read").rows(Verdict.PASS)
    assert run.rows(Verdict.PASS) == told_by_others - set(left)
    assert run.record.exit_code == 3


# The wallet, wrong in one way

STATES = ("state-foreign", "state-missing", "state-cut")
ELSEWHERE = ("next-elsewhere", "redirected-elsewhere", "items-elsewhere")
AGAIN = ("base-url-slash",)

WAYS: dict[str, tuple[str, Sequence[str]]] = {
    "no-scope-at-token": ("CLR10-TOK-003", ()),
    "secret-in-body": ("CLR10-TOK-002", ()),
    "accept-anything": ("CLR10-API-009", ()),
    "accept-json": ("CLR10-API-009", ()),
    "first-page-only": ("CLR10-GCS-028", ()),
    "since-without-zone": ("CLR10-GCS-014", ("list-again",)),
    "constant-state": ("CLR10-AUT-006", AGAIN),
    "plain-pkce": ("CLR10-AUT-007", ()),
    "fresh-software-id": ("CLR10-REG-021", AGAIN),
    "token-in-query": ("CLR10-TOK-018", ()),
    "state-not-compared": ("CLR10-AUT-019", STATES),
    "token-to-another-host": ("CLR10-CON-009", ELSEWHERE),
    "certificate-unchecked": ("CLR10-API-025", ("foreign-certificate", "wrong-name")),
    "old-refresh-token": ("CLR10-RFR-008", ("refresh-rotates",)),
    "token-per-page": ("CLR10-TOK-017", ("token-kept",)),
}
"""The row that each way breaks, and the scenarios that show it beside the plain one."""

CONSEQUENCES = {"token-in-query": {"CLR10-BRR-001", "CLR10-CON-004"}}
"""A token in the query is not in the header, so that no call has one."""


@pytest.mark.parametrize("way", WAYS)
def test_the_wallet_wrong_in_one_way_gets_that_row_and_no_other(way: str) -> None:
    requirement, only = WAYS[way]
    run = told(plan_for(wrong(way)), only)
    assert run.blamed == {requirement} | CONSEQUENCES.get(way, set())
    assert run.record.problems == ()
    row = next(one for one in run.record.requirements if one.id == requirement)
    finding = next(finding for check in row.checks for finding in check.findings)
    assert finding.exchanges, "a finding cites the exchange that shows it"


def test_the_right_wallet_is_blamed_in_none_of_these_scenarios() -> None:
    """So that what is found above is found for the way, and not for the wallet."""
    scenarios = sorted({name for _, only in WAYS.values() for name in only})
    run = told(plan_for(WALLET), scenarios, known=whole("by other hands", "consumer-full").played)
    assert run.blamed == set()
    assert {"CLR10-AUT-019", "CLR10-CON-009", "CLR10-RFR-008", "CLR10-GCS-014"} <= run.rows(Verdict.PASS)


# Commands that are not a consumer

NONE = {
    "does nothing": ("pass", "consumer-silent"),
    "crashes at once": ("raise SystemExit('no such option')", "consumer-died"),
    "refuses everything": ("raise SystemExit(20)", "consumer-silent"),
}


@pytest.mark.parametrize("what", NONE)
def test_a_command_that_is_no_consumer_passes_nothing(what: str) -> None:
    """One problem with what to do, and exit code 3; the scenarios are not played, since none would be decided."""
    program, code = NONE[what]
    run = told(plan_for((sys.executable, "-c", program)))
    assert run.rows(*JUDGED) == set()
    assert [problem.code for problem in run.record.problems] == [code]
    assert run.record.problems[0].todo
    assert run.record.exit_code == 3
    assert {one.scenario for one in run.record.sittings} == {"plain"}
