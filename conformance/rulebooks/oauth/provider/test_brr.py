"""BRR: the access token at the protected operations. What each scope allows is for the book of the edition."""

from __future__ import annotations

import re
import secrets
import time

import pytest

from conformance.oauth import revoke
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, not_applicable
from conformance.suites.protected import ProtectedOperations
from conformance.suites.refusals import refused
from conformance.suites.target import Target

PATIENCE_SECONDS = 30.0
"""The longest life of an access token whose end a run waits for."""
GRACE_SECONDS = 1.5
"""How long after the end of a token the run tries it."""
LEEWAY_SECONDS = 60.0
"""What a target may be late with the end of a token, since clocks differ."""

_BEARER = re.compile(r"(?:^|,)\s*bearer(?:\s|,|$)", re.IGNORECASE)


@pytest.fixture(scope="session")
def protected(target: Target) -> ProtectedOperations:
    """The operations that need a token; ``protected_operation`` stands for the id of each of them."""
    return target.protected()


@pytest.fixture(scope="session")
def unknown_token() -> str:
    """A token that the target never issued."""
    return secrets.token_urlsafe(32)


def cut_short(token: str) -> str:
    """The token without its last eight characters; a short one without its second half."""
    return token[: max(len(token) - 8, len(token) // 2)]


def altered(token: str) -> str:
    """The token with one character in its middle changed."""
    middle = len(token) // 2
    return token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]


@requirement("OAUTH-BRR-002")
def test_unknown_token_is_refused(protected: ProtectedOperations, protected_operation: str, unknown_token: str) -> None:
    protected.need(protected_operation)
    protected.with_bad_token(protected_operation, unknown_token).expect(401)


@requirement("OAUTH-BRR-002")
@pytest.mark.parametrize("case", ["cut short", "altered"])
def test_damaged_token_is_refused(target: Target, protected: ProtectedOperations, case: str) -> None:
    reading = protected.reading()
    protected.need(reading.id)
    good = target.tokens.token(reading.scope)
    if len(good) < 2:
        not_applicable("the access token is a single character")
    answer = reading.call(cut_short(good) if case == "cut short" else altered(good)).arrived()
    seen = "still works" if answer.status == 200 else f"was answered {answer.status}"
    answer.expect(401, why=f"an access token that was {case} {seen}")


@requirement("OAUTH-BRR-002")
def test_revoked_token_is_refused(target: Target, protected: ProtectedOperations) -> None:
    reading = protected.reading()
    if not {"revocation", reading.claim} <= target.plan.claims or not target.session.offers_code_flow:
        not_applicable("no token can be revoked: the plan does not claim revocation, or logs in without a code flow")
    client = target.clients.spare()
    token = target.grants.grant(reading.scope, client=client).tokens.access_token
    reading.call(token).require(200)
    response = revoke(target.wire, target.session.endpoint("revocation"), client, token, hint="access_token")
    target.tokens.forget()
    target.session.answer(response, "the revocation").require(200)
    answer = reading.call(token)
    if answer.status == 200:
        # RFC 7009 answers 200 also to a token that it cannot revoke, and access tokens only SHOULD be revocable.
        end = answer.evidence(
            "an access token works after its revocation was answered 200", expected="401", actual="200"
        )
        raise Doubtful(end.reason, end.findings)
    answer.expect(401)


@requirement("OAUTH-BRR-002")
def test_expired_token_is_refused(target: Target, protected: ProtectedOperations) -> None:
    reading = protected.reading()
    protected.need(reading.id)
    tokens = target.tokens.issued(reading.scope)
    if tokens.lifetime is None or not 0 <= tokens.lifetime <= PATIENCE_SECONDS:
        not_applicable(f"no access token ends within {PATIENCE_SECONDS:.0f} seconds, and the run does not wait longer")
    time.sleep(tokens.lifetime + GRACE_SECONDS)
    answer = reading.call(tokens.access_token).arrived()
    if answer.status == 200:
        # Clocks of several servers differ, and many allow for a minute (RFC 7519, section 4.1.4: a small leeway).
        end = answer.evidence(
            f"an access token works {GRACE_SECONDS:g} s after its expires_in; up to {LEEWAY_SECONDS:.0f} s may be a "
            "leeway for clocks, and the run does not wait for its end",
            expected="401",
            actual="200",
        )
        raise Doubtful(end.reason, end.findings)
    answer.expect(401)


@requirement("OAUTH-BRR-003")
@pytest.mark.parametrize("case", ["unknown token", "no token"])
def test_401_asks_for_a_bearer_token(
    protected: ProtectedOperations, protected_operation: str, case: str, unknown_token: str
) -> None:
    protected.need(protected_operation)
    answer = protected.with_bad_token(protected_operation, unknown_token if case == "unknown token" else None)
    refused(
        answer, 401, see="OAUTH-BRR-002" if case == "unknown token" else protected[protected_operation].without_token
    )
    if not _BEARER.search(answer.header("www-authenticate") or ""):
        answer.broken(
            f"the 401 of {protected_operation} does not ask for a Bearer token",
            expected="WWW-Authenticate: Bearer",
            actual=answer.header("www-authenticate") or "no WWW-Authenticate",
        )


@requirement("OAUTH-BRR-004")
def test_header_alone_is_enough(target: Target, protected: ProtectedOperations) -> None:
    reading = protected.reading()
    if not protected.claimed(reading.id):
        not_applicable(f"the plan does not claim {reading.claim}")
    answer = reading.call(target.tokens.token(reading.scope)).arrived()
    if answer.status in (400, 401, 403):
        answer.broken(
            "a token in the Authorization header alone is not accepted", expected="200", actual=str(answer.status)
        )
    answer.require(200)
