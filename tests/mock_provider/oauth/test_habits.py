"""Legal habits of other authorization servers, each switched on by a setting."""

from __future__ import annotations

from typing import Any

from mock_provider.oauth import OFFLINE_ACCESS
from tests.mock_provider.oauth.conftest import CLR_SCOPES

READONLY, REPLACE, _ = CLR_SCOPES


def test_with_a_kept_login_nobody_is_asked_for_a_password(make_world: Any) -> None:
    world = make_world(kept_login="jonas")
    consumer = world.consumer()
    sent_back = world.browser.approve(consumer)
    assert consumer.exchange(sent_back["code"]).status_code == 200
    assert len(world.server.grants.of_user("jonas")) == 1


def test_with_a_kept_login_the_page_of_grants_can_withdraw(make_world: Any) -> None:
    world = make_world(kept_login="mira")
    world.browser.approve(world.consumer())
    page = world.browser.get("/oauth/grants")
    grant = world.server.grants.of_user("mira")[0]
    assert world.browser.submit(page, action="withdraw", grant=grant.id).status_code == 303
    assert world.server.grants.of_user("mira") == ()


def test_with_consent_once_the_second_request_comes_straight_back(make_world: Any) -> None:
    world = make_world(consent_once=True)
    consumer = world.consumer()
    world.browser.log_in()
    assert world.browser.consent_page(consumer).status_code == 200
    world.browser.approve(consumer)
    again = world.browser.consent_page(consumer)
    assert again.status_code == 303
    assert "code=" in again.headers["location"]


def test_with_consent_once_more_scopes_or_another_client_are_asked_for(make_world: Any) -> None:
    world = make_world(consent_once=True)
    consumer = world.consumer()
    world.browser.log_in()
    world.browser.approve(consumer)
    assert world.browser.consent_page(consumer, scope=f"{READONLY} {REPLACE}").status_code == 200
    for prompt in ("consent", "login consent"):
        assert world.browser.consent_page(consumer, prompt=prompt).status_code == 200
    assert world.browser.consent_page(world.consumer()).status_code == 200


def test_refresh_by_consent_grants_offline_access_for_the_prompt_only(make_world: Any) -> None:
    world = make_world(refresh_by_consent=True)
    consumer = world.consumer()
    without = world.tokens(consumer)
    assert "refresh_token" not in without
    assert without["scope"] == READONLY
    asked = world.tokens(consumer, prompt="consent")
    assert asked["scope"] == f"{READONLY} {OFFLINE_ACCESS}"
    assert consumer.refresh(asked["refresh_token"]).status_code == 200


def test_an_access_token_is_taken_for_the_leeway_after_its_end(make_world: Any) -> None:
    world = make_world(leeway_seconds=60)
    token = world.tokens(world.consumer())["access_token"]
    world.clock.now += 3600 + 59
    assert world.alive(token)
    world.clock.now += 1
    assert not world.alive(token)
