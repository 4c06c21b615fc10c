"""All sittings of a run: the plain ones first, and the others where those got through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import httpx
import pytest

from conformance.consumer.invitation import Invitation
from conformance.consumer.parts import Part, every_scenario, parts_of
from conformance.consumer.process import Finished, Stop
from conformance.consumer.series import Means, Series
from conformance.consumer.sitting import Played
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault
from conformance.plan.consumer import ConsumerPlan
from conformance.traffic import End, Run, Sitting, Traffic
from mock_provider.recorder import Bounds
from mock_provider.scenarios import Scenario
from tests.consumer.conftest import asking, scenario

PLAIN = scenario("plain")


def everything_reached(_: Traffic) -> str:
    return ""


def not_listed(traffic: Traffic) -> str:
    return (
        "" if all(sitting.requests("getDiscoveryDocument", ok=True) for sitting in traffic.sittings) else "no document"
    )


def series(
    consumer: Consumer,
    terms: Terms,
    *scenarios: Scenario,
    tasks: Sequence[str] = ("read",),
    not_reached: Callable[[Traffic], str] = everything_reached,
    workers: int = 1,
) -> Series:
    todo = [Part(one, task) for one in (PLAIN, *scenarios) for task in tasks]
    played = Series(todo, Means(in_process(consumer), terms, workers=workers), not_reached)
    played.play()
    return played


def names(played: Series) -> list[str]:
    return [one.sitting.scenario for one in played.played]


def test_the_plain_sitting_comes_first_and_results_are_in_the_order_of_the_parts(terms: Terms) -> None:
    ended = series(lambda _: 0, terms, scenario("one"), scenario("two"), workers=2)
    assert names(ended) == ["plain", "one", "two"]
    assert not ended.problems


def test_where_the_plain_one_does_not_get_through_no_other_is_played(terms: Terms) -> None:
    ended = series(lambda _: 0, terms, scenario("one"), not_reached=lambda _: "it never came to token")
    assert names(ended) == ["plain"]
    assert [problem.code for problem in ended.problems] == ["consumer-silent"]


def test_a_consumer_that_sends_more_than_is_kept_ends_the_run_with_that_cause(
    over_tls: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.consumer.stage.KEPT", Bounds(exchanges=2))

    def floods(http: httpx.Client, told: Invitation) -> None:
        for _ in range(3):
            http.get(told.url)

    ended = series(asking(floods), over_tls, scenario("one"))
    assert names(ended) == ["plain"]
    assert [problem.code for problem in ended.problems] == ["consumer-floods"]
    assert (len(ended.played[0].sitting.exchanges), ended.played[0].sitting.dropped) == (2, 1)


def test_a_verifier_that_refuses_the_right_record_is_told_so(terms: Terms) -> None:
    """Not that it is silent: it need not have sent a request for that."""
    ended = series(lambda _: 20, terms, tasks=("verify",), not_reached=lambda _: "Botany 12, red, is taken as refused")
    (problem,) = ended.problems
    assert problem.code == "right-record-refused"
    assert "Botany 12, red, is taken as refused; it ended with exit code 20" in problem.message
    assert "{document}" in problem.todo


def test_a_verifier_that_crashes_is_told_so(terms: Terms) -> None:
    ended = series(lambda _: 1, terms, tasks=("verify",), not_reached=lambda _: "it tells nothing")
    assert [problem.code for problem in ended.problems] == ["consumer-died"]


def test_one_task_that_fails_does_not_keep_the_others_from_being_played(terms: Terms) -> None:
    def consumer(invitation: Invitation) -> int:
        return 77 if invitation.task == "write" else 0

    def reached(traffic: Traffic) -> str:
        return "it does not" if traffic.sittings[0].end.how == "unable" else ""

    ended = series(consumer, terms, scenario("one"), tasks=("read", "write"), not_reached=reached)
    assert [(one.sitting.scenario, one.sitting.task) for one in ended.played] == [
        ("plain", "read"), ("plain", "write"), ("one", "read"),
    ]  # fmt: skip
    assert [problem.code for problem in ended.problems] == ["task-not-done"]


def test_so_many_at_a_time_as_there_are_workers(terms: Terms) -> None:
    together = threading.Barrier(2, timeout=20)

    def consumer(invitation: Invitation) -> int:
        if invitation.username == "jonas":
            together.wait()  # breaks where the other one has not begun
        return 0

    one, two = (scenario(name, learners=("jonas",)) for name in ("one", "two"))
    ended = series(consumer, terms, one, two, workers=2)
    assert [played.sitting.end.how for played in ended.played] == ["through"] * 3


def test_what_was_refused_is_mended_and_the_rest_is_played_so(over_tls: Terms) -> None:
    def ask(http: object, invitation: Invitation) -> int:
        answer = http.get(f"{invitation.url}/discovery", headers={"Accept": "application/json"})  # type: ignore[attr-defined]
        return 0 if answer.is_success else 1

    ended = series(asking(ask), over_tls, scenario("one"), not_reached=not_listed)
    assert [(one.sitting.scenario, one.sitting.mended, one.sitting.through) for one in ended.played] == [
        ("plain", (), False), ("plain", ("accept",), True), ("one", ("accept",), True),
    ]  # fmt: skip
    assert not ended.problems


def test_what_no_mend_helps_is_not_played_again(over_tls: Terms) -> None:
    starts: list[str] = []

    def ask(http: object, invitation: Invitation) -> int:
        starts.append(invitation.task)
        http.get(f"{invitation.url}/clrs")  # type: ignore[attr-defined]
        return 1

    ended = series(asking(ask), over_tls, scenario("one"), not_reached=not_listed)
    assert names(ended) == ["plain"]
    assert [problem.code for problem in ended.problems] == ["consumer-not-through"]
    assert len(starts) == 2, "once strictly, once to find out whether a mend helps"


def test_what_is_known_of_an_earlier_run_is_not_played_again(terms: Terms) -> None:
    starts: list[str] = []
    todo = [Part(PLAIN, "read"), Part(scenario("one"), "read")]
    known = {todo[0].key: (Played(Sitting("plain", "read", "https://a", (Run(1, "mira", End("through", 0)),), ())),)}
    again = Series(todo, Means(in_process(lambda told: starts.append(told.task)), terms), everything_reached, known)
    assert again.left == 1
    again.play()
    assert (names(again), len(starts), again.left) == (["plain", "one"], 1, 0)


def test_each_is_kept_as_it_falls_and_a_stop_leaves_the_rest(terms: Terms) -> None:
    stop, kept = Stop(), list[str]()

    def start(_: Invitation) -> Finished:
        if len(kept) == 2:
            raise KeyboardInterrupt
        return Finished(0)

    todo = [Part(one, "read") for one in (PLAIN, scenario("one"), scenario("two"), scenario("three"))]
    means = Means(start, terms, stop, keep=lambda part, _: kept.append(part.scenario.id))
    played = Series(todo, means, everything_reached)
    with pytest.raises(KeyboardInterrupt):
        played.play()
    assert kept == names(played) == ["plain", "one"]
    assert (played.left, stop.asked) == (2, True)


def test_a_scenario_can_be_played_again_alone(terms: Terms) -> None:
    starts: list[str] = []
    ended = series(lambda told: starts.append(told.task), terms, scenario("one"), scenario("two"))
    before = ended.played
    ended.again(frozenset({"two"}))
    assert len(starts) == 4
    assert [one is other for one, other in zip(before, ended.played, strict=True)] == [True, True, False]


def test_a_plan_plays_the_scenarios_of_its_tasks_and_claims(plan: ConsumerPlan) -> None:
    every = every_scenario("clr10")
    played = {part.scenario.id for part in parts_of(plan)}
    assert played == {one.id for one in every.values() if "read" in one.tasks and plan.claims.issuperset(one.claims)}
    assert "two-learners" not in played
    assert "two-learners" in {
        part.scenario.id for part in parts_of(replace(plan, claims=plan.claims | {"keeps_state"}))
    }


def test_only_what_is_named_is_played_after_the_plain_one(plan: ConsumerPlan) -> None:
    assert [part.scenario.id for part in parts_of(plan, ["denied", "state-foreign"])] == [
        "plain", "denied", "state-foreign",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"), [("state-foreing", "scenario-unknown"), ("two-learners", "scenario-not-claimed")]
)
def test_a_scenario_that_cannot_be_played_is_refused(plan: ConsumerPlan, name: str, code: str) -> None:
    with pytest.raises(UsageFault) as caught:
        parts_of(plan, [name])
    assert caught.value.problem.code == code


def test_variations_are_scenarios_that_end_as_the_plain_one(plan: ConsumerPlan) -> None:
    without, with_them = parts_of(plan), parts_of(plan, with_variations=True)
    added = [part for part in with_them if part.key not in {one.key for one in without}]
    assert len(added) > 50
    assert all(part.scenario.as_plain for part in added)
    assert parts_of(plan, [added[0].scenario.id])[1].key == added[0].key, "by name without asking for all"
