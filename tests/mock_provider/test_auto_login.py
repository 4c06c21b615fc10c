"""With auto-login the authorization endpoint sends back a code at once: no page, no cookie, no browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mock_provider.settings import Settings, SettingsError
from mock_provider.settings_sources import load
from mock_provider.testing import running_mock
from tests.mock_provider.flow import Flow


@pytest.fixture(scope="module")
def flow() -> Iterator[Flow]:
    with running_mock(auto_login="jonas", content="small") as mock:
        flow = Flow(mock)
        flow.register()
        yield flow
        flow.close()


def test_a_right_request_is_answered_by_the_redirect_with_a_code(flow: Flow) -> None:
    found = flow.authorize(state="as-it-came")
    assert (found.status_code, found.headers["location"].partition("?")[0]) == (303, "https://wallet.test/callback")
    assert (flow.back["state"], flow.back["iss"]) == ("as-it-came", flow.mock.origin)
    assert "set-cookie" not in found.headers
    assert flow.exchange().status_code == 200


def test_the_token_is_that_of_the_user_who_was_named(flow: Flow) -> None:
    flow.authorize()
    flow.exchange()
    learners = {clr["learner"]["id"] for clr in flow.api("GET", "/clrs").json()["clrs"]}
    assert learners == {flow.mock.known_ids["learner_jonas"]}


def test_asking_for_consent_anew_shows_no_page_either(flow: Flow) -> None:
    assert flow.authorize(prompt="consent").status_code == 303
    assert flow.code


def test_a_wrong_request_is_sent_back_with_its_error_at_once(flow: Flow) -> None:
    assert flow.authorize(scope="nothing").status_code in (302, 303)
    assert (flow.back["error"], flow.code) == ("invalid_scope", "")


@pytest.mark.parametrize("changes", [{"client_id": "nobody"}, {"redirect_uri": "https://elsewhere.test/"}])
def test_nobody_is_sent_to_where_no_client_has_registered(flow: Flow, changes: dict[str, str]) -> None:
    found = flow.authorize(**changes)
    assert (found.status_code, found.headers.get("location")) == (400, None)


def test_without_it_the_first_answer_is_the_login_page() -> None:
    with running_mock(content="small") as mock:
        flow = Flow(mock)
        flow.register()
        assert flow.authorize().headers["location"].startswith("/oauth/login?")
        flow.close()


@pytest.mark.parametrize(
    ("text", "user"), [("true", "mira"), ("first", "mira"), ("sofia", "sofia"), ("no", ""), ("", "")]
)
def test_the_setting_is_a_user_or_the_first_one(text: str, user: str) -> None:
    assert load(environment={"CLR_MOCK_AUTO_LOGIN": text}).auto_login == user


def test_the_first_user_is_that_of_one_s_own() -> None:
    assert Settings(users={"ada": "x", "grace": "y"}, auto_login="first").auto_login == "ada"  # type: ignore[dict-item]
    with pytest.raises(SettingsError, match="auto_login: no user mira; use one of ada"):
        Settings(users={"ada": "x"}, auto_login="mira")  # type: ignore[dict-item]
