"""TOK: how a revocation is refused."""

from __future__ import annotations

import pytest

from conformance.oauth import token_request
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.refusals import error_code, expect_error_json, expect_refusal

ERRORS = frozenset({"unsupported_token_type", "invalid_request"})


@requirement("CLR20-TOK-10")
@pytest.mark.parametrize("case", ["an unknown hint", "no token"])
def test_refused_revocation_is_told(target: Clr20Target, case: str) -> None:
    client = target.clients.spare()
    # A live token, since how an unknown one is answered is a row of its own.
    token = target.grants.grant(target.grants.sample_scopes()[0], client=client).tokens.access_token
    form = (("token", token), ("token_type_hint", "no_such_kind")) if case == "an unknown hint" else ()
    url = target.session.endpoint("revocation")
    response = token_request(target.wire, url, form, client, "revoke a token")
    answer = target.session.answer(response, "the revocation").arrived()
    target.tokens.forget()
    if answer.status == 200:
        not_applicable(f"a revocation with {case} is not refused")
    if error_code(answer) == "invalid_client":
        incomplete("the client cannot log in at the revocation endpoint")
    expect_refusal(answer, ERRORS, why="")
    expect_error_json(answer)
