"""Each scenario of OAuth, played to a client that looks at nothing: what it meets, and that the change was served."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from mock_provider.behaviours import everything
from mock_provider.scenarios import Scenario, scenarios
from mock_provider.scenarios.oauth import SCENARIOS
from mock_provider.testing import MockServer, running_mock
from tests.mock_provider.flow import SCOPE, Flow

WANTED = f"{SCOPE}readonly {SCOPE}replace offline_access"
STATE = "b8Yx0Qm3r5T7vW9z-and-more-of-it"


class Heedless(Flow):
    """Goes on whatever it is told, and keeps what it saw."""

    def __init__(self, mock: MockServer) -> None:
        super().__init__(mock)
        self.registered: dict[str, Any] = {}
        self.tokens: dict[str, Any] = {}

    def log_in(self) -> httpx.Response:
        """Everything up to a token, or to its refusal."""
        self.registered = self.register().json()
        self.authorize(scope=WANTED, state=STATE)
        return self.get_token()

    def get_token(self) -> httpx.Response:
        found = self.exchange(scope=WANTED)
        self.tokens = found.json()
        return found

    def refresh(self) -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]}
        auth = (self.client_id, self.client_secret)
        found = self.http.post(f"{self.mock.origin}/oauth/token", auth=auth, data=form)
        if found.status_code == 200:
            self.tokens, self.token = found.json(), found.json()["access_token"]
        return found

    def page(self, number: int = 1) -> httpx.Response:
        return self.api("GET", "/clrs", params={"limit": "4", "offset": str(4 * (number - 1))})


@contextmanager
def met(scenario: str) -> Iterator[Heedless]:
    """A client in that scenario; at the end each behaviour of the scenario has changed something."""
    chosen = scenarios("clr10")[scenario]
    with running_mock(standard="clr-v1p0", auto_login="mira", **chosen.mock_settings) as mock:
        client = Heedless(mock)
        try:
            yield client
        finally:
            client.close()
        struck = {name: switch.struck for name, switch in mock.faults.active.items()}
        assert set(struck) == set(chosen.behaviours)
        assert all(struck.values()), struck


def challenge(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.headers.get("www-authenticate", "")


# registration


def test_a_client_is_registered_for_fewer_scopes() -> None:
    with met("scopes-narrowed") as client:
        client.log_in()
        assert client.registered["scope"] == f"{SCOPE}readonly offline_access"
        assert client.tokens["scope"] == f"{SCOPE}readonly offline_access"
        assert client.page().status_code == 200


def test_who_registers_without_a_scope_gets_those_that_read() -> None:
    with met("scopes-narrowed") as client:
        assert client.register(scope=None).json()["scope"] == f"{SCOPE}readonly offline_access"


@pytest.mark.parametrize("name", ["two-learners", "token-kept"])
def test_one_client_reads_for_each_start(name: str) -> None:
    chosen = scenarios("clr10")[name]
    assert chosen.starts == 2
    with met(name) as client:
        for _ in chosen.learners:
            client.log_in()
            assert client.page().status_code == 200


# the way back

WAYS_BACK: Mapping[str, Callable[[Mapping[str, str]], bool]] = {
    "state-foreign": lambda back: back["state"] not in STATE,
    "state-missing": lambda back: "state" not in back,
    "state-cut": lambda back: STATE.startswith(back["state"]) and len(back["state"]) == len(STATE) // 2,
    "iss-foreign": lambda back: back["state"] == STATE and back["iss"] == "https://another-provider.invalid",
    "iss-missing": lambda back: back["state"] == STATE and "iss" not in back,
    "more-parameters": lambda back: back["state"] == STATE and "session_state" in back,
}


@pytest.mark.parametrize("name", WAYS_BACK)
def test_the_redirect_is_another_one_and_its_code_is_good(name: str) -> None:
    """Whoever goes on gets a token: only the client's own look at the redirect keeps it from that."""
    with met(name) as client:
        assert client.log_in().status_code == 200
        assert WAYS_BACK[name](client.back), client.back
        assert client.page().status_code == 200


def test_metadata_promise_no_iss_where_there_is_none() -> None:
    with met("iss-missing") as client:
        client.log_in()
        found = client.http.get(f"{client.mock.origin}/.well-known/oauth-authorization-server")
        assert "authorization_response_iss_parameter_supported" not in found.json()


@pytest.mark.parametrize(("name", "error"), [("denied", "access_denied"), ("unavailable", "temporarily_unavailable")])
def test_the_redirect_brings_an_error_and_no_code(name: str, error: str) -> None:
    with met(name) as client:
        client.log_in()
        assert (client.back["error"], client.back["state"]) == (error, STATE)
        assert "code" not in client.back
        assert client.tokens["error"] == "invalid_request"


def test_a_learner_who_says_no_is_not_told_otherwise() -> None:
    assert scenarios("clr10")["denied"].consent == "deny"


# tokens


def test_every_code_is_refused() -> None:
    with met("code-refused") as client:
        assert client.log_in().status_code == 400
        assert client.tokens["error"] == "invalid_grant"
        client.authorize(scope=WANTED)
        assert client.get_token().status_code == 400


def test_a_token_of_another_type_would_work_as_a_bearer_token() -> None:
    with met("token-type-unknown") as client:
        client.log_in()
        assert client.tokens["token_type"] == "mac"
        assert client.page().status_code == 200


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("more-members", lambda tokens: {"id_token", "user"} <= tokens.keys()),
        ("no-expires-in", lambda tokens: "expires_in" not in tokens),
        ("no-refresh", lambda tokens: "refresh_token" not in tokens and "offline_access" not in tokens["scope"]),
    ],
)
def test_token_responses_look_otherwise(name: str, right: Callable[[Mapping[str, Any]], bool]) -> None:
    with met(name) as client:
        client.log_in()
        assert right(client.tokens), client.tokens
        assert client.page(3).status_code == 200


def test_the_first_token_ends_after_its_first_call() -> None:
    with met("expires-midway") as client:
        client.log_in()
        assert client.page(1).status_code == 200
        status, why = challenge(client.page(2))
        assert (status, 'error="invalid_token"' in why) == (401, True)
        assert client.page(1).status_code == 401
        assert client.refresh().status_code == 200
        assert [client.page(number).status_code for number in (2, 3, 1)] == [200, 200, 200]


def test_a_new_login_helps_too() -> None:
    with met("expires-midway") as client:
        client.log_in()
        assert [client.page(number).status_code for number in (1, 2)] == [200, 401]
        client.log_in()
        assert [client.page(number).status_code for number in (1, 2)] == [200, 200]


def test_two_tokens_end_and_refresh_tokens_rotate() -> None:
    with met("refresh-rotates") as client:
        client.log_in()
        seen = [client.tokens["refresh_token"]]
        for number in (1, 2):
            assert [client.page(number).status_code, client.page(number + 1).status_code] == [200, 401]
            assert client.refresh().status_code == 200
            seen.append(client.tokens["refresh_token"])
        assert [client.page(3).status_code, client.page(3).status_code] == [200, 200]
        assert len(set(seen)) == 3


def test_the_old_refresh_token_is_dead() -> None:
    with met("refresh-rotates") as client:
        client.log_in()
        first = client.tokens
        assert [client.page(number).status_code for number in (1, 2)] == [200, 401]
        assert client.refresh().status_code == 200
        client.tokens = first
        assert client.refresh().json()["error"] == "invalid_grant"


def test_no_refresh_is_granted_but_a_new_login_helps() -> None:
    with met("refresh-refused") as client:
        client.log_in()
        assert [client.page(number).status_code for number in (1, 2)] == [200, 401]
        found = client.refresh()
        assert (found.status_code, found.json()["error"]) == (400, "invalid_grant")
        client.log_in()
        assert [client.page(number).status_code for number in (2, 3)] == [200, 200]


def test_no_token_helps() -> None:
    with met("always-401") as client:
        client.log_in()
        for _ in range(2):
            status, why = challenge(client.page())
            assert (status, 'error="invalid_token"' in why) == (401, True)
            assert client.refresh().status_code == 200
        assert client.api("GET", "/clrs", bearer=False).status_code == 401


def test_no_token_has_the_scope() -> None:
    with met("insufficient-scope") as client:
        client.log_in()
        status, why = challenge(client.page())
        assert (status, 'error="insufficient_scope"' in why) == (403, True)


# what people read


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.id)
def test_each_says_what_happens_and_what_is_right(scenario: Scenario) -> None:
    for text in (scenario.how, scenario.right):
        assert text[0].isupper()
        assert text.endswith(".")
    assert not scenario.title.endswith(".")
    assert {name.partition(":")[0] for name in scenario.behaviours} <= everything("clr10").keys()


def test_what_is_to_end_as_the_plain_sitting_does_says_so() -> None:
    for scenario in SCENARIOS:
        assert scenario.as_plain <= ("as in the plain sitting" in scenario.right), scenario.id
