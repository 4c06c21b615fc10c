"""TOK: the token endpoint. A code works once, so each wrong exchange has one of its own beside one that went right."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from conformance.oauth import (
    AuthorizationRequest,
    RedirectResult,
    RegisteredClient,
    token_request,
)
from conformance.oauth.pkce import new_verifier
from conformance.rulebooks.oauth.provider.clients import second_client
from conformance.suites.answer import Answer
from conformance.suites.grants import Grant
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, Incomplete, incomplete
from conformance.suites.refusals import (
    TOKEN_ERRORS,
    directives,
    error_code,
    expect_error_json,
    expect_refusal,
    expect_refused,
    granted,
)
from conformance.suites.target import Target

GRANT_ERRORS = frozenset({"invalid_grant", "invalid_request"})


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was not used yet, and the request that led to it."""

    request: AuthorizationRequest
    redirect: RedirectResult


@pytest.fixture
def right(target: Target) -> Grant:
    """A code flow that went through: what a wrong exchange differs from in one thing."""
    return target.grants.sample()


@pytest.fixture
def code(target: Target, right: Grant) -> Code:
    """A fresh code of the first client."""
    return _fresh(target)


def _fresh(target: Target) -> Code:
    target.session.need_code_flow()
    request = target.grants.authorization(*target.grants.sample_scopes())
    return Code(request, target.grants.redirect(request))


@pytest.fixture(scope="session")
def issued(target: Target) -> Answer:
    """The answer to a right token request, whatever it is: of the code flow, else by client credentials."""
    if target.plan.login.strategy == "client-credentials":
        return _issued_to_the_client(target)
    try:
        response = target.grants.sample().tokens.response
    except Incomplete:
        response = None
    if response is not None:
        return target.session.answer(response, "the token request")
    if not target.clients.first().secret:
        incomplete("the client was registered without a secret (see OAUTH-REG-003)")
    fresh = _fresh(target)
    return target.grants.exchange(fresh.request, fresh.redirect)


def _issued_to_the_client(target: Target) -> Answer:
    response = target.tokens.issued(target.grants.sample_scopes()[0]).response
    assert response is not None  # only tokens of the plan come without one
    return target.session.answer(response, "the token request")


@requirement("OAUTH-TOK-005")
@pytest.mark.parametrize("case", ["wrong", "missing"])
def test_code_verifier_is_checked(target: Target, code: Code, case: str) -> None:
    verifier = new_verifier() if case == "wrong" else None
    answer = target.grants.exchange(code.request, code.redirect, changes={"code_verifier": verifier})
    expect_refused(answer, GRANT_ERRORS, why=f"a code was exchanged with a {case} code_verifier")


@requirement("OAUTH-TOK-006")
def test_wrong_secret_is_refused(target: Target, code: Code) -> None:
    client = replace(target.clients.first(), secret=secrets.token_urlsafe(32))
    answer = target.grants.exchange(code.request, code.redirect, client=client)
    expect_refused(answer, {"invalid_client"}, statuses=(400, 401), why="a code was exchanged with a wrong secret")


@requirement("OAUTH-TOK-006")
def test_missing_secret_is_refused(target: Target, code: Code) -> None:
    right = {
        "grant_type": "authorization_code",
        "code": code.redirect.code or "",
        "redirect_uri": code.request.params["redirect_uri"],
        "scope": code.request.params["scope"],
        "code_verifier": code.request.verifier,
        "client_id": target.clients.first().id,
    }
    response = token_request(
        target.wire, target.session.endpoint("token"), tuple(right.items()), None, "exchange without a secret"
    )
    answer = target.session.answer(response, "the token request")
    errors = {"invalid_client", "invalid_request", "unauthorized_client"}
    expect_refused(answer, errors, statuses=(400, 401), why="a code was exchanged without the secret of the client")


@requirement("OAUTH-TOK-007")
def test_redirect_uri_is_compared(target: Target, code: Code) -> None:
    other = f"{code.request.params['redirect_uri']}/other"
    answer = target.grants.exchange(code.request, code.redirect, changes={"redirect_uri": other})
    expect_refused(answer, GRANT_ERRORS, why="a code was exchanged with another redirect_uri")


@requirement("OAUTH-TOK-007")
def test_redirect_uri_is_needed(target: Target, code: Code) -> None:
    answer = target.grants.exchange(code.request, code.redirect, changes={"redirect_uri": None}).arrived()
    if granted(answer):
        # RFC 6749 wants it; drafts of OAuth 2.1 leave it out, since PKCE protects the code.
        end = answer.evidence(
            "a code was exchanged without redirect_uri", expected="400 with invalid_grant", actual="200"
        )
        raise Doubtful(end.reason, end.findings)
    expect_refused(answer, GRANT_ERRORS, why="")


@requirement("OAUTH-TOK-008")
def test_code_of_another_client_is_refused(target: Target, code: Code) -> None:
    second = second_client(target)
    wrong = replace(code.redirect, params={**code.redirect.params, "code": secrets.token_urlsafe(32)})
    control = target.grants.exchange(code.request, wrong, client=second).arrived()
    if error_code(control) == "invalid_client":
        incomplete("the second client cannot log in at the token endpoint")
    answer = target.grants.exchange(code.request, code.redirect, client=second)
    errors = GRANT_ERRORS | {"unauthorized_client"}
    expect_refused(answer, errors, why="a code of one client was exchanged by another")


@requirement("OAUTH-TOK-009")
def test_token_response_is_right(issued: Answer) -> None:
    body = issued.expect(200).object()
    if issued.media_type != "application/json":
        issued.broken(
            "the token response is not sent as application/json",
            expected="application/json",
            actual=issued.media_type or "none",
        )
    token, kind = body.get("access_token"), body.get("token_type")
    if not isinstance(token, str) or not token:
        issued.broken("the token response lacks access_token", expected="a string", pointer="/access_token")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        issued.broken("token_type is not bearer", expected="bearer", actual=repr(kind), pointer="/token_type")


def _token_response(issued: Answer) -> dict[str, Any]:
    """The members of the token response; raises ``Incomplete`` when it has no token."""
    body = issued.require(200).json()
    if not isinstance(body, dict) or "access_token" not in body:
        incomplete("the token response lacks access_token (see OAUTH-TOK-009)")
    return body


@requirement("OAUTH-TOK-010")
def test_token_response_tells_its_end(issued: Answer) -> None:
    value = _token_response(issued).get("expires_in")
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        issued.broken(
            "expires_in is not a positive whole number",
            expected="a positive integer of seconds",
            actual="absent" if value is None else repr(value),
            pointer="/expires_in",
        )


@requirement("OAUTH-TOK-011")
def test_token_response_tells_its_scope(target: Target, issued: Answer) -> None:
    scope = _token_response(issued).get("scope")
    if not isinstance(scope, str) or not scope.strip():
        issued.broken(
            "the token response lacks scope",
            expected="the scopes that were granted",
            actual=repr(scope),
            pointer="/scope",
        )
    more = set(scope.split()) - target.session.scope_uris(*target.grants.sample_scopes())
    if more:
        issued.broken(
            "more scopes were granted than asked for",
            expected="a subset of the request",
            actual=" ".join(sorted(more)),
            pointer="/scope",
        )


@requirement("OAUTH-TOK-012")
def test_token_response_is_not_stored(issued: Answer) -> None:
    issued.require(200)
    if "no-store" not in directives(issued):
        issued.broken(
            "the token response may be cached",
            expected="Cache-Control: no-store",
            actual=issued.header("cache-control") or "no Cache-Control",
        )


FAULTS: Mapping[str, tuple[Mapping[str, str | None], frozenset[str]]] = {
    "unknown code": ({}, frozenset({"invalid_grant", "invalid_request"})),
    "no code": ({"code": None}, frozenset({"invalid_request", "invalid_grant"})),
    "no grant_type": ({"grant_type": None}, frozenset({"invalid_request", "unsupported_grant_type"})),
    "unknown grant_type": (
        {"grant_type": "no_such_grant"},
        frozenset({"unsupported_grant_type", "invalid_request", "unauthorized_client"}),
    ),
}


@requirement("OAUTH-TOK-013")
@pytest.mark.parametrize("fault", FAULTS)
def test_error_is_told_in_json(target: Target, right: Grant, fault: str) -> None:
    changes, errors = FAULTS[fault]
    unknown = replace(right.redirect, params={"code": secrets.token_urlsafe(32)})
    answer = target.grants.exchange(right.request, unknown, changes=changes)
    expect_refusal(answer, errors, why=f"a token was given for a request with {fault}")
    expect_error_json(answer)


@requirement("OAUTH-TOK-013")
def test_wrong_verifier_is_told_in_json(target: Target, code: Code) -> None:
    answer = target.grants.exchange(code.request, code.redirect, changes={"code_verifier": new_verifier()}).arrived()
    if granted(answer):
        incomplete("a code was exchanged with a wrong code_verifier (see OAUTH-TOK-005)")
    expect_refusal(answer, TOKEN_ERRORS, why="")
    expect_error_json(answer)


@requirement("OAUTH-TOK-013")
def test_wrong_client_is_told_in_json(target: Target, right: Grant) -> None:
    unknown = RegisteredClient(f"unknown-{secrets.token_hex(8)}", secrets.token_urlsafe(16))
    nothing = replace(right.redirect, params={"code": secrets.token_urlsafe(32)})
    answer = target.grants.exchange(right.request, nothing, client=unknown)
    expect_refusal(answer, TOKEN_ERRORS, statuses=(400, 401), why="an unknown client got a token")
    expect_error_json(answer)
    if answer.status == 401 and error_code(answer) != "invalid_client":
        answer.broken("a 401 of the token endpoint is not for invalid_client", expected="invalid_client")
