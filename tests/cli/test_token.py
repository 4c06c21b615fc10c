"""The command ``token``: a token on standard output and nothing else, got as a run gets it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from conformance.cli import token
from conformance.selfcheck.own_mock import own_mock
from mock_provider.testing import MockServer


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with own_mock() as running:
        yield running


@pytest.fixture
def environment(mock: MockServer) -> dict[str, str]:
    return {
        "CLR_TARGET": mock.url,
        "CLR_USERNAME": "mira",
        "CLR_PASSWORD": mock.users["mira"],
        "CLR_SECOND_USERNAME": "jonas",
        "CLR_SECOND_PASSWORD": mock.users["jonas"],
    }


def listed(mock: MockServer, shown: str) -> httpx.Response:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    headers = {"Authorization": f"Bearer {shown}", "Accept": "application/ld+json"}
    return httpx.get(f"{mock.url}/clrs", headers=headers, verify=context)


@pytest.mark.parametrize(("options", "owner"), [((), "Mira"), (("--second", "--scope", "readonly"), "Jonas")])
def test_the_token_works(mock: MockServer, environment: dict[str, str], options: tuple[str, ...], owner: str) -> None:
    told = CliRunner().invoke(token.command, ["provider-full", "--ca", str(mock.ca_path), *options], env=environment)
    assert told.exit_code == 0, told.output
    assert told.stdout.count("\n") == 1
    assert told.stderr == ""
    answer = listed(mock, told.stdout.strip())
    assert answer.status_code == 200
    assert owner in answer.text


def test_a_login_that_fails_is_told_and_shows_no_password(mock: MockServer, environment: dict[str, str]) -> None:
    wrong = environment | {"CLR_PASSWORD": "canary-that-nobody-set"}
    told = CliRunner().invoke(token.command, ["provider-full", "--ca", str(mock.ca_path)], env=wrong)
    assert told.exit_code == 3
    assert told.stdout == ""
    assert "login-refused" in told.stderr
    assert "canary" not in told.stderr


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    told = CliRunner().invoke(token.command, [str(tmp_path / "none.yaml")])
    assert "plan-not-found" in str(getattr(told.exception, "problem", ""))
