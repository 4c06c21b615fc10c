"""API: methods that the operations do not offer."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr20.provider.edition import DISCOVERY, GET_PROFILE, LIST, PUT_PROFILE, UPSERT
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.calling import with_final_slash
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual, not_applicable

UNUSED = {DISCOVERY: "POST", LIST: "PUT", GET_PROFILE: "POST"}
"""Operation -> a method that no operation of the standard has at its path."""


@requirement("CLR20-API-37")
@pytest.mark.parametrize("operation", UNUSED)
def test_unused_method_405(target: Clr20Target, operation: str) -> None:
    answer = _ask(target, operation, UNUSED[operation])
    if 200 <= (answer.status or 0) < 300 or answer.status in (400, 415, 422):
        not_applicable(f"{answer.operation} is answered {answer.status}: it may be an extension of the target's own")
    _expect_405(answer)


@requirement("CLR20-API-37")
@pytest.mark.parametrize(("operation", "beside"), [(UPSERT, LIST), (PUT_PROFILE, GET_PROFILE)])
def test_operation_that_is_not_offered_405(target: Clr20Target, operation: str, beside: str) -> None:
    claims, about = target.plan.claims, target.facts.operations
    if about[operation].claim in claims or about[beside].claim not in claims:
        not_applicable(f"the plan claims {about[operation].claim}, or nothing at this path")
    answer = _ask(target, beside, about[operation].method)
    if answer.status in (200, 201, 202, 400, 422):
        not_applicable(f"{operation} was answered {answer.status}: the target offers it, though the plan claims it not")
    _expect_405(answer)


def _ask(target: Clr20Target, operation: str, method: str) -> Answer:
    """The answer to another method at the path of an operation, with a token that the operation takes."""
    about = target.facts.operations[operation]
    if about.claim not in target.plan.claims:
        not_applicable(f"the plan does not claim {about.claim}")
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if about.scope:
        headers["Authorization"] = f"Bearer {target.tokens.token(about.scope)}"

    # Not through the API, whose answers the checks that look back hold to the class of the operation.
    what, url = f"{method} {about.path}", target.api.url_of(operation)
    response = target.wire.send(method, url, headers=headers, content=b"{}", label=what)
    if slashed := with_final_slash(response):
        response = target.wire.send(method, slashed, headers=headers, content=b"{}", label=what)
    return target.session.answer(response, what)


def _expect_405(answer: Answer) -> None:
    if answer.arrived().status in (401, 403):
        manual(f"{answer.operation} was answered {answer.status}: find out whether the target offers it")
    if (answer.status or 0) >= 500 and answer.status != 501:
        incomplete(f"{answer.operation} was answered {answer.status}")
    answer.expect(405, why=f"{answer.operation}, which the target does not offer, was answered {answer.status}")
