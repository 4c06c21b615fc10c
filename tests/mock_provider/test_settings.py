"""Settings come from flags, environment, file and defaults, in that order, and a wrong one is named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from mock_provider.settings import Settings, SettingsError, is_loopback
from mock_provider.settings_sources import load, to_environment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mock.yaml"
    path.write_text("port: 1111\nhttp-port: 1112\nseed: 5\nname: From the file\npasswords:\n  mira: secret\n")
    return path


def test_flags_go_before_environment_before_file_before_defaults(file: Path) -> None:
    environment = {"CLR_MOCK_PORT": "2222", "CLR_MOCK_SEED": "6", "OTHER": "x"}
    found = load({"port": 3333, "seed": None}, environment, file)
    assert (found.port, found.seed, found.http_port, found.name) == (3333, 6, 1112, "From the file")
    assert found.host == "127.0.0.1"
    assert found.logins["mira"] == "secret"
    assert found.logins["kim"] == "kim-password"


def test_the_environment_can_name_the_file(file: Path) -> None:
    assert load(environment={"CLR_MOCK_CONFIG": str(file)}).port == 1111


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("# nothing\n")
    assert load(file=tmp_path / "empty.yaml") == load()


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("CLR_MOCK_WRITE", "no", "write", False),
        ("CLR_MOCK_ALLOW_REMOTE", "TRUE", "allow_remote", True),
        ("CLR_MOCK_PASSWORDS", "mira=a, kim=b=c", "passwords", {"mira": "a", "kim": "b=c"}),
        ("CLR_MOCK_PASSWORDS", '{"mira": "a,b"}', "passwords", {"mira": "a,b"}),
        ("CLR_MOCK_TENANT", "/t-7f3a/b", "tenant", "/t-7f3a/b"),
        ("CLR_MOCK_OAUTH_PATHS", "token=/a, login=/b/c", "oauth_paths", {"token": "/a", "login": "/b/c"}),
        ("CLR_MOCK_DATA_DIR", "/tmp/x", "data_dir", Path("/tmp/x")),
    ],
)
def test_text_is_turned_into_what_the_setting_is(variable: str, value: str, field: str, expected: object) -> None:
    assert getattr(load(environment={variable: value}), field) == expected


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"CLR_MOCK_PORT": "abc"}, "CLR_MOCK_PORT: 'abc' is not a whole number"),
        ({"CLR_MOCK_PORT": "70000"}, "port: 70000 is not a port"),
        ({"CLR_MOCK_WRITE": "maybe"}, "CLR_MOCK_WRITE: 'maybe' is not true or false"),
        ({"CLR_MOCK_POTR": "1"}, "CLR_MOCK_POTR: there is no setting potr; did you mean port?"),
        ({"CLR_MOCK_PASSWORDS": "mira"}, "is not a list like mira=secret"),
        ({"CLR_MOCK_PASSWORDS": "zoe=x"}, "no user zoe; the users are mira"),
        ({"CLR_MOCK_DELETE_STATUS": "201"}, "201 is not one of 200, 202, 204"),
        ({"CLR_MOCK_WORKERS": "0"}, "workers: 0 is too small"),
        ({"CLR_MOCK_WORKERS": "2"}, "several workers need a database that they share"),
        ({"CLR_MOCK_CODE_SECONDS": "601"}, "code_seconds: 601 is too long"),
        ({"CLR_MOCK_CLIENT_ID": "x"}, "needs both client_id and client_secret"),
        ({"CLR_MOCK_CLIENT_ACTS_FOR": "zoe"}, "no user zoe"),
        ({"CLR_MOCK_TENANT": "t-7f3a"}, "tenant: 't-7f3a' does not begin with a slash; use a path such as /t-7f3a"),
        ({"CLR_MOCK_TENANT": "/"}, "tenant: '/' ends with a slash"),
        ({"CLR_MOCK_TENANT": "/a/../b"}, "tenant: '/a/../b' has the segment '..'"),
        ({"CLR_MOCK_TENANT": "/.well-known/a"}, "where well-known documents are"),
        ({"CLR_MOCK_OAUTH_PATHS": "token"}, "is not a list like token=/a/token"),
        ({"CLR_MOCK_OAUTH_PATHS": "tokens=/a"}, "oauth_paths: there is no step tokens; the steps are authorize, login"),
        ({"CLR_MOCK_OAUTH_PATHS": "token=a"}, "oauth_paths: token: 'a' does not begin with a slash"),
        ({"CLR_MOCK_OAUTH_PATHS": "token=/a,revoke=/a"}, "token and revoke are both at /a; give each its own path"),
        ({"CLR_MOCK_OAUTH_PATHS": "token=/oauth/login"}, "login and token are both at /oauth/login"),
        ({"CLR_MOCK_CONFIG": "/none/there.yaml"}, "/none/there.yaml: cannot be read as YAML"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_may_be(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environment=environment)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text", ["- a list\n", "port: {}\n", "port: [1\n", "prot: 1\n", "passwords: 5\n", "port: true\n"]
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mock.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"mock\.yaml"):
        load(file=path)


def test_settings_survive_the_way_to_a_worker_through_the_environment() -> None:
    settings = Settings(
        port=1,
        write=False,
        tenant="/t",
        oauth_paths={"token": "/a"},
        passwords={"mira": 'a,"=b'},
        data_dir=Path("/tmp/ä"),
        name="Ü",
    )
    assert load(environment=to_environment(settings)) == settings
    assert len(to_environment(settings)) == len(fields(Settings))


@pytest.mark.parametrize(
    ("settings", "origin"),
    [
        (Settings(port=8000), "https://127.0.0.1:8000"),
        (Settings(host="::1", port=8000), "https://[::1]:8000"),
        (Settings(host="0.0.0.0", port=8000), "https://127.0.0.1:8000"),
        (Settings(host="0.0.0.0", port=8000, public_host="mock.example"), "https://mock.example:8000"),
    ],
)
def test_the_origin_follows_from_host_and_port(settings: Settings, origin: str) -> None:
    assert settings.origin == origin
    assert settings.base_url == f"{origin}/ims/clr/v1p0"


def test_all_urls_begin_with_origin_and_tenant() -> None:
    settings = Settings(port=8000, tenant="/t-7f3a", oauth_paths={"token": "/a/token"})
    assert settings.origin == "https://127.0.0.1:8000"
    assert settings.root_url == "https://127.0.0.1:8000/t-7f3a"
    assert settings.base_url == "https://127.0.0.1:8000/t-7f3a/ims/clr/v1p0"
    assert settings.addresses.token == "https://127.0.0.1:8000/t-7f3a/a/token"
    assert settings.addresses.login == "https://127.0.0.1:8000/t-7f3a/oauth/login"


def test_secrets_are_not_in_the_text_of_settings() -> None:
    settings = Settings(passwords={"mira": "canary1"}, client_id="x", client_secret="canary2")
    assert "canary" not in repr(settings)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("a.b", False),
    ],
)
def test_loopback_is_known(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
