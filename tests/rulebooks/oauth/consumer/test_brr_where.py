"""What is said of where a consumer sends its token, and of the scope that it has."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import API, TOKEN, called, cited, listed, right, served, sitting
from tests.traffic.walking import BEFORE, FIRST, PAGED, page, walked

READS = ("read",)
OTHER = "https://localhost:9999/tenant/ims/clr/v1p0/clrs"
NARROW = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}


def _plain(*calls: Any, task: str = "write") -> Sitting:
    return sitting(*right(listed=calls), task=task)


def test_a_token_with_the_scope_of_each_call_passes() -> None:
    assert decide("OAUTH-BRR-011", _plain(listed(), called("postClr", status=201))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "refused",
    [
        called("postClr", status=403, answer_headers=NARROW),
        called("postClr", status=401),
        called("postClr", token=None, status=401),
    ],
    ids=["another scope", "a dead token", "no token"],
)
def test_a_call_that_is_refused_for_its_token_is_a_breach(refused: Any) -> None:
    ending = decide("OAUTH-BRR-011", _plain(listed(), refused))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (FIRST + 1,)


def test_a_call_without_a_token_that_is_made_good_is_a_note() -> None:
    ending = decide("OAUTH-BRR-011", _plain(listed(token=None, status=401), listed()))
    assert ending.outcome is Outcome.PASS
    assert "without a token first" in (ending.reason or "")


def test_a_call_of_something_else_does_not_make_it_good() -> None:
    posted = called("postClr", status=201)
    for later in (listed(2), listed(token=None, status=401)):
        assert decide("OAUTH-BRR-011", _plain(listed(token=None, status=401), later, posted)).outcome is Outcome.FAIL


def test_the_record_of_somebody_else_is_no_matter_of_the_token() -> None:
    assert decide("OAUTH-BRR-011", _plain(called("getClr", status=403))).outcome is Outcome.PASS


def test_without_a_call_it_stays_open() -> None:
    assert decide("OAUTH-BRR-011", _plain()).outcome is Outcome.INCOMPLETE


# Another host


def _there(token: str | None = None, **members: Any) -> Any:
    headers = {"Accept": "application/ld+json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return served("getClrs", **{"url": OTHER, "headers": headers, "place": "other", "status": 401, **members})


def _next(*more: Any, end: str = "refused") -> Sitting:
    return walked(page(1), page(2, struck=True, to=OTHER), *more, scenario="next-elsewhere", end=end)


def _redirected(*more: Any, end: str = "refused") -> Sitting:
    return walked(page(1, struck=True, status=307, to=""), *more, scenario="redirected-elsewhere", end=end)


@pytest.mark.parametrize(
    "odd",
    [
        (_next(), _redirected()),
        (_next(_there()), _redirected(_there())),
        (_next(end="crashed"), _redirected(end="through")),
    ],
    ids=["refuses", "goes without the token", "ends"],
)
def test_a_token_that_stays_where_it_belongs_passes(odd: Any) -> None:
    assert decide("OAUTH-BRR-012", PAGED, *odd, claims=READS).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "leak",
    [_there(TOKEN), _there(url=f"{OTHER}?access_token={TOKEN}")],
    ids=["in the header", "in the query"],
)
def test_a_token_at_another_host_is_a_breach(leak: Any) -> None:
    ending = decide("OAUTH-BRR-012", PAGED, _next(), _redirected(leak), claims=READS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE + FIRST + 2 + FIRST + 1,)


def test_an_item_on_another_host_counts_as_well() -> None:
    items = walked(page(1, struck=True), _there(TOKEN), scenario="items-elsewhere")
    assert decide("OAUTH-BRR-012", PAGED, _next(), _redirected(), items, claims=READS).outcome is Outcome.FAIL


def test_who_fetches_no_items_is_not_blamed_and_decided_by_the_rest() -> None:
    items = walked(page(1, struck=True), scenario="items-elsewhere")
    assert decide("OAUTH-BRR-012", PAGED, _next(), _redirected(), items, claims=READS).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("plain", "odd"),
    [
        (walked(page(1)), (_next(), _redirected())),
        (PAGED, (walked(page(1), scenario="next-elsewhere"), _redirected())),
        (PAGED, (_next(end="timed-out"), _redirected())),
    ],
    ids=["does not page", "not led there", "stopped"],
)
def test_what_shows_nothing_stays_open(plain: Sitting, odd: Any) -> None:
    assert decide("OAUTH-BRR-012", plain, *odd, claims=READS).outcome is Outcome.INCOMPLETE


def test_the_api_is_where_the_token_belongs() -> None:
    assert API not in OTHER
    assert decide("OAUTH-BRR-012", PAGED, _next(page(3)), _redirected(), claims=READS).outcome is Outcome.PASS
