"""RVK: grants and tokens that do not end are told of by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from authlib.oauth2.rfc6749 import InvalidGrantError

from mock_provider.authorization.endpoints import Revocation

from .conftest import Told
from .oauth_breakages import SERVICE, answers, names, patched, remembers_every_token, right

GRANTS = "/oauth/grants"


def names_nobody(answer: Told) -> None:
    answer.body = answer.body.replace(b"CLR conformance self-check", b"An application")


def withdraws_nothing(answer: Told) -> None:
    answer.status, answer.body = 500, b"<p>Something went wrong.</p>"


def unknown_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    find = Revocation.authenticate_token

    def authenticate(endpoint: Revocation, request: Any, client: Any) -> Any:
        found = find(endpoint, request, client)
        if found is None:
            raise InvalidGrantError("unknown token")
        return found

    monkeypatch.setattr(Revocation, "authenticate_token", authenticate)


WRONG = {
    "names nobody": (answers("GET", GRANTS, names_nobody), {"RVK-001": "fail"}),
    "withdraws nothing": (answers("POST", GRANTS, withdraws_nothing), {"RVK-001": "fail"}),
    "tokens are not looked up": (remembers_every_token, {"RVK-002": "warn", "RVK-005": "warn", "RVK-001": "pass"}),
    "revokes nothing": (patched(Revocation, "revoke_token", lambda *_: None), {"RVK-004": "fail", "RVK-005": "warn"}),
    "an unknown token is an error": (unknown_is_an_error, {"RVK-006": "fail"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    wrong, named = WRONG[case]
    names(judged, monkeypatch, wrong, named)


def test_right(judged) -> None:
    right(judged, "RVK")


def test_without_the_page_in_the_plan_a_person_looks(judged) -> None:
    def unnamed(plan: Any) -> Any:
        return replace(plan, target=replace(plan.target, grants_url=None))

    found = judged(None, ["RVK"], change=unnamed, settings=SERVICE)

    assert {found["CLR10-RVK-001"].value, found["CLR10-RVK-002"].value} == {"manual"}
    assert "target.grants_url" in found.why("CLR10-RVK-001")


def test_no_revocation_is_right_too(judged) -> None:
    found = judged(None, ["RVK"], claims={"revocation": False}, settings={**SERVICE, "revocation": False})

    assert {found[f"CLR10-RVK-00{number}"].value for number in (3, 4, 5, 6)} == {"not-applicable"}
