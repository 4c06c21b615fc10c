"""RFR: refresh tokens. Each wrong refresh comes right after a right one with the same grant."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

import pytest

from conformance.oauth import OAuthProblem, RegisteredClient, TokenSet, refresh
from conformance.record import Finding
from conformance.rulebooks.oauth.provider.clients import second_client
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, Incomplete, incomplete, not_applicable
from conformance.suites.refusals import error_code, expect_refused, granted
from conformance.suites.target import Target


@dataclass(frozen=True, slots=True)
class Renewal:
    """The first right refresh of the run: what it began with, and the answer, whatever it is."""

    before: TokenSet
    answer: Answer


def renew(target: Target, tokens: TokenSet, client: RegisteredClient | None = None, scope: str | None = None) -> Answer:
    """One refresh, right unless another client or a scope is given."""
    if not tokens.refresh_token:
        incomplete("the target claims refresh, but gave no refresh token, not even with prompt=consent")
    client = client or target.clients.first()
    response = refresh(target.wire, target.session.endpoint("token"), client, tokens.refresh_token or "", scope=scope)
    return target.session.answer(response, "the refresh")


def following(answer: Answer, before: TokenSet) -> TokenSet:
    """The tokens after a refresh; the old refresh token stays where no new one came. Raises ``Incomplete``."""
    try:
        fresh = TokenSet.of(answer.response, before.client, " ".join(before.scopes))
    except OAuthProblem as trouble:
        raise Incomplete(trouble.problem.message) from trouble
    return fresh if fresh.refresh_token else fresh.with_refresh_token(before.refresh_token or "")


class Chain:
    """The refreshes of one grant, one after the other; a new grant where the target has ended the last one."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._tokens = target.grants.sample().tokens
        self.first = Renewal(self._tokens, renew(target, self._tokens))
        self._refreshed = granted(self.first.answer)
        if self._refreshed:
            with suppress(Incomplete):  # OAUTH-RFR-003 tells of an answer without a token
                self._tokens = following(self.first.answer, self._tokens)

    def renewed(self) -> TokenSet:
        """Tokens that were just renewed rightly, with a refresh token that is alive; raises ``Incomplete``."""
        answer = renew(self._target, self._tokens)
        if not granted(answer) and self._refreshed:
            # A target may end a grant because of what the check before did with it.
            self._tokens = self._target.grants.grant(*self._target.grants.sample_scopes()).tokens
            answer = renew(self._target, self._tokens)
        self._tokens = following(answer, self._tokens)
        return self._tokens


@pytest.fixture(scope="session")
def chain(target: Target) -> Chain:
    """The refreshes of the run's sample grant."""
    return Chain(target)


@requirement("OAUTH-RFR-001")
def test_refresh_token_may_be_issued(target: Target, note: Callable[[str], None]) -> None:
    if not target.session.offers_code_flow:
        not_applicable("the plan brings tokens instead of asking for them")
    given = target.grants.sample().tokens.refresh_token is not None
    note("a refresh token came with the access token" if given else "no refresh token came with the access token")


@requirement("OAUTH-RFR-002")
def test_offline_access_gives_a_refresh_token(target: Target, note: Callable[[str], None]) -> None:
    grant = target.grants.sample()
    if grant.tokens.refresh_token:
        if target.grants.asks_consent:
            note("a refresh token comes with prompt=consent only, as OpenID Connect has it")
        return
    if "offline_access" not in grant.tokens.scopes:
        incomplete("offline_access was asked for, also with prompt=consent, but not granted")
    assert grant.tokens.response is not None
    target.session.answer(grant.tokens.response, "the token request").broken(
        "offline_access was granted, but no refresh token came",
        expected="refresh_token",
        actual="absent",
        pointer="/refresh_token",
    )


@requirement("OAUTH-RFR-003")
def test_refresh_gives_a_new_token(target: Target, chain: Chain) -> None:
    answer = chain.first.answer.expect(200)
    token = answer.object().get("access_token")
    if not isinstance(token, str) or not token:
        answer.broken("the refresh gives no access_token", expected="a string", pointer="/access_token")
    reading = target.protected().tried_by(target.grants.sample_scopes()[0])
    if reading:
        reading.call(token).expect(200, why="the access token of a refresh does not work")


@requirement("OAUTH-RFR-004")
def test_refresh_does_not_widen_the_scope(target: Target, chain: Chain) -> None:
    known = tuple(target.facts.scopes.values())
    _expect_no_more(chain.first, known)
    tokens = chain.renewed()
    more = next((scope for scope in (*known[1:], *known[:1]) if scope not in tokens.scopes), None)
    if more is None:
        incomplete("the grant has every scope already, though it was not asked for all")
    answer = renew(target, tokens, scope=" ".join((*tokens.scopes, more))).arrived()
    if not granted(answer):
        expect_refused(answer, {"invalid_scope", "invalid_grant", "invalid_request"}, why="")
        return
    given = answer.object().get("scope")
    if isinstance(given, str) and more in given.split():
        answer.broken(
            f"a refresh added the scope {more}",
            expected="400 with invalid_scope, or a token without that scope",
            actual=given,
            pointer="/scope",
        )
    if not isinstance(given, str):
        message = "a refresh with a wider scope is answered without scope, which means that all of it was granted"
        raise Doubtful(message, [Finding("", message, "scope", "absent", "/scope", exchanges=(answer.response.index,))])


def _expect_no_more(renewal: Renewal, known: Collection[str]) -> None:
    """Raise ``Broken`` when the first refresh, which asked for no scope, gave one that was not granted before."""
    if not granted(renewal.answer):
        return
    scope = renewal.answer.object().get("scope")
    more = set(scope.split() if isinstance(scope, str) else ()) - set(renewal.before.scopes)
    if more & set(known):
        renewal.answer.broken(
            f"a refresh that asked for no scope added {' '.join(sorted(more))}",
            expected=" ".join(renewal.before.scopes),
            actual=str(scope),
            pointer="/scope",
        )


@requirement("OAUTH-RFR-005")
def test_refresh_token_of_another_client_is_refused(target: Target, chain: Chain) -> None:
    second = second_client(target)
    unknown = chain.first.before.with_refresh_token("no-such-refresh-token-of-this-client-0123456789")
    if error_code(renew(target, unknown, client=second).arrived()) == "invalid_client":
        incomplete("the second client cannot log in at the token endpoint")
    answer = renew(target, chain.renewed(), client=second)
    errors = {"invalid_grant", "invalid_request", "unauthorized_client"}
    expect_refused(answer, errors, why="a refresh token of one client was used by another")


@requirement("OAUTH-RFR-006")
def test_refresh_token_may_change(chain: Chain, note: Callable[[str], None]) -> None:
    value = chain.first.answer.require(200).object().get("refresh_token")
    if value is None:
        note("a refresh gives no new refresh token: the old one stays")
    elif value == chain.first.before.refresh_token:
        note("a refresh gives the same refresh token again")
    else:
        note("each refresh gives a new refresh token")
