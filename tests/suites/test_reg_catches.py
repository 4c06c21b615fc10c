"""REG: an authorization server that registers clients wrongly is told so by name."""

from __future__ import annotations

import json

import pytest

from .conftest import Told, members, status, told
from .oauth_breakages import answers, names, right, without_header

REGISTER = ("POST", "/oauth/register")


def takes_everything(answer: Told) -> None:
    if answer.status == 400:
        answer.status = 201
        answer.json = {"client_id": "anything", "client_secret": "anything"}


def refuses_in_html(answer: Told) -> None:
    if answer.status == 400:
        answer.headers["content-type"] = "text/html"
        answer.body = b"<p>No.</p>"


def wants_a_token(answer: Told) -> None:
    if "authorization" not in answer.request.headers:
        answer.status, answer.body = 401, json.dumps({"error": "invalid_token"}).encode()


WRONG = {
    "no client_id": (members(client_id=None), {"REG-001": "fail"}),
    "status 200": (status(200), {"REG-002": "fail"}),
    "no time of issue": (members(client_id_issued_at=None), {"REG-003": "fail"}),
    "metadata left out": (members(client_name=None, grant_types=None), {"REG-004": "fail"}),
    "milliseconds": (members(client_id_issued_at=1_790_000_000_000), {"REG-005": "fail"}),
    "null for no expiry": (members(client_secret_expires_at=None), {"REG-003": "fail"}),
    "text as time": (members(client_secret_expires_at="never"), {"REG-005": "fail"}),
    "the same id for all": (members(client_id="the-same"), {"REG-006": "warn"}),
    "may be cached": (without_header("cache-control"), {"REG-007": "warn"}),
    "an initial access token": (wants_a_token, {"REG-008": "fail", "REG-001": "fail"}),
    "takes everything": (takes_everything, {"REG-009": "fail", "REG-010": "fail", "REG-011": "warn"}),
    "refuses in HTML": (refuses_in_html, {"REG-009": "fail"}),
    "post as default": (members(token_endpoint_auth_method="client_secret_post"), {"REG-012": "fail"}),
    "implicit stays": (members(grant_types=["authorization_code", "implicit"]), {"REG-013": "fail"}),
    "token stays": (members(response_types=["code", "token"]), {"REG-014": "fail"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    change, named = WRONG[case]
    names(judged, monkeypatch, answers(*REGISTER, change), named)


def test_right(judged) -> None:
    right(judged, "REG")


def test_a_legal_server_may_leave_out_what_nobody_claims(judged) -> None:
    def refuse_registration(answer: Told) -> None:
        if answer.request.path == "/oauth/register":
            answer.status = 404

    found = judged(told(refuse_registration), ["REG"], claims={"dynamic_registration": False})

    assert {found[one].value for one in found if one.startswith("CLR10-REG-")} <= {"not-applicable", "excluded"}
