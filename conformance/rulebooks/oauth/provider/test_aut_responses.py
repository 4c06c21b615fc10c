"""AUT: what comes back to the client: code and state, errors, scopes, and a code that works once."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pytest

from conformance.oauth import (
    AuthorizationRequest,
    FormOwner,
    OAuthProblem,
    PageResult,
    RedirectResult,
    RegisteredClient,
)
from conformance.record import Finding
from conformance.rulebooks.oauth.provider.results import Result, described, error_of, evidence, has_code
from conformance.suites.answer import Answer
from conformance.suites.grants import Grant
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, broken, incomplete, manual, not_applicable
from conformance.suites.refusals import error_code, expect_no_entry, expect_refused, granted
from conformance.suites.target import Target

STATE = "a b+c&d=e/f%2Fg~#h"


@pytest.fixture
def right(target: Target) -> Grant:
    """A code flow that went through: what a wrong request differs from in one thing."""
    return target.grants.sample()


@requirement("OAUTH-AUT-011")
def test_code_and_state_come_back(target: Target) -> None:
    target.session.need_code_flow()
    request = target.grants.authorization(*target.grants.sample_scopes())
    result = target.grants.attempt(request, returns=True)
    if isinstance(result, PageResult) or result.error:
        incomplete(f"the correct authorization request ended at {described(result)} (see OAUTH-AUT-001)")
    _expect_code_and_state(result, request)


@requirement("OAUTH-AUT-011")
def test_state_comes_back_unchanged(target: Target, right: Grant) -> None:
    request = target.grants.authorization(*target.grants.sample_scopes(), state=STATE)
    result = target.grants.attempt(request, returns=True)
    if isinstance(result, PageResult) or result.error:
        broken(
            "a state with characters that need encoding is refused",
            expected="a redirect with a code",
            actual=described(result),
            exchanges=evidence(result),
        )
    _expect_code_and_state(result, request)


def _expect_code_and_state(result: RedirectResult, request: AuthorizationRequest) -> None:
    if not result.code:
        where = " (it is in the fragment)" if result.fragment.get("code") else ""
        broken(
            f"the query of the redirect has no code{where}",
            expected="code and state in the query",
            actual=described(result),
            exchanges=evidence(result),
        )
    _expect_state(result, request)


def _expect_state(result: RedirectResult, request: AuthorizationRequest) -> None:
    if result.state != request.state or "state" in result.repeated:
        broken(
            "the redirect does not bring back the state that was sent",
            expected=str(request.state),
            actual="no state" if result.state is None else result.state,
            exchanges=evidence(result),
        )


@requirement("OAUTH-AUT-012")
def test_redirect_names_the_granted_scope(right: Grant) -> None:
    granted = right.redirect.params.get("scope", "").split()
    if not granted:
        broken(
            "the redirect with the code does not carry scope",
            expected="scope with what was granted",
            actual="no scope",
            exchanges=evidence(right.redirect),
        )


@requirement("OAUTH-AUT-013")
def test_denial_is_reported(target: Target, right: Grant) -> None:
    before = len(target.wire.transcript)
    # A client that nobody has approved yet: a server may remember an approval and not ask again.
    request = target.grants.authorization(*target.grants.sample_scopes(), client=target.clients.named("denied"))
    result = target.grants.attempt(request, "deny", returns=True)
    shown = any(response.label.endswith(": deny") for response in target.wire.transcript.responses[before:])
    if has_code(result) and not shown:
        incomplete(
            "no consent page was shown, so nobody could say no: the target remembers the approval or asks nobody"
        )
    _expect_error(result, request, "access_denied", "the refusal of the resource owner")


@requirement("OAUTH-AUT-013")
def test_fault_is_reported(target: Target, right: Grant) -> None:
    request = target.grants.authorization(*target.grants.sample_scopes(), response_type="nonsense")
    result = target.grants.attempt(request)
    _expect_error(
        result,
        request,
        "unsupported_response_type or invalid_request or unauthorized_client",
        "an unsupported response_type",
    )


def _expect_error(result: Result, request: AuthorizationRequest, expected: str, what: str) -> None:
    """Demand a redirect to the registered URI with one of the expected errors in the query, and with the state."""
    error = result.error if isinstance(result, RedirectResult) and not has_code(result) else None
    if error not in expected.split(" or "):
        broken(
            f"{what} is not reported to redirect_uri",
            expected=f"a redirect with error={expected} in its query",
            actual=described(result),
            exchanges=evidence(result),
        )
    assert isinstance(result, RedirectResult)
    _expect_state(result, request)


@requirement("OAUTH-AUT-014")
@pytest.mark.parametrize("case", ["alone", "besides a right one"])
def test_unknown_scope_is_not_granted(target: Target, right: Grant, case: str) -> None:
    nonsense = target.session.unknown_scope()
    scopes = [nonsense] if case == "alone" else [target.grants.sample_scopes()[0], nonsense]
    _expect_not_granted(target, right.client, scopes, nonsense)


@requirement("OAUTH-AUT-014")
def test_unregistered_scope_is_not_granted(target: Target, right: Grant) -> None:
    first, *more = target.session.scopes_wanted
    if "dynamic_registration" not in target.plan.claims or not more:
        not_applicable("it takes a client that is registered for fewer scopes than the target offers")
    client = target.clients.named("modest", scope=target.facts.scope_uri(first))
    registered = client.scopes
    unregistered = target.facts.scope_uri(more[-1])
    if registered is None or unregistered in registered:
        not_applicable("the target registers a client for more scopes than it asks for")
    _expect_not_granted(target, client, [first, more[-1]], unregistered)


_NOT_INVALID_SCOPE = "an unknown or unregistered scope does not end in invalid_scope"


def _expect_not_granted(target: Target, client: RegisteredClient, scopes: list[str], refused: str) -> None:
    request = target.grants.authorization(*scopes, client=client)
    result = target.grants.attempt(request)
    if isinstance(result, RedirectResult) and error_of(result) == "invalid_scope":
        return
    if not isinstance(result, RedirectResult) or not result.code:
        message, expected = _NOT_INVALID_SCOPE, "error=invalid_scope, or a grant without that scope"
        if isinstance(result, RedirectResult) and error_of(result):
            # Nothing is granted; the code says less than it could.
            raise Doubtful(message, [Finding("", message, expected, described(result), exchanges=evidence(result))])
        broken(message, expected=expected, actual=described(result), exchanges=evidence(result))
    answer = target.grants.exchange(request, result, client=client).arrived()
    if error_code(answer) == "invalid_scope":
        return
    body = answer.require(200).json()
    scope = body.get("scope") if isinstance(body, dict) else None
    if not isinstance(scope, str):
        incomplete("the token response does not say what was granted (see OAUTH-TOK-011)")
    if refused in scope.split():
        answer.broken(
            f"a token was granted for the scope {refused}",
            expected="invalid_scope, or a token without that scope",
            actual=scope,
            pointer="/scope",
        )


@requirement("OAUTH-AUT-015")
def test_consent_page_shows_the_client(target: Target) -> None:
    target.session.need_code_flow()
    look = "look at the consent page: it should show the name, the logo, the terms and the privacy policy of the client"
    owner = target.grants.owner()
    if "dynamic_registration" not in target.plan.claims or not isinstance(owner, FormOwner):
        manual(look)
    client = target.clients.named("denied")
    try:
        response, _ = owner.open(
            target.grants.authorization(*target.grants.sample_scopes(), client=client).url, "consent page"
        )
    except OAuthProblem as trouble:
        manual(f"{look} ({trouble.problem.message})")
    page = html.unescape(response.text)
    values = {member: target.clients.metadata()[member] for member in ("logo_uri", "tos_uri", "policy_uri")}
    missing = [member for member, value in {"client_name": client.name, **values}.items() if value not in page]
    if missing:
        manual(f"{look}; not found in its HTML: {', '.join(missing)}")


@dataclass(frozen=True, slots=True)
class Replay:
    """A code that was exchanged twice; ``before`` and ``after`` are calls with the token of the first exchange."""

    grant: Grant
    second: Answer
    before: Answer | None
    after: Answer | None


@pytest.fixture(scope="session")
def replay(target: Target) -> Replay:
    """Exchanges one code twice, with a client of its own, since the grant may be ended by it."""
    client = target.clients.spare()
    grant = target.grants.grant(target.grants.sample_scopes()[0], client=client)
    token = grant.tokens.access_token
    reading = target.protected().tried_by(target.grants.sample_scopes()[0])
    before = reading.call(token) if reading else None
    second = target.grants.exchange(grant.request, grant.redirect, client=client)
    after = reading.call(token) if reading else None
    target.tokens.forget()
    return Replay(grant, second, before, after)


@requirement("OAUTH-AUT-016")
def test_code_works_once(replay: Replay) -> None:
    expect_refused(replay.second, {"invalid_grant", "invalid_request"}, why="the same code was exchanged twice")


@requirement("OAUTH-AUT-017")
def test_tokens_of_a_replayed_code_are_revoked(replay: Replay) -> None:
    if replay.before is None or replay.after is None:
        not_applicable("the plan does not claim read, so that there is nothing to try the token on")
    replay.before.require(200)
    if granted(replay.second.arrived()):
        incomplete("the same code was exchanged twice (see OAUTH-AUT-016)")
    expect_no_entry(
        replay.after, why="after its code was used a second time the token still works", after=replay.second
    )
