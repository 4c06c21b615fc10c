"""What is said of posts and deletions, and of what is taken for a success."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.outcome import ReportedOutcome
from tests.rulebooks.clr10.consumer.deciding import decide, post, record, wrote
from tests.traffic.building import API, FACTS, called, cited, right, sitting
from tests.traffic.walking import FIRST

CONTEXT = {"@context": FACTS.context_url}
JWS = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2ln"


@pytest.mark.parametrize("body", [CONTEXT | {"clr": record()}, CONTEXT | {"signedClr": JWS, "clr": None}])
def test_one_form_with_its_context_passes(body: Any) -> None:
    assert decide("CLR10-PST-005", wrote(post(body=body))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "body",
    [
        CONTEXT | record(),
        CONTEXT | {"clr": record(), "signedClr": JWS},
        {"clr": record()},
        [record()],
        CONTEXT,
    ],
    ids=["bare", "both", "no context", "an array", "neither"],
)
def test_any_other_body_is_a_breach(body: Any) -> None:
    ending = decide("CLR10-PST-005", wrote(post(body=body, status=400)))
    assert (ending.outcome, set(cited(ending))) == (Outcome.FAIL, {FIRST})


def test_without_a_post_nothing_is_shown() -> None:
    assert decide("CLR10-PST-005", wrote()).outcome is Outcome.INCOMPLETE


# Successes

SCENARIOS = {"plain": 201, "post-replaced": 200, "post-unchanged": 304}


def _posts(changed: str, *calls: Any, end: str = "through") -> tuple[Sitting, ...]:
    return tuple(
        wrote(*calls, scenario=name, end=end) if name == changed else wrote(post(status=status), scenario=name)
        for name, status in SCENARIOS.items()
    )


def _reporting(made: Sitting, outcome: ReportedOutcome) -> Sitting:
    return replace(made, runs=tuple(replace(run, outcome=outcome) for run in made.runs))


def test_an_outcome_says_more_than_the_exit_code() -> None:
    plain, *others = _posts("")
    failed = ReportedOutcome("failed", "unexpected status 304")
    ending = decide("CLR10-PST-018", plain, others[0], _reporting(others[1], failed))
    assert ending.outcome is Outcome.FAIL
    assert ending.findings[0].actual.endswith("and reports failed: unexpected status 304")
    done = ReportedOutcome("done")
    assert decide("CLR10-PST-018", *(_reporting(one, done) for one in (plain, *others))).outcome is Outcome.PASS
    assert decide("CLR10-PST-018", _reporting(plain, failed), *others).outcome is Outcome.INCOMPLETE


def test_each_success_that_is_taken_for_one_passes() -> None:
    assert decide("CLR10-PST-018", *_posts("")).outcome is Outcome.PASS


@pytest.mark.parametrize(("times", "told"), [(1, False), (3, False), (4, True)])
@pytest.mark.parametrize(("name", "status"), [("post-refused", 400), ("post-not-allowed", 405)])
def test_a_refused_post_that_is_repeated_is_noted_and_not_blamed(
    name: str, status: int, times: int, told: bool
) -> None:
    in_vain = wrote(*[post(status=status)] * times, scenario=name, end="refused")
    ending = decide("CLR10-PST-018", *_posts(""), in_vain)
    assert ending.outcome is Outcome.PASS
    assert (f"{name}: it repeats a post that is refused, 3 times" in (ending.reason or "")) is told


def test_two_records_are_two_posts() -> None:
    other = post(record(id="urn:uuid:1b8a8f1c-8d4c-4a45-b5b7-8f1f3a3f2b10"), status=304)
    assert decide("CLR10-PST-018", *_posts("post-unchanged", post(status=304), other)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("calls", "end", "where"),
    [
        ((post(status=304), post(status=304)), "through", FIRST + 1),
        ((post(status=304),), "crashed", FIRST),
        ((post(status=304),), "refused", FIRST),
    ],
    ids=["posts again", "crashes", "says it failed"],
)
def test_a_success_that_is_taken_for_a_failure_is_a_breach(calls: Any, end: str, where: int) -> None:
    ending = decide("CLR10-PST-018", *_posts("post-unchanged", *calls, end=end))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[0] == 2 * (FIRST + 1) + where


def test_who_got_through_once_a_departure_was_mended_is_compared_with_that() -> None:
    refused = wrote(post(status=415), scenario="plain", end="crashed")
    assert decide("CLR10-PST-018", refused, *_posts("")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "sittings",
    [
        _posts("post-unchanged", post(status=304), end="timed-out"),
        _posts("post-unchanged"),
        _posts("plain", post(), end="crashed"),
    ],
    ids=["stopped", "no post", "plain did not go through"],
)
def test_what_shows_nothing_of_posts_stays_open(sittings: Any) -> None:
    assert decide("CLR10-PST-018", *sittings).outcome is Outcome.INCOMPLETE


def _deleted(status: int, scenario: str, *more: Any, end: str = "through") -> Sitting:
    one = called("deleteClr", url=f"{API}/clrs/1", status=status)
    return sitting(*right(listed=(one, *more)), task="delete", scenario=scenario, end=end)


PLAIN_DELETE = _deleted(204, "plain")


def test_each_deletion_that_is_taken_for_one_passes() -> None:
    odd = _deleted(200, "delete-200"), _deleted(202, "delete-202", called("getClr", status=404))
    assert decide("CLR10-DEL-009", PLAIN_DELETE, *odd).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("more", "end"),
    [((called("deleteClr", url=f"{API}/clrs/1", status=404),), "through"), ((), "crashed")],
    ids=["deletes again", "crashes"],
)
def test_a_deletion_that_is_taken_for_a_failure_is_a_breach(more: Any, end: str) -> None:
    odd = _deleted(200, "delete-200"), _deleted(202, "delete-202", *more, end=end)
    ending = decide("CLR10-DEL-009", PLAIN_DELETE, *odd)
    assert ending.outcome is Outcome.FAIL


def test_without_a_deletion_it_stays_open() -> None:
    assert decide("CLR10-DEL-009", PLAIN_DELETE).outcome is Outcome.INCOMPLETE
