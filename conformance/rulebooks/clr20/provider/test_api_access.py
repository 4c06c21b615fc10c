"""API: where the operations are, who may call them with what token, and whose records they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from conformance.rulebooks.clr20.provider.edition import DISCOVERY, GET_PROFILE, LIST, PUT_PROFILE, UPSERT
from conformance.rulebooks.clr20.provider.lists import RecordLists
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.lists import ids
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual, not_applicable
from conformance.suites.owners import need_another_owner
from conformance.suites.protected import ProtectedOperations
from conformance.suites.refusals import expect_no_entry

OPERATIONS = (DISCOVERY, LIST, UPSERT, GET_PROFILE, PUT_PROFILE)


@pytest.fixture(scope="module")
def protected(target: Clr20Target) -> ProtectedOperations:
    """The operations that need a token; ``protected_operation`` stands for the id of each of them."""
    return target.protected()


@requirement("CLR20-API-01")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_is_below_the_base_url(target: Clr20Target, operation: str) -> None:
    claim = target.facts.operations[operation].claim
    if claim not in target.plan.claims:
        not_applicable(f"the plan does not claim {claim}")
    api = target.api
    calls: Mapping[str, Callable[[], Answer]] = {
        DISCOVERY: target.session.discovery,
        LIST: lambda: api.get_credentials(token=None),
        UPSERT: lambda: api.upsert(b"{}", token=None),
        GET_PROFILE: lambda: api.get_profile(token=None),
        PUT_PROFILE: lambda: api.put_profile(b"{}", token=None),
    }
    answer = calls[operation]().arrived()
    if answer.status == 404 and answer.status_body is None:
        answer.broken(
            f"{operation} is not served below the base URL: a 404 page that the API did not write",
            expected=f"an answer of the API at {answer.response.url}",
            actual=f"404, {answer.media_type or 'no media type'}",
        )


@pytest.fixture(scope="module")
def with_another_scope(target: Clr20Target, protected: ProtectedOperations) -> Callable[[str], Answer]:
    """Gives the answer of an operation to a token of another scope, once the right one is seen to work."""

    @cache
    def ask(operation: str) -> Answer:
        protected.need(operation)
        return protected.call(operation, target.tokens.without(protected[operation].scope))

    return ask


@requirement("CLR20-API-03")
def test_scope_of_the_operation_is_demanded(
    with_another_scope: Callable[[str], Answer], protected_operation: str
) -> None:
    answer = with_another_scope(protected_operation)
    expect_no_entry(answer, why=f"{protected_operation} was let in with a token that lacks its scope")


@requirement("CLR20-API-04")
def test_token_is_demanded(protected: ProtectedOperations, protected_operation: str) -> None:
    protected.need(protected_operation)
    answer = protected.with_bad_token(protected_operation, None)
    answer.expect(401, why=f"{protected_operation} without an access token was answered {answer.status}")
    answer.expect_status_body()


@requirement("CLR20-API-05")
def test_missing_scope_is_told(
    with_another_scope: Callable[[str], Answer], protected_operation: str, note: Callable[[str], None]
) -> None:
    answer = with_another_scope(protected_operation).arrived()
    if answer.status in (200, 201, 202, 304):
        incomplete(f"{protected_operation} takes a token that lacks its scope (see CLR20-API-03)")
    answer.require(*range(400, 500)).expect(
        403, 401, why=f"{protected_operation} with a token that lacks its scope was answered {answer.status}"
    ).expect_status_body()
    if answer.status == 401:
        note(f"{protected_operation} answers 401 to a token that lacks its scope: clients will renew it for nothing")


@requirement("CLR20-API-41")
@pytest.mark.parametrize("operation", [DISCOVERY, LIST, GET_PROFILE])
def test_nothing_beyond_the_standard_is_needed(target: Clr20Target, operation: str) -> None:
    claim = target.facts.operations[operation].claim
    if claim not in target.plan.claims:
        not_applicable(f"the plan does not claim {claim}")
    if target.plan.network.headers:
        names = ", ".join(sorted(target.plan.network.headers))
        manual(f"the plan sends {names} with each request: look whether the target needs that")
    calls: Mapping[str, Callable[[], Answer]] = {
        DISCOVERY: target.session.discovery,
        LIST: target.lists.first_page,
        GET_PROFILE: target.api.get_profile,
    }
    answer = calls[operation]().arrived()
    status = answer.status or 0
    if 400 <= status < 500 and status not in (401, 403, 404, 405, 410):
        answer.broken(
            f"{operation} refuses a request with all that the standard names",
            expected="200",
            actual=f"{status}: {(answer.status_body or {}).get('imsx_description') or answer.response.text[:100]}",
        )
    if status not in (200, 404):
        incomplete(f"{operation} was answered {status}, so that it is not seen what it needs")


@requirement("CLR20-API-44")
def test_nobody_sees_the_records_of_another(target: Clr20Target) -> None:
    whole = target.lists.whole()
    need_another_owner(target, "second", target.facts.operations[LIST].scope)
    others = RecordLists(target.api_of("second"), target.plan.limits.pages).whole()
    if not whole.entries and not others.entries:
        incomplete("neither of the two users has a record")
    shared = sorted(ids(whole.entries).keys() & ids(others.entries).keys() - {""})
    if shared:
        others.pages[0].broken(
            f"{len(shared)} records are listed for two users",
            expected="no id in both lists",
            actual=", ".join(shared[:3]),
        )
