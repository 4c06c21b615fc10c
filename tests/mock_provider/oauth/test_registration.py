"""Dynamic registration: RFC 7591 without an initial token, as Open Badges 2.1 narrows it."""

from __future__ import annotations

from typing import Any

import pytest

from mock_provider.oauth import OFFLINE_ACCESS
from mock_provider.store.oauth_tables import clients
from tests.mock_provider.oauth.conftest import CLR_SCOPES

REQUEST: dict[str, Any] = {
    "client_name": "Transcript Wallet",
    "client_uri": "https://consumer.test",
    "logo_uri": "https://consumer.test/logo.png",
    "tos_uri": "https://consumer.test/terms",
    "policy_uri": "https://consumer.test/privacy",
    "software_id": "1c8b9a52-6f0c-4d3c-9e57-2b9f6c4f7a10",
    "software_version": "1.0.0",
    "redirect_uris": ["https://consumer.test/callback"],
}


@pytest.fixture
def register(world: Any) -> Any:
    """Posts a right registration request with changes; None leaves a member out."""

    def post(**changes: Any) -> Any:
        body = {name: value for name, value in (REQUEST | changes).items() if value is not None}
        return world.http.post("/oauth/register", json=body)

    return post


def test_the_answer_holds_the_metadata_and_the_credentials(register: Any, world: Any) -> None:
    response = register(contacts=["ops@consumer.test"])
    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    assert {**answer, **REQUEST, "contacts": ["ops@consumer.test"]} == answer
    assert answer["client_id_issued_at"] == int(world.clock.now)
    assert answer["client_secret_expires_at"] == 0
    assert answer["client_id"]
    assert answer["client_secret"]


def test_defaults_are_filled_in(register: Any) -> None:
    answer = register().json()
    assert answer["grant_types"] == ["authorization_code"]
    assert answer["response_types"] == ["code"]
    assert answer["token_endpoint_auth_method"] == "client_secret_basic"
    assert answer["scope"].split() == list(CLR_SCOPES)


def test_two_clients_get_two_identities(register: Any) -> None:
    first, second = register().json(), register().json()
    assert first["client_id"] != second["client_id"]
    assert first["client_secret"] != second["client_secret"]


def test_the_store_does_not_know_the_secret(register: Any, world: Any) -> None:
    answer = register().json()
    with world.server.grants._database.read() as connection:
        rows = connection.execute(clients.select()).mappings().all()
    assert [row["client_id"] for row in rows] == [answer["client_id"]]
    assert answer["client_secret"] not in str(rows)


@pytest.mark.parametrize("member", [name for name in REQUEST if name != "redirect_uris"])
@pytest.mark.parametrize("value", [None, "", 7, ["x"]])
def test_a_required_member_that_is_missing_or_no_text_is_refused(register: Any, member: str, value: Any) -> None:
    response = register(**{member: value})
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_client_metadata"
    assert member in response.json()["error_description"]
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "uris",
    [
        None,
        [],
        "https://consumer.test/callback",
        [7],
        ["http://consumer.test/callback"],
        ["https://consumer.test/callback#here"],
        ["https://consumer.test/callback#"],
        ["https://other.test/callback"],
        ["https://consumer.test/callback", "https://other.test/callback"],
        ["/callback"],
        ["wallet:/callback"],
        ["wallet://callback"],
        ["javascript://consumer.test/%0aalert(1)"],
        ["https://user:pass@consumer.test/callback"],
        ["https://consumer.test\\@other.test/"],
        ["https://consumer.test:port/callback"],
        ["https://*.consumer.test/callback"],
        ["https://consumer.test/a b"],
        ["https://consumer.test/" + "a" * 2000],
        [f"https://consumer.test/{n}" for n in range(21)],
    ],
)
def test_a_redirect_uri_that_could_mislead_is_refused(register: Any, uris: Any) -> None:
    response = register(redirect_uris=uris)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_redirect_uri"


@pytest.mark.parametrize("uri", ["http://127.0.0.1:8765/cb", "http://localhost/cb", "http://[::1]:8765/cb"])
def test_an_app_on_the_users_device_may_receive_its_code_on_loopback(register: Any, uri: str) -> None:
    assert register(redirect_uris=[uri]).status_code == 201


@pytest.mark.parametrize("member", ["client_uri", "logo_uri", "tos_uri", "policy_uri"])
@pytest.mark.parametrize("url", ["https://other.test/x", "http://consumer.test/x", "//consumer.test", "data:,x"])
def test_the_clients_pages_are_https_and_of_one_host(register: Any, member: str, url: str) -> None:
    response = register(**{member: url})
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_client_metadata"


@pytest.mark.parametrize(
    "changes",
    [
        {"grant_types": ["implicit"]},
        {"grant_types": ["refresh_token"]},
        {"grant_types": ["client_credentials"]},
        {"grant_types": "authorization_code"},
        {"grant_types": [None]},
        {"response_types": ["token"]},
        {"response_types": "code"},
        {"token_endpoint_auth_method": "client_secret_post"},
        {"token_endpoint_auth_method": "none"},
        {"scope": "nonsense"},
        {"scope": ["x"]},
        {"contacts": "ops@consumer.test"},
        {"client_name": "x" * 501},
        {"client_name": "right\u202eleft"},
    ],
)
def test_what_is_not_offered_is_refused(register: Any, changes: dict[str, Any]) -> None:
    response = register(**changes)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_client_metadata"


def test_what_is_offered_is_kept_of_a_list(register: Any) -> None:
    answer = register(
        grant_types=["implicit", "authorization_code", "client_credentials", "refresh_token"],
        response_types=["token", "code"],
        scope=f"{CLR_SCOPES[2]} nonsense {OFFLINE_ACCESS}",
    ).json()
    assert answer["grant_types"] == ["authorization_code", "refresh_token"]
    assert answer["response_types"] == ["code"]
    assert answer["scope"] == f"{CLR_SCOPES[2]} {OFFLINE_ACCESS}"


def test_offline_access_is_for_clients_that_can_refresh(register: Any) -> None:
    assert OFFLINE_ACCESS not in register(scope=f"{CLR_SCOPES[0]} {OFFLINE_ACCESS}").json()["scope"]


def test_members_that_are_not_understood_are_ignored(register: Any) -> None:
    answer = register(favourite_colour="blue", software_statement="x.y.z").json()
    assert "favourite_colour" not in answer
    assert "software_statement" not in answer


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"client_name": NaN}', "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"client_name=x", "application/x-www-form-urlencoded", 400),
        (b'"' + b"x" * 70_000 + b'"', "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(world: Any, content: bytes, media_type: str, status: int) -> None:
    response = world.http.post("/oauth/register", content=content, headers={"Content-Type": media_type})
    assert response.status_code == status
    assert response.json()["error"] == "invalid_client_metadata"


def test_registration_can_be_switched_off(make_world: Any) -> None:
    world = make_world(registration=False)
    assert world.http.post("/oauth/register", json=REQUEST).status_code == 404
    assert "registration_endpoint" not in world.server.metadata()
