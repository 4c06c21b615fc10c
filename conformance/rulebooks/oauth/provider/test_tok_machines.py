"""TOK: tokens by client credentials, for a client that acts for nobody."""

from __future__ import annotations

from collections.abc import Callable

from conformance.oauth import (
    client_credentials,
)
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.refusals import (
    error_code,
    granted,
)
from conformance.suites.target import Target


@requirement("OAUTH-TOK-014")
def test_client_credentials_may_be_offered(target: Target, note: Callable[[str], None]) -> None:
    if not _offered(target):
        not_applicable("the plan does not claim client_credentials")
    answers = _machine_tokens(target)
    note(f"granted for {sum(granted(answer) for answer in answers.values())} of {len(answers)} scopes")


def _offered(target: Target) -> bool:
    """True where the plan claims the grant, or logs in by it."""
    return "client_credentials" in target.plan.claims or target.plan.login.strategy == "client-credentials"


@requirement("OAUTH-TOK-015")
def test_client_credentials_use_the_same_scopes(target: Target) -> None:
    answers = _machine_tokens(target)
    for short, answer in answers.items():
        if granted(answer):
            _expect_known_scopes(target, answer, short)
    if any(granted(answer) for answer in answers.values()):
        return
    answer = next(iter(answers.values()))
    if all(error_code(one) == "invalid_scope" for one in answers.values()):
        answer.broken(
            f"none of the scopes of {target.facts.name} is granted by client credentials",
            expected="a token",
            actual=f"{answer.status} with invalid_scope",
        )
    incomplete(f"client credentials are refused: {answer.status} {error_code(answer)}".strip())


def _expect_known_scopes(target: Target, answer: Answer, short: str) -> None:
    wanted = target.facts.scope_uri(short)
    body = answer.json()
    if not isinstance(body, dict):
        incomplete("the token response is not a JSON object (see OAUTH-TOK-009)")
    scope = body.get("scope", wanted)
    if not isinstance(scope, str):
        incomplete("scope of the token response is not a string (see OAUTH-TOK-011)")
    granted = scope.split()
    strange = [scope for scope in granted if scope not in target.facts.scopes.values()]
    if strange or wanted not in granted:
        answer.broken(
            f"asked for {wanted}, client credentials grant another scope",
            expected=wanted,
            actual=" ".join(granted) or "none",
            pointer="/scope",
        )


def _machine_tokens(target: Target) -> dict[str, Answer]:
    """The answers to a request by client credentials for each scope that the claims need."""
    if target.plan.client is None and "dynamic_registration" in target.plan.claims:
        incomplete("the plan names no client that may use client credentials (client:)")
    if not target.session.scopes_wanted:
        incomplete("the plan claims neither read nor write nor delete: there is no scope to ask for")
    url, client = target.session.endpoint("token"), target.clients.service()
    return {
        short: target.session.answer(
            client_credentials(target.wire, url, client, target.facts.scope_uri(short)), "the token request"
        ).arrived()
        for short in target.session.scopes_wanted
    }
