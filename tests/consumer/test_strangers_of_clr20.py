"""A consumer of CLR 2.0 by other hands: right, it is blamed for nothing; wrong, for what it does wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from conformance.plan.consumer import ConsumerPlan
from conformance.plan.consumer_file import load
from conformance.record import Verdict
from tests.consumer.strangers import FOREIGN, Told, told

pytestmark = pytest.mark.timeout(600)

SCENARIOS = (
    "base-url-root", "discovery-moved", "two-learners", "state-foreign", "denied", "expires-midway", "refresh-rotates",
    "pages-odd-sets", "mixed-list", "pages-cursor", "links-many", "link-path", "next-elsewhere", "list-again",
    "error-page", "foreign-certificate", "post-replaced", "pass-on",
)  # fmt: skip
"""Some of each kind: each start is a process of half a second."""

DECIDED = {
    "CLR20-API-56", "CLR20-API-57", "CLR20-API-58", "CLR20-API-60", "CLR20-API-61", "CLR20-API-62",
    "CLR20-SDD-10", "CLR20-SDD-17", "CLR20-REG-01", "CLR20-REG-02", "CLR20-REG-04", "CLR20-REG-05", "CLR20-ACG-03",
    "CLR20-ACG-14", "CLR20-ACG-15", "CLR20-ACG-21", "CLR20-TOK-02", "CLR20-CRT-10", "CLR20-CRT-11",
    "CLR20-CRT-15", "CLR20-CTX-18", "CLR20-JWT-11",
}  # fmt: skip
"""Rows that these scenarios decide."""


@cache
def shipped() -> ConsumerPlan:
    return load("clr2-consumer-full")


def played(way: str = "", only: Sequence[str] = (), without: Sequence[str] = ()) -> Told:
    """A run of the wallet of other hands, wrong in that way, with ``only`` these scenarios beside the plain one."""
    command = (sys.executable, str(FOREIGN / "wallet2.py"), "{task}", *([f"--wrong={way}"] if way else []))
    plan = replace(shipped(), command=command, login="browser", claims=shipped().claims - {*without})
    return told(plan, only)


def test_the_right_wallet_is_blamed_for_nothing() -> None:
    run = played(only=SCENARIOS)
    assert run.blamed == set()
    assert run.record.problems == ()
    assert run.rows(Verdict.PASS) >= DECIDED


@pytest.mark.parametrize(
    ("way", "requirement", "without"),
    [
        ("first-page-only", "CLR20-API-53", ("write",)),
        ("no-scope-at-token", "CLR20-ACG-15", ("write",)),
        ("tokens-as-json", "CLR20-API-56", ("read",)),
    ],
)
def test_the_wallet_wrong_in_one_way_gets_that_row_and_no_other(
    way: str, requirement: str, without: tuple[str, ...]
) -> None:
    run = played(way, without=without)
    assert run.blamed == {requirement}
    row = next(one for one in run.record.requirements if one.id == requirement)
    assert all(finding.exchanges for check in row.checks for finding in check.findings)


def test_who_leaves_tokens_unread_is_named() -> None:
    assert played("tokens-unread", ("mixed-list",), ("write",)).blamed == {"CLR20-API-58"}
