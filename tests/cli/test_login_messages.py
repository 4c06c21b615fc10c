"""What a user is told whose plan does not get in: who, which field, which button, and not the wrong step."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.plan import shipped
from mock_provider.testing import running_mock
from tests.cli.conftest import Judge


def test_the_user_whose_password_is_wrong_is_named(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLR_SECOND_PASSWORD", "a wrong password")
    ended = judge("-s", "GCS-002")
    assert ended.code == 3
    (problem,) = ended.record["problems"]
    assert problem["code"] == "login-refused"
    assert "the password of login.second_owner" in problem["message"]
    assert "login.second_owner" in problem["todo"]


def test_a_button_that_is_not_there_is_told_with_those_that_are(judge: Judge, tmp_path: Path) -> None:
    plan = tmp_path / "mine.yaml"
    text = shipped.text("provider-read")
    assert "    # approve: {decision: approve}" in text  # the template leaves it to the words of the buttons
    plan.write_text(
        text.replace("    # approve: {decision: approve}", "    approve: {decision: yes!}"), encoding="utf-8"
    )
    ended = judge("-s", "GCS-001", plan=plan)
    assert ended.code == 3
    (problem,) = ended.record["problems"]
    assert problem["code"] == "no-such-button"
    assert "no button decision=yes!; it has: decision=approve (" in problem["message"]
    assert "login.form.approve" in problem["todo"]


def test_without_a_client_nobody_is_sent_to_look_at_the_login(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_mock(registration=False) as closed:
        for name, user in (("CLR_PASSWORD", "mira"), ("CLR_SECOND_PASSWORD", "jonas")):
            monkeypatch.setenv(name, closed.users[user])
        ended = judge("-s", "GCS", "--ca", str(closed.ca_path), url=closed.url)
    assert ended.code == 3
    doctor = {line["step"]: line for line in ended.record["doctor"]}
    assert doctor["registration"]["status"] == "failed"
    assert doctor["login"] == {
        "step": "login",
        "status": "skipped",
        "message": "there is no client to log in with",
        "todo": "",
    }
    assert "Check login:" not in ended.out + ended.err
