"""Who asks, at the API and at every step of OAuth: what the triggers ``client`` and ``learner`` go by."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from mock_provider.behaviour import Fault, Trigger
from mock_provider.behaviour.callers import Who
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.store.tokens import Issue
from mock_provider.store.users import sessions
from tests.mock_provider.behaviour.consumer import Consumer
from tests.mock_provider.behaviour.crowd import Crowd, Request, form
from tests.mock_provider.behaviour.test_consumers import consumers


@pytest.fixture(scope="module")
def crowd(crowds: Callable[..., Crowd]) -> Crowd:
    return crowds()


@pytest.fixture(scope="module")
def consumer(crowd: Crowd) -> Consumer:
    """The consumer ``consumer-0`` of jonas."""
    return consumers(crowd)[0]


@pytest.fixture
def asker(crowd: Crowd) -> Callable[[Request], tuple[str | None, str | None]]:
    """Tells client and learner as the recorder has them."""
    crowd.faults.switch_on(Fault(id="x", title="t", how="h"))

    def ask(request: Request) -> tuple[str | None, str | None]:
        crowd.at_once([request])
        exchange = crowd.recorder.exchanges()[-1]
        return exchange.client, exchange.learner

    return ask


Asker = Callable[[Request], tuple[str | None, str | None]]


def test_a_token_tells_both_also_when_it_is_dead(crowd: Crowd, asker: Asker) -> None:
    client = crowd.grants.add_client("holder", "secret", {}, 0, "sofia")
    crowd.grants.issue(client, Issue("dead", "read", 1))
    headers = {"authorization": "Bearer dead", "accept": "application/ld+json"}
    assert asker(Request("GET", f"{BASE_PATH}/clrs", headers)) == ("holder", "sofia")


def test_basic_credentials_tell_the_client(asker: Asker) -> None:
    assert asker(form("POST", "/oauth/token", {}, ("somebody", "secret"))) == ("somebody", None)


def test_an_authorization_request_tells_the_client_and_the_session_the_learner(
    asker: Asker, consumer: Consumer
) -> None:
    query = urlencode({"client_id": consumer.id})
    assert asker(Request("GET", "/oauth/authorize", query=query)) == (consumer.id, None)
    assert asker(Request("GET", "/oauth/authorize", {"cookie": consumer.cookie}, query=query)) == (consumer.id, "jonas")


def test_the_pages_carry_the_authorization_request_along(asker: Asker, consumer: Consumer) -> None:
    query = urlencode({"client_id": consumer.id})
    login = urlencode({"next": f"/oauth/authorize?{query}"})
    assert asker(Request("GET", "/oauth/login", query=login)) == (consumer.id, None)
    typed = {"next": f"/oauth/authorize?{query}", "username": "amal"}
    assert asker(form("POST", "/oauth/login", typed, None)) == (consumer.id, "amal")
    consent = form("POST", "/oauth/consent", {"request": query}, None)
    assert asker(Request("POST", consent.path, {**consent.headers, "cookie": consumer.cookie}, consent.body)) == (
        consumer.id,
        "jonas",
    )


def test_codes_and_refresh_tokens_tell_both(crowd: Crowd, asker: Asker, consumer: Consumer) -> None:
    crowd.grants.authorize(
        code="a-code",
        client_id=consumer.id,
        username="jonas",
        redirect_uri="",
        scope="read",
        challenge="",
        now_ms=1_700_000_000_000,
        seconds=2**40,
    )
    code = crowd.grants.code("a-code")
    assert code is not None
    crowd.grants.redeem(code, Issue("access", "read", 2**40, "refresh", "read", 2**40), 1)
    for members in ({"code": "a-code"}, {"refresh_token": "refresh"}, {"token": "access"}):
        path = "/oauth/revoke" if "token" in members else "/oauth/token"
        assert asker(form("POST", path, members, None)) == (consumer.id, "jonas")


def test_a_stranger_is_nobody(asker: Asker) -> None:
    assert asker(Request("POST", "/oauth/register", {"content-type": "application/json"}, b"{}")) == (None, None)


def test_to_find_out_who_asks_signs_nobody_in(crowds: Callable[..., Crowd]) -> None:
    crowd = crowds(kept_login="mira")
    crowd.faults.switch_on(Fault(id="x", title="t", how="h"))
    headers = {"content-type": "application/json", "cookie": "balancer=3"}
    crowd.at_once([Request("POST", "/oauth/register", headers, b"{}")])
    with crowd.database.read() as connection:
        assert connection.execute(select(sessions)).all() == []
    assert crowd.recorder.exchanges()[-1].learner is None


@pytest.mark.parametrize("trigger", [Trigger(client="consumer-0"), Trigger(learner="jonas")])
@pytest.mark.parametrize("operation", ["authorize", "consent", "token", "revoke"])
def test_a_trigger_for_one_strikes_at_steps_of_oauth_and_no_other_one(
    crowd: Crowd, trigger: Trigger, operation: str
) -> None:
    sitting = consumers(crowd)[:2]
    told = Fault(
        id="x", title="t", how="h", operations=(operation,), on_response=lambda answer: setattr(answer, "status", 418)
    )
    crowd.faults.switch_on(told, trigger)
    crowd.run(one.sit() for one in sitting)
    assert 418 in [answer.status for answer in sitting[0].answers]
    assert 418 not in [answer.status for answer in sitting[1].answers]


def test_when_it_cannot_be_found_out_the_exchange_goes_on(
    crowd: Crowd, asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(request: object) -> None:
        raise RuntimeError("the database is locked")

    monkeypatch.setattr(crowd.faults, "_who", Who(locked, None))  # type: ignore[arg-type]
    assert asker(Request("GET", f"{BASE_PATH}/discovery", {"accept": "application/ld+json"})) == (None, None)
    assert "could not be found out: the database is locked" in caplog.text
