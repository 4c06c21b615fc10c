"""Revocation after RFC 7009."""

from __future__ import annotations

from typing import Any

import pytest


def test_an_access_token_can_be_revoked(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    response = consumer.post("/oauth/revoke", {"token": tokens["access_token"], "token_type_hint": "access_token"})
    assert response.status_code == 200
    assert not world.alive(tokens["access_token"])
    assert consumer.refresh(tokens["refresh_token"]).status_code == 200


def test_a_revoked_refresh_token_takes_its_access_tokens_along(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    assert consumer.post("/oauth/revoke", {"token": tokens["refresh_token"]}).status_code == 200
    assert not world.alive(tokens["access_token"])
    assert consumer.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense"])
def test_the_hint_changes_nothing(world: Any, consumer: Any, hint: str) -> None:
    tokens = world.tokens(consumer)
    form = {"token": tokens["access_token"], "token_type_hint": hint}
    assert consumer.post("/oauth/revoke", form).status_code == 200
    assert not world.alive(tokens["access_token"])


def test_an_unknown_token_is_no_error(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    assert consumer.post("/oauth/revoke", {"token": "nonsense"}).status_code == 200
    for _ in range(2):
        assert consumer.post("/oauth/revoke", {"token": tokens["access_token"]}).status_code == 200


def test_a_token_of_another_client_stays_alive(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    response = world.consumer().post("/oauth/revoke", {"token": tokens["access_token"]})
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_grant"
    assert world.alive(tokens["access_token"])


@pytest.mark.parametrize("form", [{}, {"token": ""}, {"token": ["a", "b"]}])
def test_a_request_without_one_token_is_refused(consumer: Any, form: dict[str, Any]) -> None:
    response = consumer.post("/oauth/revoke", form)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_request"


def test_revocation_can_be_switched_off(make_world: Any) -> None:
    world = make_world(revocation=False)
    assert world.consumer().post("/oauth/revoke", {"token": "x"}).status_code == 404
    assert "revocation_endpoint" not in world.server.metadata()
