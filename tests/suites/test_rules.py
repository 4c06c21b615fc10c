"""An edition that says little of its providers: the engine looks at what it can, and asks for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conformance.selfcheck.own_mock import plan_for
from conformance.suites.calling import Access, Caller
from conformance.suites.doctor import examine
from conformance.suites.outcomes import Incomplete, NotApplicable
from conformance.suites.rules import ProviderRules
from conformance.suites.target import Target, open_target

BARE = ProviderRules(book="clr10", api="toy API", checks=())


@pytest.fixture
def bare(mocks: Any) -> Iterator[Target]:
    """A target of rules that name no more than their book."""
    target = open_target(BARE, plan_for(mocks()))
    yield target
    target.close()


def test_a_target_needs_no_more_than_a_book(bare: Target) -> None:
    steps = {diagnosis.step: diagnosis for diagnosis in examine(bare)}

    assert steps["connection"].status == "ok"
    assert steps["discovery"].message == f"{bare.facts.name} has no discovery document"
    assert steps["data"].status == "skipped"
    assert bare.clean_up() == []
    assert bare.describe()["name"] == ""


def test_the_first_request_goes_to_the_base_url_where_there_is_no_discovery(bare: Target) -> None:
    assert bare.session.discovery().response.url == bare.base
    assert bare.session.discovery() is bare.session.discovery()
    with pytest.raises(Incomplete):
        bare.session.discovery_document()


def test_without_protected_operations_no_token_is_tried(bare: Target) -> None:
    assert list(bare.protected()) == []
    assert bare.protected().tried_by("readonly") is None
    with pytest.raises(NotApplicable, match="no operation"):
        bare.protected().reading()


def test_operations_are_called_by_their_ids(bare: Target) -> None:
    caller = Caller(bare.session.connection, Access())
    answer = caller.call("getClrs")

    assert answer.response.url == f"{bare.base}/clrs"
    assert answer.status == 406
    assert ("Accept", "application/json") in answer.response.request_headers
    assert [seen.answer for seen in bare.history] == [answer]


def test_scopes_are_those_that_the_claims_need(bare: Target) -> None:
    assert bare.session.scopes_wanted == ("readonly", "replace", "delete")
    unknown = bare.session.unknown_scope()
    assert unknown not in bare.facts.scopes.values()
    assert unknown.rpartition("/")[0] == bare.facts.scope_uri("readonly").rpartition("/")[0]
