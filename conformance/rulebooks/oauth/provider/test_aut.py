"""AUT: the authorization endpoint, as a browser with a learner in front of it sees it."""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

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
from conformance.suites.answer import Answer
from conformance.suites.grants import Grant
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, Incomplete, broken, incomplete, manual, not_applicable
from conformance.suites.refusals import error_code, expect_no_entry, expect_refused, granted
from conformance.suites.target import Target

Result = RedirectResult | PageResult

ELSEWHERE = "https://elsewhere.invalid/callback"
STATE = "a b+c&d=e/f%2Fg~#h"


def evidence(result: Result) -> tuple[int, ...]:
    """The exchange that the result came with, as findings name it."""
    return (result.response.index,) if result.response is not None else ()


def described(result: Result) -> str:
    """The result in a few words."""
    if isinstance(result, PageResult):
        return f"a page with status {result.status}"
    if result.error:
        return f"a redirect with error={result.error}"
    return "a redirect with a code" if result.code else "a redirect with neither code nor error"


def sent_to(result: Result, uri: str) -> bool:
    """True when the browser was sent to this URI."""
    return isinstance(result, RedirectResult) and result.url.startswith(uri)


def error_of(result: RedirectResult) -> str | None:
    """The error that the redirect brings, in the query or in the fragment."""
    return result.error or result.fragment.get("error")


def has_code(result: Result) -> bool:
    """True when the result brings an authorization code, in the query or in the fragment."""
    return isinstance(result, RedirectResult) and bool(result.code or result.fragment.get("code"))


@pytest.fixture
def right(target: Target) -> Grant:
    """A code flow that went through: what a wrong request differs from in one thing."""
    return target.grants.sample()


@requirement("CLR10-AUT-001")
def test_code_flow_is_offered(target: Target) -> None:
    try:
        redirect = target.grants.sample().redirect
    except Incomplete:
        redirect = _why_not(target)
    if not has_code(redirect):
        broken("a right authorization request ends without a code", expected="a code", actual=described(redirect))


def _why_not(target: Target) -> RedirectResult:
    """Walk the right request once more and tell a refusal by the endpoint from trouble on the way."""
    target.session.need_code_flow()
    result = target.grants.attempt(target.grants.authorization(*target.grants.sample_scopes()), returns=True)
    if isinstance(result, PageResult) and not result.logged_in and (result.status or 0) >= 400:
        broken(
            f"{_authorization_member(target)} does not take a right authorization request",
            expected="login, consent and a redirect with a code",
            actual=described(result),
            exchanges=evidence(result),
        )
    if isinstance(result, RedirectResult) and result.error in ("unsupported_response_type", "server_error"):
        broken(
            f"{_authorization_member(target)} refuses the authorization code grant",
            expected="a redirect with a code",
            actual=described(result),
            exchanges=evidence(result),
        )
    if isinstance(result, PageResult) or result.error:
        incomplete(f"the authorization ended at {described(result)}")
    return result


def _authorization_member(target: Target) -> str:
    """What the discovery document calls the authorization endpoint."""
    return target.facts.discovery.get("authorization", "the authorization endpoint")


@requirement("CLR10-AUT-008")
@pytest.mark.parametrize("case", ["without challenge", "plain"])
def test_request_without_s256_is_refused(target: Target, right: Grant, case: str) -> None:
    request = target.grants.authorization(*target.grants.sample_scopes())
    changed = {
        "without challenge": request.changed(code_challenge=None, code_challenge_method=None),
        "plain": request.changed(code_challenge=request.verifier, code_challenge_method="plain"),
    }[case]
    result = target.grants.attempt(changed)
    if has_code(result):
        broken(
            f"an authorization request {'with the method plain' if case == 'plain' else 'without PKCE'} got a code",
            expected="error=invalid_request",
            actual=described(result),
            exchanges=evidence(result),
        )
    if isinstance(result, RedirectResult) and error_of(result) != "invalid_request":
        message = f"the request is refused with {error_of(result) or 'no error'} instead of invalid_request"
        raise Doubtful(
            message, [Finding("", message, "error=invalid_request", described(result), exchanges=evidence(result))]
        )


@requirement("CLR10-AUT-008")
def test_challenge_without_method_is_not_plain(target: Target, right: Grant) -> None:
    request = target.grants.authorization(*target.grants.sample_scopes())
    request = request.changed(code_challenge=request.verifier, code_challenge_method=None)
    result = target.grants.attempt(request)
    if not has_code(result):
        return
    # The code came: it is plain when the challenge itself is taken as verifier, as RFC 7636 has it by default.
    assert isinstance(result, RedirectResult)
    answer = target.grants.exchange(request, result, changes={"code_verifier": request.verifier}).arrived()
    if granted(answer):
        answer.broken(
            "a challenge without a method was taken as plain",
            expected="error=invalid_request",
            actual=described(result),
        )


@requirement("CLR10-AUT-009")
@pytest.mark.parametrize("case", ["other host", "other path", "with a second fault"])
def test_unregistered_uri_is_not_redirected_to(target: Target, right: Grant, case: str) -> None:
    registered = right.request.registered
    other = {"other path": _with_path(registered, "/elsewhere")}.get(case, ELSEWHERE)
    kind = "nonsense" if case == "with a second fault" else "code"
    request = target.grants.authorization(*target.grants.sample_scopes(), redirect_uri=other, response_type=kind)
    _expect_not_at(target.grants.attempt(request), other)


@requirement("CLR10-AUT-009")
def test_unknown_client_is_not_redirected(target: Target, right: Grant) -> None:
    registered = right.request.registered
    unknown = f"unknown-{secrets.token_hex(8)}"
    _expect_not_at(
        target.grants.attempt(target.grants.authorization(*target.grants.sample_scopes(), client_id=unknown)),
        registered,
    )


@requirement("CLR10-AUT-009")
@pytest.mark.parametrize("case", ["right otherwise", "with a second fault"])
def test_unregistered_uri_is_not_redirected_to_before_login(target: Target, right: Grant, case: str) -> None:
    kind = "nonsense" if case == "with a second fault" else "code"
    request = target.grants.authorization(*target.grants.sample_scopes(), redirect_uri=ELSEWHERE, response_type=kind)
    reply = target.wire.send("GET", request.url, headers={"Accept": "text/html"}, label="authorize without a session")
    answer = target.session.answer(reply, "the authorization endpoint").arrived()
    if (answer.header("location") or "").startswith(ELSEWHERE):
        answer.broken(
            "the browser is redirected to a redirect_uri that is not registered",
            expected="an error page",
            actual=f"{answer.status} with Location {ELSEWHERE}",
        )


def _expect_not_at(result: Result, uri: str) -> None:
    if sent_to(result, uri):
        broken(
            "the browser is redirected to a redirect_uri that is not registered",
            expected="an error page",
            actual=f"{described(result)} to {uri}",
            exchanges=evidence(result),
        )


def _with_path(uri: str, path: str) -> str:
    return urlsplit(uri)._replace(path=path, query="").geturl()


LOOKALIKES: Mapping[str, Callable[[str], str]] = {
    "suffix": lambda uri: f"{uri}x",
    "slash": lambda uri: f"{uri}/",
    "segment": lambda uri: f"{uri}/more",
    "query": lambda uri: f"{uri}{'&' if '?' in uri else '?'}more=1",
    "detour": lambda uri: _with_path(uri, f"/x/..{urlsplit(uri).path}"),
    "subdomain": lambda uri: urlsplit(uri)._replace(netloc=f"x.{urlsplit(uri).netloc}").geturl(),
    "port": lambda uri: urlsplit(uri)._replace(netloc=f"{urlsplit(uri).hostname}:8443").geturl(),
    "case": lambda uri: uri[:-1] + uri[-1].swapcase(),
}


@requirement("CLR10-AUT-010")
@pytest.mark.parametrize("case", LOOKALIKES)
def test_redirect_uri_is_compared_exactly(target: Target, right: Grant, case: str) -> None:
    registered = right.request.registered
    if case in ("port", "subdomain") and (urlsplit(registered).hostname or "") in ("127.0.0.1", "::1", "localhost"):
        not_applicable("on a loopback host ports may differ (RFC 8252), and there are no subdomains")
    other = LOOKALIKES[case](registered)
    if other == registered:
        not_applicable(f"the redirect URI {registered} has no letter at its end")
    result = target.grants.attempt(target.grants.authorization(*target.grants.sample_scopes(), redirect_uri=other))
    if has_code(result) or sent_to(result, other):
        broken(
            "a redirect_uri that only resembles the registered one is taken",
            expected=f"only {registered}",
            actual=f"{described(result)} for {other}",
            exchanges=evidence(result),
        )


@requirement("CLR10-AUT-011")
def test_code_and_state_come_back(target: Target) -> None:
    target.session.need_code_flow()
    request = target.grants.authorization(*target.grants.sample_scopes())
    result = target.grants.attempt(request, returns=True)
    if isinstance(result, PageResult) or result.error:
        incomplete(f"the right authorization request ended at {described(result)} (see CLR10-AUT-001)")
    _expect_code_and_state(result, request)


@requirement("CLR10-AUT-011")
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


@requirement("CLR10-AUT-012")
def test_redirect_names_the_granted_scope(right: Grant) -> None:
    granted = right.redirect.params.get("scope", "").split()
    if not granted:
        broken(
            "the redirect with the code does not carry scope",
            expected="scope with what was granted",
            actual="no scope",
            exchanges=evidence(right.redirect),
        )


@requirement("CLR10-AUT-013")
def test_denial_is_reported(target: Target, right: Grant) -> None:
    before = len(target.wire.transcript)
    # A client that nobody has approved yet: a server may remember an approval and not ask again.
    request = target.grants.authorization(*target.grants.sample_scopes(), client=target.clients.named("denied"))
    result = target.grants.attempt(request, "deny", returns=True)
    asked = any(reply.label.endswith(": deny") for reply in target.wire.transcript.responses[before:])
    if has_code(result) and not asked:
        incomplete(
            "no consent page was shown, so nobody could say no: the target remembers the approval or asks nobody"
        )
    _expect_error(result, request, "access_denied", "the refusal of the resource owner")


@requirement("CLR10-AUT-013")
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


@requirement("CLR10-AUT-014")
@pytest.mark.parametrize("case", ["alone", "besides a right one"])
def test_unknown_scope_is_not_granted(target: Target, right: Grant, case: str) -> None:
    nonsense = target.session.unknown_scope()
    scopes = [nonsense] if case == "alone" else [target.grants.sample_scopes()[0], nonsense]
    _expect_not_granted(target, right.client, scopes, nonsense)


@requirement("CLR10-AUT-014")
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
        incomplete("the token response does not say what was granted (see CLR10-TOK-011)")
    if refused in scope.split():
        answer.broken(
            f"a token was granted for the scope {refused}",
            expected="invalid_scope, or a token without that scope",
            actual=scope,
            pointer="/scope",
        )


@requirement("CLR10-AUT-015")
def test_consent_page_shows_the_client(target: Target) -> None:
    target.session.need_code_flow()
    look = "look at the consent page: it should show the name, the logo, the terms and the privacy policy of the client"
    owner = target.grants.owner()
    if "dynamic_registration" not in target.plan.claims or not isinstance(owner, FormOwner):
        manual(look)
    client = target.clients.named("denied")
    try:
        reply, _ = owner.open(
            target.grants.authorization(*target.grants.sample_scopes(), client=client).url, "consent page"
        )
    except OAuthProblem as trouble:
        manual(f"{look} ({trouble.problem.message})")
    page = html.unescape(reply.text)
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


@requirement("CLR10-AUT-016")
def test_code_works_once(replay: Replay) -> None:
    expect_refused(replay.second, {"invalid_grant", "invalid_request"}, why="the same code was exchanged twice")


@requirement("CLR10-AUT-017")
def test_tokens_of_a_replayed_code_are_revoked(replay: Replay) -> None:
    if replay.before is None or replay.after is None:
        not_applicable("the plan does not claim read, so that there is nothing to try the token on")
    replay.before.require(200)
    if granted(replay.second.arrived()):
        incomplete("the same code was exchanged twice (see CLR10-AUT-016)")
    expect_no_entry(
        replay.after, why="after its code was used a second time the token still works", after=replay.second
    )
