"""A slip of the set-up of a CLR 2.0 run is held against nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.selfcheck.own_mock import own_mock
from mock_provider.testing import MockServer
from tests.cli.test_setup_slips import run

SCOPES = ["credential.readonly", "credential.upsert", "profile.readonly", "profile.update"]


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with own_mock(standard="clr-v2p0") as server:
        yield server


@pytest.mark.parametrize("scopes", [SCOPES, SCOPES[:1]], ids=["for all", "for one alone"])
def test_a_dead_token_of_the_plan_is_no_fault_of_the_target(
    mock: MockServer,
    scopes: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan: dict[str, Any] = {
        "plan": 1,
        "standard": "clr-v2p0",
        "target": {"url": mock.url, "ca": str(mock.ca_path)},
        "claims": {"discovery": True, "read": True, "write": True, "profile": True},
        "login": {"strategy": "token", "tokens": [{"access_token": "0123456789abcdef", "scopes": scopes}]},
        "select": ["API"],
    }
    file = tmp_path / "plan.yaml"
    file.write_text(yaml.safe_dump(plan), encoding="utf-8")
    code, text, record = run(["provider", str(file)], tmp_path, monkeypatch, capsys)
    assert code == 3, text
    assert record is not None
    assert [one["code"] for one in record["problems"]] == ["token-not-accepted"]
    assert "GET /credentials 401" in record["problems"][0]["message"]
    assert "credential.readonly" in record["problems"][0]["todo"]
    assert [one["id"] for one in record["requirements"] if one["verdict"] in ("fail", "warn")] == []
