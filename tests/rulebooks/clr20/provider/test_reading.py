"""Reading: providers that are right in another way, dialects that are told once, and what stays undecided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from conformance.plan import Plan
from conformance.record import Verdict
from mock_provider.behaviour import Response, Variation
from mock_provider.behaviour.tools import edited, refuse, when
from tests.suites.conftest import Judged

READING = tuple(f"CLR20-API-{number:02}" for number in (7, 8, 9, *range(11, 21), 34, 35, 36, 38, 43, 46))
LISTS = ("getCredentials",)

Judge = Callable[..., Judged]


def otherwise(change: Callable[[Response], object], *operations: str) -> Variation:
    """The mock with its responses changed."""
    return Variation("test", "test", "Only a test does so.", (), {}, operations, None, change)


@pytest.mark.parametrize("form", ["credential", "compactJwsString"])
def test_a_list_of_one_form_alone_is_right(judged: Judge, form: str) -> None:
    other = {"credential": "compactJwsString", "compactJwsString": "credential"}[form]
    one_form = otherwise(when(200, change=edited(lambda body: body.update({other: []}))), *LISTS)

    found = judged(one_form, select=["CLR20-API-07", "CLR20-API-08", "CLR20-API-09"])

    assert not found.named
    assert not found.undecided()


def test_an_account_without_records_decides_nothing_of_paging(judged: Judge) -> None:
    found = judged(select=READING, owner="kim", claims={"write": False, "profile": False})

    assert not found.named
    assert {"CLR20-API-11", "CLR20-API-17", "CLR20-API-20"} <= found.undecided().keys()


def test_an_account_without_records_gets_two_where_they_can_be_handed_in(judged: Judge) -> None:
    found = judged(select=["CLR20-API-11", "CLR20-API-14", "CLR20-API-17"], owner="kim")

    assert not found.named
    assert not found.undecided()


def test_a_final_slash_is_told_once_and_the_rest_is_judged(judged: Judge) -> None:
    found = judged("api-final-slash", select=["API", "SDD"])

    assert found.named == {"CLR20-API-43"}
    assert not found.undecided()


def test_another_spelling_is_told_once(judged: Judge) -> None:
    found = judged("api-minor-with-capitals", select=["API"])

    assert found.named == {"CLR20-API-35"}
    assert "imsx_CodeMinor" in {finding.actual for finding in found.findings("CLR20-API-35")}


def test_a_422_is_a_refusal(judged: Judge) -> None:
    unprocessable = otherwise(when(400, change=lambda response: setattr(response, "status", 422)), *LISTS)

    found = judged(unprocessable, select=["CLR20-API-12"])

    assert found["CLR20-API-12"] is Verdict.PASS


def test_a_server_error_decides_nothing_but_its_own_row(judged: Judge) -> None:
    found = judged("api-since-500", select=["CLR20-API-12", "CLR20-API-38"])

    assert found.named == {"CLR20-API-38"}
    assert "CLR20-API-12" in found.undecided()


def test_headers_of_the_plan_leave_it_open_whether_they_are_needed(judged: Judge) -> None:
    def with_header(plan: Plan) -> Plan:
        return replace(plan, network=replace(plan.network, headers={"X-Api-Key": "a-key-of-the-gateway"}))

    found = judged(select=["CLR20-API-41"], change=with_header)

    assert found["CLR20-API-41"] is Verdict.MANUAL


def test_an_extension_at_a_method_that_the_standard_has_not_is_no_fault(judged: Judge) -> None:
    def extended(response: Response) -> None:
        if response.request.method == "PUT" and response.request.path.endswith("/credentials"):
            response.status, response.body = 200, b"{}"

    found = judged(otherwise(extended), select=["CLR20-API-37"])

    assert not found.named


@pytest.mark.parametrize(
    "change",
    [
        {"validFrom": "2026-01-01T00:00:00Z", "awardedDate": "2020-01-01T00:00:00Z"},
        {"validFrom": "2999-01-01T00:00:00Z"},
        {"validFrom": "yesterday"},
    ],
    ids=["two dates", "a date to come", "no date"],
)
def test_dates_that_may_be_read_in_more_than_one_way_blame_nobody(judged: Judge, change: Mapping[str, Any]) -> None:
    def dated_otherwise(body: dict[str, Any]) -> None:
        for record in body.get("credential", ())[:1]:
            record.update(change)

    found = judged(otherwise(when(200, change=edited(dated_otherwise)), *LISTS), select=["CLR20-API-15"])

    assert found["CLR20-API-15"] is Verdict.PASS


def test_a_refusal_of_the_run_is_not_taken_for_one_of_access(judged: Judge) -> None:
    """A provider that is away says nothing about scopes."""
    away = otherwise(
        lambda response: (
            refuse(response, 503, "server_busy") if response.status == 403 else None  # as behind a busy gate
        )
    )

    found = judged(away, select=["CLR20-API-03", "CLR20-API-05"])

    assert not found.named


def test_a_provider_for_systems_alone_needs_no_code_flow(judged: Judge) -> None:
    """Client credentials are out of the scope of the standard; a row of its own tells of that."""

    def for_systems(plan: Plan) -> Plan:
        login = replace(plan.login, strategy="client-credentials")
        return replace(plan, login=login, claims=plan.claims - {"dynamic_registration", "revocation"})

    def other_scheme(body: dict[str, Any]) -> None:
        schemes = body["components"]["securitySchemes"]
        schemes["OAuth2"] = schemes.pop("OAuth2ACG")

    described = otherwise(when(200, change=edited(other_scheme)), "getServiceDescription")
    settings = {"client_id": "systems", "client_secret": "a-secret-of-the-systems", "client_acts_for": "mira"}

    found = judged(described, select=["SDD"], change=for_systems, settings=settings)

    assert not found.named
    assert not found.undecided()
