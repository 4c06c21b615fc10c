"""Status objects."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from conformance.standard import load
from mock_provider.clr10.terms import STATUSES
from mock_provider.http.status import CodeMinor, Refusal


def test_the_context_is_the_standards() -> None:
    assert load("clr10").facts.context_url == STATUSES.context


@pytest.mark.parametrize("minor", get_args(CodeMinor))
def test_every_code_minor_makes_a_status_object_of_the_contract(valid: Any, minor: Any) -> None:
    body = json.loads(STATUSES.failure(400, minor, "text \ud800 🦀").body)
    valid(body, "ImsxStatusInfo")
    assert body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == minor


def test_the_code_minors_are_those_of_the_contract() -> None:
    schemas = load("clr10").contract["components"]["schemas"]
    assert list(get_args(CodeMinor)) == schemas["ImsxCodeMinorValue"]["enum"]


def test_a_refusal_carries_its_status_and_headers() -> None:
    refusal = Refusal(401, "unauthorizedrequest", "why", [(b"www-authenticate", b"Bearer")])
    response = STATUSES.refusal(refusal)
    assert response.status == 401
    assert (b"www-authenticate", b"Bearer") in response.headers
    assert "why" in str(refusal)
