"""TOK: a token endpoint that gives tokens to the wrong, or tells of them wrongly, is told so by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mock_provider.authorization.core import Core
from mock_provider.authorization.flows import AuthorizationCodeFlow, IssuedCode, StrictChallenge
from mock_provider.store.grants import Client

from .conftest import Told, members, status
from .oauth_breakages import SERVICE, answers, names, patched, right, without_header

TOKEN = ("POST", "/oauth/token")


def any_client(flow: AuthorizationCodeFlow, code: str, _client: object) -> IssuedCode | None:
    found = flow.server.store.code(code)
    return IssuedCode(found) if found and not found.redeemed else None


def short_scopes(answer: Told) -> None:
    if answer.status == 200:
        answer.json = {**answer.json, "scope": "readonly"}


def errors_in_html(answer: Told) -> None:
    if answer.status >= 400:
        answer.headers["content-type"] = "text/html"
        answer.body = b"<p>No.</p>"


def status_objects(answer: Told) -> None:
    if answer.status >= 400:
        answer.json = {"imsx_codeMajor": "failure", "imsx_severity": "error"}


def every_error_is_500(answer: Told) -> None:
    if answer.status >= 400:
        answer.status = 500


def secret_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    authenticate = Core.authenticate_client

    def lenient(core: Core, request: Any, methods: object, endpoint: str = "token") -> Any:
        named = request.form.get("client_id")
        if named and not request.headers.get("Authorization"):
            return core.query_client(named)
        return authenticate(core, request, methods, endpoint)

    monkeypatch.setattr(Core, "authenticate_client", lenient)


WRONG = {
    "the verifier is not compared": (
        patched(StrictChallenge, "validate_code_verifier", lambda *_: None),
        {"TOK-005": "fail"},
    ),
    "any secret": (patched(Client, "has_secret", lambda *_: True), {"TOK-006": "fail"}),
    "no secret needed": (secret_not_needed, {"TOK-006": "fail"}),
    "redirect_uri is not compared": (patched(IssuedCode, "get_redirect_uri", lambda _: None), {"TOK-007": "fail"}),
    "any client": (patched(AuthorizationCodeFlow, "query_authorization_code", any_client), {"TOK-008": "fail"}),
    "a strange token type": (answers(*TOKEN, members(token_type="mac")), {"TOK-009": "fail"}),
    "no token at all": (answers(*TOKEN, members(access_token=None)), {"TOK-009": "fail"}),
    "status 201": (
        answers(*TOKEN, lambda answer: status(201)(answer) if answer.status == 200 else None),
        {"TOK-009": "fail"},
    ),
    "no end": (answers(*TOKEN, members(expires_in=None)), {"TOK-010": "warn"}),
    "an end in text": (answers(*TOKEN, members(expires_in="3600")), {"TOK-010": "warn"}),
    "no scope": (answers(*TOKEN, members(scope=None)), {"TOK-011": "fail"}),
    "may be cached": (answers(*TOKEN, without_header("cache-control")), {"TOK-012": "fail"}),
    "errors in HTML": (answers(*TOKEN, errors_in_html), {"TOK-013": "fail"}),
    "errors as status objects": (answers(*TOKEN, status_objects), {"TOK-013": "fail"}),
    "errors of the server": (answers(*TOKEN, every_error_is_500), {"TOK-005": "fail", "TOK-013": "fail"}),
    "short scopes": (answers(*TOKEN, short_scopes), {"TOK-015": "fail", "TOK-011": "fail"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    wrong, named = WRONG[case]
    names(judged, monkeypatch, wrong, named)


def test_plain_http(judged) -> None:
    def without_tls(plan: Any) -> Any:
        url = plan.target.url.replace("https:", "http:").partition("/ims/")[0]
        return replace(plan, target=replace(plan.target, token_url=f"{url}/oauth/token"))

    assert judged(None, ["CLR10-TOK-016"], change=without_tls)["CLR10-TOK-016"] == "fail"


def test_no_client_credentials(judged) -> None:
    found = judged(None, ["TOK"], claims={"client_credentials": False})

    assert {found[f"CLR10-TOK-{number}"].value for number in ("014", "015")} == {"not-applicable"}


def test_right(judged) -> None:
    right(judged, "TOK")


def test_a_code_that_is_burnt_by_a_wrong_exchange_is_right_too(judged, monkeypatch) -> None:
    query = AuthorizationCodeFlow.query_authorization_code

    def burn(flow: AuthorizationCodeFlow, code: str, client: Any) -> Any:
        found = query(flow, code, client)
        if code in seen:
            return None
        seen.add(code)
        return found

    seen: set[str] = set()
    monkeypatch.setattr(AuthorizationCodeFlow, "query_authorization_code", burn)
    found = judged(None, ["TOK"], settings=SERVICE)

    assert not {one for one, verdict in found.items() if verdict in ("fail", "warn", "incomplete")}
