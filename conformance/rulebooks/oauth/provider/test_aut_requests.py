"""AUT: requests for authorization, right ones and wrong ones, as a browser with a learner in front of it sends them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest

from conformance.oauth import (
    PageResult,
    RedirectResult,
)
from conformance.record import Finding
from conformance.rulebooks.oauth.provider.results import Result, described, error_of, evidence, has_code, sent_to
from conformance.suites.grants import Grant
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, Incomplete, broken, incomplete, not_applicable
from conformance.suites.refusals import granted
from conformance.suites.target import Target

ELSEWHERE = "https://elsewhere.invalid/callback"


@pytest.fixture
def right(target: Target) -> Grant:
    """A code flow that went through: what a wrong request differs from in one thing."""
    return target.grants.sample()


@requirement("OAUTH-AUT-001")
def test_code_flow_is_offered(target: Target) -> None:
    try:
        redirect = target.grants.sample().redirect
    except Incomplete:
        redirect = _why_not(target)
    if not has_code(redirect):
        broken("a correct authorization request ends without a code", expected="a code", actual=described(redirect))


def _why_not(target: Target) -> RedirectResult:
    """Walk the right request once more and tell a refusal by the endpoint from trouble on the way."""
    target.session.need_code_flow()
    result = target.grants.attempt(target.grants.authorization(*target.grants.sample_scopes()), returns=True)
    if isinstance(result, PageResult) and not result.logged_in and (result.status or 0) >= 400:
        broken(
            f"{_authorization_member(target)} does not take a correct authorization request",
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


@requirement("OAUTH-AUT-008")
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


@requirement("OAUTH-AUT-008")
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


@requirement("OAUTH-AUT-009")
@pytest.mark.parametrize("case", ["other host", "other path", "with a second fault"])
def test_unregistered_uri_is_not_redirected_to(target: Target, right: Grant, case: str) -> None:
    registered = right.request.registered
    other = {"other path": _with_path(registered, "/elsewhere")}.get(case, ELSEWHERE)
    kind = "nonsense" if case == "with a second fault" else "code"
    request = target.grants.authorization(*target.grants.sample_scopes(), redirect_uri=other, response_type=kind)
    _expect_not_at(target.grants.attempt(request), other)


@requirement("OAUTH-AUT-009")
def test_unknown_client_is_not_redirected(target: Target, right: Grant) -> None:
    registered = right.request.registered
    unknown = f"unknown-{secrets.token_hex(8)}"
    _expect_not_at(
        target.grants.attempt(target.grants.authorization(*target.grants.sample_scopes(), client_id=unknown)),
        registered,
    )


@requirement("OAUTH-AUT-009")
@pytest.mark.parametrize("case", ["right otherwise", "with a second fault"])
def test_unregistered_uri_is_not_redirected_to_before_login(target: Target, right: Grant, case: str) -> None:
    kind = "nonsense" if case == "with a second fault" else "code"
    request = target.grants.authorization(*target.grants.sample_scopes(), redirect_uri=ELSEWHERE, response_type=kind)
    response = target.wire.send(
        "GET", request.url, headers={"Accept": "text/html"}, label="authorize without a session"
    )
    answer = target.session.answer(response, "the authorization endpoint").arrived()
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


@requirement("OAUTH-AUT-010")
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
