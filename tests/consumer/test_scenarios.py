"""Scenarios played to consumers of ours: how the right one ends, and which wrong one is told apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from conformance.consumer.own import called
from conformance.consumer.sitting import play
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.record import Outcome
from conformance.rulebooks import find
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.wrong.posts import SignedAnew
from conformance.rulebooks.oauth.consumer.wrong.dsc import KeepsDiscoveryForEver
from conformance.rulebooks.oauth.consumer.wrong.http import ReadsWithoutBounds
from conformance.standard import facts
from conformance.traffic import Sitting, Traffic, judge
from mock_provider.scenarios import scenarios
from tests.consumer.conftest import BOOK

KNOWN = scenarios(BOOK)


def sat(name: str, task: str, consumer: Consumer, terms: Terms) -> Sitting:
    return play(KNOWN[name], task, in_process(consumer), terms).sitting


def verdicts(sittings: Iterable[Sitting]) -> dict[str, Outcome]:
    """How each check ends whose subject these sittings show."""
    rules = find(BOOK).consumer
    assert rules is not None
    claims = ("read", "write", "delete", "dynamic_registration", "keeps_state")
    endings = judge(rules.checks, Traffic.of(sittings, claims, facts(BOOK)))
    return {ending.check.requirement: ending.outcome for ending in endings}


def broken(sittings: Iterable[Sitting]) -> set[str]:
    return {name for name, outcome in verdicts(sittings).items() if outcome is Outcome.FAIL}


@cache
def plain(task: str) -> Sitting:
    """The right consumer where nothing is wrong."""
    rules = find(BOOK).consumer
    assert rules is not None
    return sat("plain", task, called(rules.reference_consumer), Terms(BOOK, real_tls=False))


@pytest.mark.parametrize("name", [one.id for one in KNOWN.values() if one.as_plain])
def test_the_right_consumer_ends_a_legal_scenario_as_the_plain_one(right: Consumer, terms: Terms, name: str) -> None:
    known = KNOWN[name]
    task = next(task for task in (*known.tasks, *known.instead) if task in ("read", "write", "delete"))
    sitting = sat(name, task, right, terms)
    assert {run.end.how for run in sitting.runs} == {plain(task).end.how} == {"through"}
    assert broken([plain(task), sitting]) == set()
    assert {*known.behaviours} == {each for one in sitting.struck() for each in one.struck}


@pytest.mark.parametrize(
    ("name", "task"), [("gzip-bomb", "read"), ("post-refused", "write"), ("post-not-allowed", "write")]
)
def test_the_right_consumer_refuses_and_breaks_nothing(right: Consumer, terms: Terms, name: str, task: str) -> None:
    sitting = sat(name, task, right, terms)
    assert sitting.end.how == "refused"
    assert broken([plain(task), sitting]) == set()
    assert {*KNOWN[name].behaviours} == {each for one in sitting.struck() for each in one.struck}


@pytest.mark.parametrize("name", ["post-refused", "post-not-allowed"])
def test_the_right_consumer_does_not_post_the_same_again(right: Consumer, terms: Terms, name: str) -> None:
    assert [one.status for one in sat(name, "write", right, terms).requests("postClr")] in ([400], [405])


def test_the_right_consumer_uses_the_new_addresses_alone(right: Consumer, terms: Terms) -> None:
    sitting = sat("discovery-moved", "read", right, terms)
    used = {one.url for one in sitting.requests("token", run=2)}
    assert used == {sitting.endpoints["token#2"]}
    assert sitting.endpoints["token#2"] != sitting.endpoints["token"]
    assert [one.run for one in sitting.requests("register")] == [1]
    assert not [one for one in sitting.exchanges if one.place == "none"]


def test_rows_pass_by_these_scenarios(right: Consumer, terms: Terms) -> None:
    read = [sat(name, "read", right, terms) for name in ("plain", "discovery-no-store", "discovery-moved")]
    assert verdicts(read)["OAUTH-DSC-002"] is Outcome.PASS
    write = [sat(name, "write", right, terms) for name in ("plain", "pass-on")]
    assert verdicts(write)["CLR10-CON-006"] is Outcome.PASS


@pytest.mark.parametrize(
    ("wrong", "name", "task", "row"),
    [
        (KeepsDiscoveryForEver, "discovery-moved", "read", "OAUTH-DSC-002"),
        (ReadsWithoutBounds, "gzip-bomb", "read", "OAUTH-HTTP-007"),
        (SignedAnew, "pass-on", "write", "CLR10-CON-006"),
    ],
)
def test_a_wrong_consumer_breaks_that_row_and_no_other(
    terms: Terms, wrong: type, name: str, task: str, row: str
) -> None:
    consumer = type(wrong.__name__, (wrong, ClrConsumer), {})
    assert broken([sat(each, task, called(consumer), terms) for each in ("plain", name)]) == {row}
