"""REG: how registrations are refused, whatever is wrong with them."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement
from conformance.suites.outcomes import not_applicable
from conformance.suites.refusals import expect_error_json, expect_refusal, granted

ERRORS = frozenset(
    {"invalid_client_metadata", "invalid_redirect_uri", "invalid_software_statement", "unapproved_software_statement"}
)
WRONG_URIS = {"an empty array": [], "a text that is not a URL": ["no URL"]}


@requirement("CLR20-REG-13")
@pytest.mark.parametrize("case", WRONG_URIS)
def test_refusal_has_a_code(target: Clr20Target, case: str) -> None:
    target.clients.registration_of("first").require(200, 201)
    answer = target.clients.register(target.clients.metadata(redirect_uris=WRONG_URIS[case])).arrived()
    if granted(answer):
        not_applicable(f"a registration with {case} as redirect_uris is taken, so that nothing is refused")
    expect_refusal(answer, ERRORS, why="")
    expect_error_json(answer)
