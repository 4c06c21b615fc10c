"""RFR: a token endpoint that renews tokens wrongly is told so by name."""

from __future__ import annotations

import pytest

from mock_provider.authorization.flows import RefreshFlow, RefreshToken

from .conftest import members
from .oauth_breakages import SERVICE, answers, names, patched, right

TOKEN = ("POST", "/oauth/token")

WRONG = {
    "no refresh token": (answers(*TOKEN, members(refresh_token=None)), {"RFR-002": "warn", "RFR-003": "incomplete"}),
    "none is known": (patched(RefreshFlow, "authenticate_refresh_token", lambda *_: None), {"RFR-003": "fail"}),
    "wider scopes": (patched(RefreshFlow, "_validate_token_scope", lambda *_: None), {"RFR-004": "fail"}),
    "any client": (patched(RefreshToken, "check_client", lambda *_: True), {"RFR-005": "fail"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    wrong, named = WRONG[case]
    names(judged, monkeypatch, wrong, named)


def test_right(judged) -> None:
    right(judged, "RFR")


def test_tokens_that_do_not_rotate_are_right_too(judged) -> None:
    found = judged(None, ["RFR"], settings={**SERVICE, "rotation": False})

    assert not {one for one, verdict in found.items() if verdict in ("fail", "warn", "incomplete")}
    assert "gives no new refresh token" in found.why("CLR10-RFR-006")


def test_no_refresh_at_all_is_right_too(judged) -> None:
    found = judged(None, ["RFR"], claims={"refresh": False}, settings={**SERVICE, "refresh": False})

    assert not {one for one, verdict in found.items() if verdict in ("fail", "warn", "incomplete")}
    assert found["CLR10-RFR-003"] == "not-applicable"
