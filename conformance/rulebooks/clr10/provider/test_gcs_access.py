"""GCS: who may read ``GET /clrs``, and whose CLRs it shows."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import Entry, walk_by_offset
from conformance.rulebooks.clr10.provider.lists import api_of_another
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.lists import ids
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.refusals import expect_no_entry
from conformance.suites.walking import Walked


@pytest.fixture(scope="module")
def first_page(target: ClrTarget) -> Answer:
    """The answer to a right GET /clrs without any parameter, whatever it is."""
    return target.lists.first_page()


@pytest.fixture(scope="module")
def whole(target: ClrTarget) -> Walked[Entry]:
    """All CLRs, as offsets find them."""
    return target.lists.whole()


@requirement("CLR10-GCS-001")
def test_list_is_a_clr_set(first_page: Answer) -> None:
    first_page.expect(200).expect_document("ClrSet")


@requirement("CLR10-GCS-002")
def test_nobody_sees_the_clrs_of_another(target: ClrTarget, whole: Walked[Entry]) -> None:
    others = walk_by_offset(api_of_another(target, "second"), target.plan.limits.pages)
    if not whole.entries and not others.entries:
        incomplete("neither of the two users has a CLR")
    shared = sorted(ids(whole.entries).keys() & ids(others.entries).keys() - {""})
    if shared:
        others.pages[0].broken(
            f"{len(shared)} CLRs are listed for two users", expected="no id in both sets", actual=", ".join(shared[:3])
        )


@requirement("CLR10-GCS-003")
@pytest.mark.parametrize("scope", ["replace", "delete", "made up"])
def test_scope_readonly_is_demanded(target: ClrTarget, provider: ProviderApi, first_page: Answer, scope: str) -> None:
    first_page.require(200)
    token = "0" * 40 if scope == "made up" else _token_without_readonly(target, scope)
    expect_no_entry(provider.get_clrs(token=token), why=f"a token {_of(scope)} was let in")


@requirement("CLR10-GCS-004")
def test_token_is_demanded(provider: ProviderApi, first_page: Answer) -> None:
    first_page.require(200)
    answer = provider.get_clrs(token=None)
    answer.expect(401, why=f"a list without an access token was answered {answer.status}")


@requirement("CLR10-GCS-005")
@pytest.mark.parametrize("scope", ["replace", "delete"])
def test_other_scopes_get_403(target: ClrTarget, provider: ProviderApi, first_page: Answer, scope: str) -> None:
    first_page.require(200)
    answer = provider.get_clrs(token=_token_without_readonly(target, scope))
    answer.expect(403, why=f"a valid token {_of(scope)} was answered {answer.status}")


def _of(scope: str) -> str:
    return "that nobody issued" if scope == "made up" else f"with scope {scope} only"


def _token_without_readonly(target: ClrTarget, scope: str) -> str:
    if scope not in target.session.scopes_wanted:
        not_applicable(f"the plan claims nothing that needs the scope {scope}")
    granted = target.tokens.issued(scope)
    if any(one.endswith("/readonly") for one in granted.scopes):
        incomplete(f"the token with the scope {scope} carries readonly too")
    return granted.access_token
