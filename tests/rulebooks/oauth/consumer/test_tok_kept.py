"""What is said of a consumer that gets token after token, or uses the one that it has."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import PLAIN, READ, asked, cited, exchanged, in_run, listed, refreshed, right, sitting

SECOND = "access-of-another-request"


SECOND_PAGES = (listed(1, SECOND), listed(2, SECOND))


def _again(token: str = SECOND, **members: Any) -> Served:
    return exchanged(answer={"access_token": token}, members=members)


def test_one_token_for_all_pages_passes() -> None:
    ending = decide("OAUTH-TOK-017", PLAIN)
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (5, 6, 7))


@pytest.mark.parametrize(
    "second", [_again(), refreshed(answer={"access_token": SECOND})], ids=["another-login", "a-refresh-too-early"]
)
def test_a_token_for_each_page_breaks_it(second: Served) -> None:
    ending = decide("OAUTH-TOK-017", sitting(*right(listed=(listed(), second, listed(2, SECOND)))))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (6, 4))


def _kept(*second: Served, learners: tuple[str, ...] = ("mira", "mira")) -> Sitting:
    return sitting(*right(), *in_run(2, *second), scenario="token-kept", learners=learners)


def test_a_token_that_is_kept_for_the_next_start_passes() -> None:
    assert decide("OAUTH-TOK-017", PLAIN, _kept(listed(), listed(2))).outcome is Outcome.PASS


def test_a_token_for_each_start_breaks_it() -> None:
    ending = decide("OAUTH-TOK-017", _kept(asked(state="kXr2v9QmT4sLwZ8pYb3n"), _again(), listed(1, SECOND)))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (9, 4))


@pytest.mark.parametrize(
    "traffic",
    [
        _kept(_again(), listed(1, SECOND), listed(2, SECOND), learners=("mira", "jonas")),
        sitting(*right(listed=(listed(), listed(2, status=401), _again(), listed(2, SECOND), listed(3, SECOND)))),
        sitting(*right(listed=(listed(1, None, status=401), _again(), *SECOND_PAGES))),
        sitting(*right(listed=(listed(), _again(began=4000.0, ended=4001.0), listed(2, SECOND), listed(3, SECOND)))),
        sitting(*right(listed=(exchanged(answer={"scope": READ, "access_token": SECOND}), *SECOND_PAGES))),
        sitting(
            *right(
                exchanged=(exchanged(members={"ended": 9.0}), _again()), listed=(listed(1, SECOND), listed(2, SECOND))
            )
        ),
    ],
    ids=[
        "another-learner",
        "refused-before",
        "refused-without-it",
        "half-of-its-life-later",
        "for-another-scope",
        "at-the-same-time",
    ],
)
def test_a_new_token_with_a_reason_is_right(traffic: Sitting) -> None:
    assert decide("OAUTH-TOK-017", traffic).outcome is Outcome.PASS


def test_one_call_does_not_show_whether_a_token_is_kept() -> None:
    assert decide("OAUTH-TOK-017", sitting(*right(listed=listed()))).outcome is Outcome.INCOMPLETE
