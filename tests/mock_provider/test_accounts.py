"""Who can log in: the invented learners, or one's own from a file, with or without content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mock_provider.accounts import MOST_USERS, Account, UsersError, read_users
from mock_provider.settings import Settings, SettingsError
from mock_provider.settings_sources import load, to_environment
from mock_provider.testing import running_mock

OWN = "ada: ada-secret\ngrace@example.org:\n  password: '4711'\n  name: Grace Hopper\n  content: mira\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "users.yaml"
    path.write_text(OWN)
    return path


def test_a_file_of_users_stands_in_the_place_of_the_invented_ones(file: Path) -> None:
    settings = load({"users": file}, {})
    assert settings.logins == {"ada": "ada-secret", "grace@example.org": "4711"}
    assert settings.users["grace@example.org"] == Account("4711", "Grace Hopper", "mira")
    assert settings.first_user == "ada"


def test_users_come_from_a_flag_the_environment_and_a_file_of_settings(file: Path, tmp_path: Path) -> None:
    config = tmp_path / "mock.yaml"
    config.write_text("users:\n  ada: ada-secret\n")
    assert load(environment={"CLR_MOCK_USERS": str(file)}).logins["grace@example.org"] == "4711"
    assert load(file=config).logins == {"ada": "ada-secret"}
    assert list(load({"users": file}, {}, config).users) == ["ada", "grace@example.org"]


def test_users_survive_the_way_to_a_worker(file: Path) -> None:
    settings = load({"users": file}, {})
    assert load(environment=to_environment(settings)) == settings


def test_passwords_can_be_set_for_own_users_alone(file: Path) -> None:
    assert load({"users": file, "passwords": "ada=other"}, {}).logins["ada"] == "other"
    with pytest.raises(SettingsError, match="no user mira; the users are ada, grace"):
        load({"users": file, "passwords": "mira=other"}, {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has to hold user names with their passwords"),
        ("- ada\n", "has to hold user names with their passwords"),
        ("ada: 4711\n", "ada: password has to be a text; put it in quotes"),
        ("ada: {name: Ada}\n", "ada: there is no password"),
        ("ada: ''\n", "ada: there is no password"),
        ("ada: {password: canary, nmae: Ada}\n", "ada: there is no 'nmae'"),
        ("ada: {password: canary, content: zoe}\n", "ada: content is one of mira, jonas"),
        ("a b: canary\n", "'a b' cannot be a user name"),
        ("4711: canary\n", "4711 cannot be a user name"),
        ("ada: [canary\n", "is neither YAML nor JSON at line 2"),
        ("ada: canary" + "x" * 200, "ada: password is longer than 100 characters"),
        ("[" * 5000, "is neither YAML nor JSON"),
        ("".join(f"u{number}: canary\n" for number in range(MOST_USERS + 1)), f"there may be {MOST_USERS}"),
        ("ada: canary\n#" + "x" * 1_000_000, "has more than 1000000 bytes"),
    ],
)
def test_a_wrong_file_is_named_with_the_entry_and_without_a_password(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "users.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load({"users": path}, {})
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(UsersError, match=r"/none/users\.yaml: cannot be read: No such file"):
        read_users("/none/users.yaml")
    with pytest.raises(SettingsError, match="is not JSON"):
        load(environment={"CLR_MOCK_USERS": '{"ada": "canary"'})


def test_passwords_are_not_in_the_text_of_settings() -> None:
    settings = Settings(users={"ada": Account("canary")})
    assert "canary" not in repr(settings)
    assert "canary" not in repr(settings.users)


def test_own_users_log_in_and_have_what_their_entry_says(connected: Any) -> None:
    with running_mock(
        users=read_users(json.dumps({"ada": "a", "grace": {"password": "g", "content": "mira"}}))
    ) as mock:
        api, service = connected(mock), mock.app.state.authorization
        assert mock.users == {"ada": "a", "grace": "g"}
        assert service.users.check("ada", "a")
        assert service.users.check("mira", "mira-password") is None
        none, many = (api.get("/clrs", token=api.token(name)) for name in ("ada", "grace"))
        assert none.json()["clrs"] == []
        assert int(many.headers["x-total-count"]) > 100
        assert api.get(mock.known_ids["rich_clr"], token=api.token("grace")).json()["learner"]["name"] == "Mira Okafor"
        assert api.get(mock.known_ids["revoked_clr"], token=api.token("grace")).status_code == 410
        api.close()


def test_what_is_made_up_for_two_users_of_one_kind_does_not_collide(connected: Any) -> None:
    people = {name: Account("x", content="mira", name=name.title()) for name in ("ada", "grace")}
    with running_mock(users=people, content="small") as mock:
        api = connected(mock)
        ada, grace = (api.get("/clrs", token=api.token(name)).json()["clrs"] for name in people)
        assert {clr["id"] for clr in ada}.isdisjoint(clr["id"] for clr in grace)
        assert {clr["learner"]["name"] for clr in ada} == {"Ada"}
        listed = api.get(f"{mock.url}/revocations/guild").json()["revokedAssertions"]
        assert {f"{mock.url}/assertions/{name}-revoked" for name in people} <= set(listed)
        api.close()
