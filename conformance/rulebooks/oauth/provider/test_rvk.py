"""RVK: ending what was granted, by the learner on a page and by the consumer at the revocation endpoint.

All grants that are ended here belong to clients that no other check uses.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from conformance.oauth import FormOwner, GrantsPage, OAuthProblem, RegisteredClient, refresh, revoke
from conformance.oauth.registration import CLIENT_NAME
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, Manual, broken, incomplete, manual, not_applicable
from conformance.suites.refusals import error_code, expect_no_entry, expect_refused
from conformance.suites.target import Target

LOOK = "look at the page where a user sees the clients that were let in: each has to be there, and to be removable"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A grant that its resource owner withdrew; ``before`` and ``after`` are calls with its token."""

    listed: bool
    page: Answer | None
    still_listed: bool
    before: Answer | None
    after: Answer | None

    @property
    def in_vain(self) -> bool:
        """True when nothing shows that the grant has ended: it is still listed, and its token works."""
        return self.still_listed and (self.after is None or self.after.status == 200)


@pytest.fixture(scope="session")
def withdrawal(target: Target) -> Withdrawal:
    """Withdraws a grant on the page of grants, where that can be done without a person."""
    page = _grants_page(target)
    # A name that no earlier run has left on the page.
    name = f"{CLIENT_NAME}, to be withdrawn {secrets.token_hex(4)}"
    client = target.clients.named("withdrawn", client_name=name)
    token = target.grants.grant(target.grants.sample_scopes()[0], client=client).tokens.access_token
    before = _read(target, token)
    try:
        # A server may register another name; one that repeats none is taken to have kept it.
        shown = name if client.name == CLIENT_NAME else client.name
        if not page.lists(shown):
            return Withdrawal(False, None, False, before, None)
        answer = target.session.answer(target.wire.again(lambda: page.withdraw(shown)), "the withdrawal")
        return Withdrawal(True, answer, page.lists(shown), before, _read(target, token))
    except OAuthProblem as trouble:
        raise Manual(f"{LOOK} ({trouble.problem.message})") from trouble


def _grants_page(target: Target) -> GrantsPage:
    target_spec = target.plan.target
    if not target_spec.grants_url:
        manual(f"{LOOK} (the plan's target.grants_url is empty)")
    if not target.session.offers_code_flow or "dynamic_registration" not in target.plan.claims:
        manual(f"{LOOK} (the run has no client of its own to withdraw)")
    owner = target.grants.owner()
    if not isinstance(owner, FormOwner):
        manual(f"{LOOK} (only the strategy form can do it)")
    return GrantsPage(owner, target.session.endpoint("grants"), target.plan.login.form)


def _read(target: Target, token: str) -> Answer | None:
    reading = target.protected().tried_by(target.grants.sample_scopes()[0])
    return reading.call(token) if reading else None


@requirement("OAUTH-RVK-001")
def test_grant_is_listed_and_can_be_withdrawn(withdrawal: Withdrawal) -> None:
    if not withdrawal.listed or withdrawal.page is None:
        broken(
            "the page of grants does not name a client that was let in",
            expected="the name of the client",
            actual="absent",
        )
    if (withdrawal.page.arrived().status or 0) >= 400:
        withdrawal.page.broken(
            "a grant cannot be withdrawn on the page of grants",
            expected="the grant is gone",
            actual=str(withdrawal.page.status),
        )
    if withdrawal.in_vain:
        withdrawal.page.broken(
            "a grant that was withdrawn is still on the page of grants", expected="the grant is gone", actual="listed"
        )


@requirement("OAUTH-RVK-002")
def test_tokens_of_a_withdrawn_grant_are_refused(withdrawal: Withdrawal) -> None:
    if withdrawal.before is None:
        not_applicable("the plan does not claim read, so that there is nothing to try the token on")
    withdrawal.before.require(200)
    if withdrawal.after is None or withdrawal.page is None:
        manual(f"withdraw a grant, then call with its token ({LOOK})")
    if withdrawal.in_vain or (withdrawal.page.status or 0) >= 400:
        incomplete("the grant could not be withdrawn (see OAUTH-RVK-001)")
    expect_no_entry(withdrawal.after, why="after its grant was withdrawn the token still works")


@requirement("OAUTH-RVK-003")
def test_revocation_may_be_offered(target: Target, note: Callable[[str], None]) -> None:
    if "revocation" not in target.plan.claims:
        not_applicable("the plan does not claim revocation")
    note(f"token revocation is offered at {target.session.endpoint('revocation')}")


def _revoke(target: Target, client: RegisteredClient, token: str, hint: str) -> Answer:
    response = revoke(target.wire, target.session.endpoint("revocation"), client, token, hint=hint)
    return target.session.answer(response, "the revocation")


@requirement("OAUTH-RVK-004")
def test_refresh_token_can_be_revoked(target: Target) -> None:
    client = target.clients.spare()
    grant = target.grants.grant(*target.grants.sample_scopes(), client=client)
    url, token = target.session.endpoint("token"), grant.tokens.refresh_token
    if not token:
        not_applicable("the target gave no refresh token")
    right = target.session.answer(refresh(target.wire, url, client, token), "the refresh").require(200)
    fresh = right.object().get("refresh_token")
    token = fresh if isinstance(fresh, str) and fresh else token
    answer = _revoke(target, client, token, "refresh_token")
    target.tokens.forget()
    answer.expect(200, why="a refresh token could not be revoked")
    again = target.session.answer(refresh(target.wire, url, client, token), "the refresh")
    expect_refused(again, {"invalid_grant", "invalid_request"}, why="a refresh token works after it was revoked")


@requirement("OAUTH-RVK-005")
def test_access_token_can_be_revoked(target: Target) -> None:
    reading = target.protected().reading()
    if reading.claim not in target.plan.claims:
        not_applicable(f"the plan does not claim {reading.claim}, so that there is nothing to try the token on")
    client = target.clients.spare()
    token = target.grants.grant(reading.scope, client=client).tokens.access_token
    reading.call(token).require(200)
    answer = _revoke(target, client, token, "access_token")
    target.tokens.forget()
    if error_code(answer.arrived()) == "unsupported_token_type":
        # An edition may demand more than RFC 7009, by which only refresh tokens must be revocable.
        end = answer.evidence("access tokens cannot be revoked", expected="200", actual=f"{answer.status}")
        raise Doubtful(end.reason, end.findings)
    answer.expect(200, why="an access token could not be revoked")
    expect_no_entry(reading.call(token), why="an access token works after it was revoked")


@requirement("OAUTH-RVK-006")
@pytest.mark.parametrize("hint", ["access_token", "refresh_token"])
def test_unknown_token_is_no_error(target: Target, hint: str) -> None:
    answer = _revoke(target, target.clients.spare(), secrets.token_urlsafe(32), hint)
    if error_code(answer.arrived()) == "invalid_client":
        incomplete("the client cannot log in at the revocation endpoint")
    answer.expect(200, why=f"the revocation of an unknown token was answered {answer.status}")
