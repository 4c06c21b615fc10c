"""The token endpoint: code, refresh and client credentials, and everything that is refused."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mock_provider.oauth import OFFLINE_ACCESS
from tests.mock_provider.oauth.conftest import CLR_SCOPES

READONLY, REPLACE, DELETE = CLR_SCOPES


@pytest.fixture
def code(world: Any, consumer: Any) -> str:
    """A fresh code of mira for the consumer."""
    world.browser.log_in()
    return str(world.browser.approve(consumer)["code"])


@pytest.fixture
def institution(world: Any) -> Any:
    """A client known beforehand, with characters in its secret that have to be encoded."""
    world.server.seed_client(
        "institution:7", "s+cr%t: ü", scopes=CLR_SCOPES[:2], grant_types=("client_credentials",), acts_for="jonas"
    )
    return type(world.consumer())(world.http, "institution:7", "s+cr%t: ü")


def refused(response: Any, error: str, status: int = 400) -> None:
    """The answer is this OAuth error, as RFC 6749 section 5.2 shapes it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["pragma"] == "no-cache"
    body = response.json()
    assert body["error"] == error
    assert set(body) <= {"error", "error_description"}
    description = body.get("error_description", "")
    assert description.isascii()
    assert not {'"', "\\"} & set(description)
    if status == 401:
        assert response.headers["www-authenticate"].startswith("Basic realm=")


def test_a_code_becomes_tokens(world: Any, consumer: Any, code: str) -> None:
    response = consumer.exchange(code)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["pragma"] == "no-cache"
    body = response.json()
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 3600
    assert body["scope"] == f"{READONLY} {OFFLINE_ACCESS}"
    assert body["refresh_token"] != body["access_token"]
    assert world.alive(body["access_token"])


def test_without_offline_access_there_is_no_refresh_token(world: Any, consumer: Any) -> None:
    assert "refresh_token" not in world.tokens(consumer, scope=READONLY)


def test_a_replayed_code_ends_the_tokens_it_gave(world: Any, consumer: Any, code: str) -> None:
    given = consumer.exchange(code).json()
    renewed = consumer.refresh(given["refresh_token"]).json()
    refused(consumer.exchange(code), "invalid_grant")
    assert not world.alive(given["access_token"])
    assert not world.alive(renewed["access_token"])
    refused(consumer.refresh(renewed["refresh_token"]), "invalid_grant")


def test_another_clients_replay_ends_nothing(world: Any, consumer: Any, code: str) -> None:
    given = consumer.exchange(code).json()
    refused(world.consumer().exchange(code), "invalid_grant")
    assert world.alive(given["access_token"])


def test_of_many_exchanges_at_once_one_wins(consumer: Any, code: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: consumer.exchange(code), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7


def test_a_code_expires(world: Any, consumer: Any, code: str) -> None:
    world.clock.now += world.server.settings.code_seconds
    refused(consumer.exchange(code), "invalid_grant")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://consumer.test/other"},
        {"redirect_uri": None},
        {"code_verifier": "A" * 43},
        {"code_verifier": None},
        {"code_verifier": "short"},
        {"code_verifier": "ü" * 43},
        {"code": "nonsense"},
        {"code": "\x00"},
    ],
)
def test_an_exchange_that_does_not_fit_its_authorization_is_refused(
    consumer: Any, code: str, changes: dict[str, str | None]
) -> None:
    refused(consumer.exchange(**({"code": code} | changes)), "invalid_grant")
    assert consumer.exchange(code).status_code == 200, "a wrong attempt does not use up the code"


def test_a_code_of_another_client_is_refused(world: Any, consumer: Any, code: str) -> None:
    other = world.consumer()
    other.verifier = consumer.verifier
    refused(other.exchange(code), "invalid_grant")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "password", "username": "mira", "password": "mira-password"}, "unsupported_grant_type"),
        ({"grant_type": 'x"\\\u00e9'}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": READONLY}, "unauthorized_client"),
        ({"grant_type": ["authorization_code", "authorization_code"]}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": ["a", "b"]}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "nonsense"}, "invalid_grant"),
    ],
)
def test_a_malformed_request_is_refused(consumer: Any, form: dict[str, Any], error: str) -> None:
    refused(consumer.post("/oauth/token", form), error)


def test_parameters_in_the_query_do_not_count(consumer: Any, code: str) -> None:
    refused(consumer.post(f"/oauth/token?grant_type=authorization_code&code={code}", {}), "invalid_request")


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [(b"{}", "application/json", 400), (b"\xff", "application/x-www-form-urlencoded", 400),
     (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413)],
)  # fmt: skip
def test_a_body_that_is_no_form_is_refused(
    world: Any, consumer: Any, content: bytes, media_type: str, status: int
) -> None:
    headers = {"Content-Type": media_type, "Authorization": consumer.basic}
    refused(world.http.post("/oauth/token", content=content, headers=headers), "invalid_request", status)


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke"])
@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer x",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"nobody:secret").decode(),
        "Basic " + base64.b64encode(b"%00:%00").decode(),
    ],
)
def test_who_is_no_client_gets_401(world: Any, path: str, header: str | None) -> None:
    form = {"grant_type": "authorization_code", "code": "x", "token": "x"}
    response = world.http.post(path, data=form, headers={"Authorization": header} if header else {})
    refused(response, "invalid_client", 401)


def test_a_wrong_secret_gets_401(consumer: Any, code: str) -> None:
    consumer.client_secret, right = "wrong", consumer.client_secret
    refused(consumer.exchange(code), "invalid_client", 401)
    consumer.client_secret = right
    assert consumer.exchange(code).status_code == 200


def test_credentials_in_the_body_do_not_count(world: Any, consumer: Any, code: str) -> None:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": consumer.client_id,
        "client_secret": consumer.client_secret,
    }
    refused(world.http.post("/oauth/token", data=form), "invalid_client", 401)
    refused(consumer.post("/oauth/token", form), "invalid_request")


def test_a_client_id_in_the_body_is_the_same(consumer: Any, code: str) -> None:
    refused(consumer.exchange(code, client_id="another"), "invalid_request")
    assert consumer.exchange(code, client_id=consumer.client_id).status_code == 200


def test_refresh_gives_new_tokens_and_retires_the_old_one(world: Any, consumer: Any) -> None:
    first = world.tokens(consumer)
    second = consumer.refresh(first["refresh_token"]).json()
    assert second["scope"] == first["scope"]
    assert second["refresh_token"] != first["refresh_token"]
    assert world.alive(first["access_token"])
    assert world.alive(second["access_token"])


def test_an_old_refresh_token_that_comes_back_ends_the_family(world: Any, consumer: Any) -> None:
    first = world.tokens(consumer)
    second = consumer.refresh(first["refresh_token"]).json()
    refused(consumer.refresh(first["refresh_token"]), "invalid_grant")
    assert not world.alive(second["access_token"])
    refused(consumer.refresh(second["refresh_token"]), "invalid_grant")


def test_a_refresh_may_narrow_and_never_widens(world: Any, consumer: Any) -> None:
    first = world.tokens(consumer, scope=f"{READONLY} {REPLACE} {OFFLINE_ACCESS}")
    refused(consumer.refresh(first["refresh_token"], scope=f"{READONLY} {DELETE}"), "invalid_scope")
    refused(consumer.refresh(first["refresh_token"], scope=" "), "invalid_scope")
    narrow = consumer.refresh(first["refresh_token"], scope=READONLY).json()
    assert narrow["scope"] == READONLY
    assert world.server.authenticate_bearer(f"Bearer {narrow['access_token']}").scopes == {READONLY}
    wide = consumer.refresh(narrow["refresh_token"]).json()
    assert wide["scope"] == first["scope"], "the refresh token keeps what the user allowed"


def test_a_refresh_token_of_another_client_is_refused(world: Any, consumer: Any) -> None:
    first = world.tokens(consumer)
    refused(world.consumer().refresh(first["refresh_token"]), "invalid_grant")
    assert consumer.refresh(first["refresh_token"]).status_code == 200


def test_an_access_token_does_not_refresh(world: Any, consumer: Any) -> None:
    refused(consumer.refresh(world.tokens(consumer)["access_token"]), "invalid_grant")


def test_tokens_expire(make_world: Any) -> None:
    world = make_world(access_token_seconds=60, refresh_token_seconds=120)
    consumer = world.consumer()
    tokens = world.tokens(consumer)
    assert tokens["expires_in"] == 60
    world.clock.now += 60
    assert not world.alive(tokens["access_token"])
    world.clock.now += 60
    refused(consumer.refresh(tokens["refresh_token"]), "invalid_grant")


def test_rotation_can_be_switched_off(make_world: Any) -> None:
    world = make_world(rotation=False)
    consumer = world.consumer()
    tokens = world.tokens(consumer)
    for _ in range(2):
        again = consumer.refresh(tokens["refresh_token"])
        assert again.status_code == 200
        assert "refresh_token" not in again.json()


def test_refresh_can_be_switched_off(make_world: Any) -> None:
    world = make_world(refresh=False)
    consumer = world.consumer()
    tokens = world.tokens(consumer)
    assert "refresh_token" not in tokens
    assert tokens["scope"] == READONLY
    refused(consumer.refresh("x"), "unsupported_grant_type")
    assert world.server.metadata()["grant_types_supported"] == ["authorization_code", "client_credentials"]


def test_client_credentials_give_a_token_without_a_person(world: Any, institution: Any) -> None:
    response = institution.post("/oauth/token", {"grant_type": "client_credentials", "scope": " ".join(CLR_SCOPES)})
    assert response.status_code == 200
    body = response.json()
    assert body["scope"] == f"{READONLY} {REPLACE}"
    assert "refresh_token" not in body
    token = world.server.authenticate_bearer(f"Bearer {body['access_token']}")
    assert (token.user, token.client_id, token.scopes) == ("jonas", "institution:7", {READONLY, REPLACE})


@pytest.mark.parametrize("scope", [None, "nonsense", DELETE, OFFLINE_ACCESS])
def test_client_credentials_without_a_scope_of_theirs_are_refused(institution: Any, scope: str | None) -> None:
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    refused(institution.post("/oauth/token", form), "invalid_scope")


def test_client_credentials_can_be_switched_off(make_world: Any) -> None:
    world = make_world(client_credentials=False)
    form = {"grant_type": "client_credentials", "scope": READONLY}
    refused(world.consumer().post("/oauth/token", form), "unsupported_grant_type")


def test_a_client_for_machines_does_not_get_a_code(world: Any, institution: Any) -> None:
    world.server.seed_client("machine", "s", ["https://consumer.test/callback"], grant_types=("client_credentials",))
    machine = type(institution)(world.http, "machine", "s")
    world.browser.log_in()
    assert "error=unauthorized_client" in world.browser.consent_page(machine).headers["location"]


def test_scopes_on_offer_can_be_fewer(make_world: Any) -> None:
    world = make_world(scopes=(READONLY,))
    consumer = world.consumer()
    assert world.tokens(consumer, scope=" ".join(CLR_SCOPES))["scope"] == READONLY
    assert world.server.metadata()["scopes_supported"] == [READONLY, OFFLINE_ACCESS]


def test_get_is_not_offered(world: Any) -> None:
    assert world.http.get("/oauth/token").status_code == 405


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic x", "Bearer nonsense", "Bearer \u00e9"])
def test_no_other_header_is_a_token(world: Any, header: str | None) -> None:
    assert world.server.authenticate_bearer(header) is None


def test_the_scheme_of_a_bearer_header_has_no_case(world: Any, consumer: Any) -> None:
    token = world.tokens(consumer)["access_token"]
    assert world.server.authenticate_bearer(f"bearer {token}")
    assert not world.server.authenticate_bearer(f"Token {token}")
