"""Writing: targets that are right in another way, dialects, and what stays undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.plan import Plan
from conformance.record import Verdict
from mock_provider.behaviour import Response, Variation
from mock_provider.behaviour.tools import edited, refuse, when
from tests.suites.conftest import Judged

WRITING = tuple(f"CLR20-API-{number}" for number in (*range(21, 30), 45))
POSTS = ("upsertCredential",)
PUTS = ("putProfile",)

Judge = Callable[..., Judged]


def otherwise(change: Callable[[Response], object], *operations: str) -> Variation:
    """The mock with its responses changed."""
    return Variation("test", "test", "Only a test does so.", (), {}, operations, None, change)


def test_a_provider_that_is_only_written_to_is_judged_by_its_answers(judged: Judge) -> None:
    found = judged(select=WRITING, claims={"read": False, "profile_write": False})

    assert not found.named
    assert not found.undecided()
    assert found["CLR20-API-29"] is Verdict.NOT_APPLICABLE


def test_without_reading_an_equal_record_that_is_told_as_new_is_named(judged: Judge) -> None:
    found = judged("api-write-replaced-201", select=WRITING, claims={"read": False})

    assert {"CLR20-API-22", "CLR20-API-24"} == found.named


def test_a_refusal_of_an_unknown_learner_decides_nothing(judged: Judge) -> None:
    refusal = otherwise(when(201, change=lambda response: refuse(response, 403, "forbidden")), *POSTS)

    found = judged(refusal, select=["CLR20-API-21", "CLR20-API-22"], owner="kim")

    assert not found.named
    assert {"CLR20-API-21", "CLR20-API-22"} <= found.undecided().keys()


def test_the_learner_of_the_plan_is_known(judged: Judge) -> None:
    def with_learner(plan: Plan) -> Plan:
        return replace(plan, data=replace(plan.data, learner={"id": "urn:uuid:6f2a8f04-4f9a-4f6b-a1d0-6b5f0f3b4f10"}))

    refusal = otherwise(when(201, change=lambda response: refuse(response, 403, "forbidden")), *POSTS)

    found = judged(refusal, select=["CLR20-API-21"], owner="kim", change=with_learner)

    assert found.named == {"CLR20-API-21"}


def test_422_is_told_once_and_counts_as_a_refusal(judged: Judge) -> None:
    found = judged("api-write-422", select=WRITING)

    assert found.named == {"CLR20-API-27"}
    [row] = [one for one in found.record.requirements if one.id == "CLR20-API-27"]
    broken = [check.id for check in row.checks if check.findings]
    assert broken == ["provider.api.refusals_are_400_with_invalid_data"]


def test_a_signature_that_still_fits_is_worth_a_note(judged: Judge) -> None:
    def one_type(body: dict[str, Any]) -> None:
        body["credentialSubject"]["type"] = "ClrSubject"

    found = judged(otherwise(when(201, change=edited(one_type)), *POSTS), select=["CLR20-API-23"])

    assert not found.named
    [row] = [one for one in found.record.requirements if one.id == "CLR20-API-23"]
    assert any("signature still fits" in (check.reason or "") for check in row.checks)


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_to_a_wrong_body_decides_nothing(judged: Judge, status: int) -> None:
    trouble = otherwise(when(400, change=lambda response: refuse(response, status, "internal_server_error")), *POSTS)

    found = judged(trouble, select=["CLR20-API-27"])

    assert not found.named


def test_a_profile_is_put_back_as_it_was(judged: Judge) -> None:
    found = judged(select=["CLR20-API-32", "CLR20-API-33"])

    assert not found.named
    assert not [one for one in found.record.leftovers if "profile" in one]
    puts = [one for one in found.record.exchanges if one.method == "PUT"]
    assert len(puts) == 3


def test_a_profile_that_cannot_be_put_back_is_said(judged: Judge) -> None:
    def kept(response: Response) -> None:
        if response.operation == "putProfile" and b"self-check" in response.request.body:
            response.own["changed"] = response.request.body
        elif response.operation == "getProfile" and "changed" in response.own:
            response.body = response.own["changed"]

    found = judged(otherwise(kept, "putProfile", "getProfile"), select=["CLR20-API-33"])

    assert [one for one in found.record.leftovers if "profile is not as it was" in one]


def test_a_user_without_a_profile_leaves_the_profile_undecided(judged: Judge) -> None:
    found = judged(select=["CLR20-API-30"], owner="kim", claims={"profile_write": False})

    assert found["CLR20-API-30"] is Verdict.INCOMPLETE
