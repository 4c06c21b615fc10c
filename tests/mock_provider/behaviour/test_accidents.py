"""Accidents: 5xx now and then, at a chosen exchange or at random under a seed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from mock_provider.behaviour import Trigger
from mock_provider.behaviour.accidents import ACCIDENTS
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.settings import Settings
from mock_provider.starting import played
from tests.mock_provider.behaviour.consumer import LD_JSON, Consumer
from tests.mock_provider.behaviour.crowd import Crowd, Request
from tests.mock_provider.behaviour.test_consumers import consumers


@pytest.fixture(scope="module")
def running(crowds: Callable[..., Crowd]) -> Crowd:
    return crowds()


@pytest.fixture
def crowd(running: Crowd) -> Iterator[Crowd]:
    yield running
    running.faults.clear()


@pytest.fixture
def consumer(crowd: Crowd) -> Consumer:
    one = consumers(crowd)[0]
    crowd.run([one.connect()])
    return one


def statuses(crowd: Crowd, times: int) -> list[int]:
    """What the discovery document is answered with, one time after the other."""

    async def asked() -> list[int]:
        request = Request("GET", f"{BASE_PATH}/discovery", {"accept": LD_JSON})
        return [(await crowd.ask(request)).status for _ in range(times)]

    return asyncio.run(asked())


@pytest.mark.parametrize("name", ACCIDENTS)
def test_an_accident_breaks_no_requirement(name: str) -> None:
    accident = ACCIDENTS[name]
    assert (accident.kind, accident.breaks, dict(accident.consequences)) == ("accident", (), {})
    assert played(Settings(faults=(f"{name}:p=0.1,seed=7",))) == [(accident, Trigger(p=0.1, seed=7))]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_the_nth_exchange_is_struck(crowd: Crowd, status: int) -> None:
    crowd.faults.switch_on(ACCIDENTS[f"acc-{status}"], Trigger(every=4, next=1))
    assert statuses(crowd, 12) == [200, 200, 200, status, *[200] * 8]


def test_accidents_at_random_repeat_under_their_seed(crowd: Crowd) -> None:
    def under(seed: int) -> list[int]:
        crowd.faults.switch_on(ACCIDENTS["acc-503"], Trigger(p=0.2, seed=seed))
        return statuses(crowd, 60)

    one, again, other = under(7), under(7), under(8)
    assert one == again != other
    assert 3 < one.count(503) < 30


def test_what_met_an_accident_is_not_done_or_done_without_an_answer(crowd: Crowd, consumer: Consumer) -> None:
    clr = {**consumer.clr, "id": consumer.own_id}
    for name, stored in (("acc-500", False), ("acc-500-done", True)):
        crowd.faults.switch_on(ACCIDENTS[name])
        [answer] = crowd.run([consumer._post({"clr": clr})])
        crowd.faults.clear()
        assert answer.status == 500
        assert answer.headers["content-type"] == "text/html"
        assert any(row[0] == consumer.own_id for row in crowd.rows("clrs")["clrs"]) is stored
