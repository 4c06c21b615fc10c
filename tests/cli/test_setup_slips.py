"""A slip of the set-up is not a finding: one sentence names it, nothing is held against the target, exit code 2 or 3.

Each row of the table is a right plan for a right provider with one thing wrong; the command runs as a user starts it,
but in this process.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli import main
from conformance.selfcheck.own_mock import own_mock
from mock_provider.testing import MockServer

SELECT = ("DSC", "REG", "AUT", "TOK", "RFR", "RVK", "CLR10-GCS-001", "CLR10-BRR-001", "CLR10-BRR-004")


@dataclass(frozen=True)
class Slip:
    """What is written wrongly, and how the command says so."""

    change: dict[str, Any]
    code: str
    words: tuple[str, ...]
    options: tuple[str, ...] = ()
    exit_code: int = 3


SLIPS = {
    "path": Slip({"target.url": "{origin}/clr"}, "base-url-wrong", ("{origin}/clr/ims/clr/v1p0", "/discovery")),
    "path of a version that nobody knows": Slip(
        {"target.url": "{origin}/ims/clr/v9p0"}, "base-url-wrong", ("{origin}/ims/clr/v9p0", "--target")
    ),
    "port": Slip({"target.url": "https://127.0.0.1:{free}"}, "target-refused", ("connection was refused",)),
    "scheme": Slip({"target.url": "{http}"}, "target-http-refused", ("https",)),
    "CA": Slip({"target.ca": None}, "target-tls-untrusted", ("--ca FILE",)),
    "CA file": Slip({"target.ca": "no-such.pem"}, "ca-unusable", ("no-such.pem",), exit_code=2),
    "user": Slip({"login.owner.username": "nobody"}, "login-refused", ("user name", "password")),
    "password": Slip({"login.owner.password": "wrong one"}, "login-refused", ("user name", "password")),
    "field of the user name": Slip(
        {"login.form.username": "mail"}, "no-login-form", ("'mail'", "username", "login.form.username")
    ),
    "field of the password": Slip({"login.form.password": "pin"}, "no-login-form", ("'pin'", "login.form.password")),
    "button of the consent page": Slip(
        {"login.form.approve": {"decision": "yes"}}, "no-such-button", ("decision=yes", "login.form.approve")
    ),
    "second user": Slip(
        {"login.second_owner": {"username": "mira", "password": "wrong one"}, "select": ["CLR10-GCS-002"]},
        "login-refused",
        ("password",),
    ),
    "authorization endpoint": Slip(
        {"target.authorization_url": "{origin}/oauth/authorise"},
        "endpoint-wrong",
        ("target.authorization_url", "404"),
    ),
    "token endpoint": Slip(
        {"target.token_url": "{origin}/oauth2/token"}, "endpoint-wrong", ("target.token_url", "404")
    ),
    "registration endpoint": Slip(
        {"target.registration_url": "{origin}/oauth/clients"},
        "endpoint-wrong",
        ("target.registration_url", "404"),
    ),
    "revocation endpoint, stale": Slip(
        {"target.revocation_url": "{origin}/oauth/revoked"}, "endpoint-wrong", ("target.revocation_url", "404")
    ),
    "revocation endpoint, mistaken": Slip(
        {"target.revocation_url": "{origin}/oauth/token"},
        "endpoint-wrong",
        ("target.revocation_url", "is the token endpoint"),
    ),
    "page of grants": Slip(
        {"target.grants_url": "{origin}/oauth/grant"}, "endpoint-wrong", ("target.grants_url", "404")
    ),
    "endpoint without a host": Slip(
        {"target.revocation_url": "/oauth/revoke"}, "plan-invalid", ("target.revocation_url",), exit_code=2
    ),
    "revocation without an endpoint": Slip(
        {"target.revocation_url": None}, "plan-invalid", ("claims.revocation", "target.revocation_url"), exit_code=2
    ),
    "client": Slip(
        {
            "client": {"id": "nobody", "secret": "0123456789abcdef"},
            "claims.dynamic_registration": False,
            "ignore": ["DSC"],
        },
        "authorization-page-missing",
        ("client",),
    ),
    "secret": Slip(
        {"client.secret": "0123456789abcdef", "login": {"strategy": "client-credentials"}},
        "token-refused",
        ("invalid_client", "client.secret"),
    ),
    "token": Slip(
        {"login": {"strategy": "token", "tokens": [{"access_token": "0123456789abcdef", "scopes": ["readonly"]}]}},
        "token-not-accepted",
        ("401", "login.tokens"),
    ),
    "scope": Slip(
        {"login": {"strategy": "token", "tokens": [{"access_token": "0123456789abcdef", "scopes": ["replace"]}]}},
        "login-failed",
        ("no token", "readonly"),
    ),
    "selection": Slip({}, "unknown-requirement", ("GCZ",), ("--select", "GCZ"), exit_code=2),
    "member": Slip({"target.revocation": "https://x"}, "plan-invalid", ("revocation",), exit_code=2),
    "variable": Slip(
        {"login.owner.password": "${{CLR_NO_SUCH}}"}, "plan-variable-unset", ("CLR_NO_SUCH",), exit_code=2
    ),
}


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with own_mock() as server:
        yield server


def right_plan(mock: MockServer) -> dict[str, Any]:
    """What a careful user writes for the mock."""
    users = mock.users
    return {
        "plan": 1,
        "target": {
            "url": mock.url,
            "ca": str(mock.ca_path),
            "revocation_url": f"{mock.origin}/oauth/revoke",
            "grants_url": f"{mock.origin}/oauth/grants",
        },
        "claims": {"read": True, "dynamic_registration": True, "refresh": True, "revocation": True},
        "login": {
            "strategy": "form",
            "owner": {"username": "jonas", "password": users["jonas"]},
            "form": {"username": "username", "password": "password", "approve": {"decision": "approve"}},
        },
        "client": {"id": mock.settings.client_id, "secret": mock.settings.client_secret},
        "select": list(SELECT),
        "limits": {"connect": 2, "read": 5},
    }


def changed(plan: dict[str, Any], change: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    for path, value in change.items():
        *way, last = path.split(".")
        place = plan
        for name in way:
            place = place[name]
        place[last] = value.format(**known) if isinstance(value, str) else value
    return plan


def known_of(mock: MockServer) -> dict[str, str]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        free = bound.getsockname()[1]
    return {"origin": mock.origin, "http": mock.origin.replace("https:", "http:"), "free": str(free)}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_and_held_against_nobody(
    name: str, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slip, known = SLIPS[name], known_of(mock)
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(changed(right_plan(mock), slip.change, known)), encoding="utf-8")
    code, text, record = run(["provider", str(file), *slip.options], tmp_path, monkeypatch, capsys)
    assert code == slip.exit_code, text
    assert f"[{slip.code}]" in text
    assert "Traceback" not in text
    if record is None:
        assert code == 2
        assert all(word.format(**known) in text for word in slip.words), text
        return
    failed = [(one["id"], one["reason"]) for one in record["requirements"] if one["verdict"] in ("fail", "warn")]
    assert not failed
    told = " ".join(" ".join(one.values()) for one in record["problems"])
    assert [one["code"] for one in record["problems"]] == [slip.code], told
    assert all(word.format(**known) in told for word in slip.words), told


def test_the_right_plan_passes(
    mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(right_plan(mock)), encoding="utf-8")
    code, text, _ = run(["provider", str(file)], tmp_path, monkeypatch, capsys)
    assert code == 0, text


def test_a_plan_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, _ = run(["provider", str(tmp_path / "mine.yaml")], tmp_path, monkeypatch, capsys)
    assert code == 2
    assert "[plan-not-found]" in text


@pytest.mark.parametrize("name", ["endpoint without a host", "revocation without an endpoint"])
def test_plan_check_sees_it_without_the_target(
    name: str, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(changed(right_plan(mock), SLIPS[name].change, {})), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["clr-conformance", "plan", "check", str(file)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "target.revocation_url" in capsys.readouterr().err


def run(
    arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, dict[str, Any] | None]:
    """Exit code, all that is printed, and the run record where there is one."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards
    monkeypatch.setattr("sys.argv", ["clr-conformance", *arguments, "--out", str(folder / "report")])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr()
    record = folder / "report" / "run.json"
    assert isinstance(end.value.code, int)
    return end.value.code, told.out + told.err, json.loads(record.read_text()) if record.exists() else None
