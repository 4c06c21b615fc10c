"""Each variation of the mock that a consumer can meet is a scenario, and ends as the plain one does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from conformance.consumer.own import called
from conformance.consumer.parts import parts_of
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.consumer.unusual import unusual_scenarios, why_not
from conformance.errors import UsageFault
from conformance.exchanges import Response
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord, Verdict
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.standard import Role, load
from conformance.traffic.assignment import RefusedError
from mock_provider.behaviours import variations
from tests.consumer.conftest import BOOK

SCENARIOS = {one.id: one for one in unusual_scenarios(BOOK)}
READS = ConsumerPlan("mine", frozenset({"read"}), standard="clr-v1p0")
DOES_ALL = ConsumerPlan("mine", frozenset({"read", "write", "delete", "refresh"}), standard="clr-v1p0")


def tasks_of(name: str, plan: ConsumerPlan) -> list[str]:
    return [part.task for part in parts_of(plan, [name]) if not part.plain]


def test_all_but_a_few_variations_are_scenarios() -> None:
    assert len(SCENARIOS) > 100
    assert {name for name in variations(BOOK) if name not in SCENARIOS} == {
        name for name, one in variations(BOOK).items() if why_not(one)
    }


@pytest.mark.parametrize("name", ["var-login-other-fields", "var-login-two-pages", "var-pages-careless-html"])
def test_pages_that_only_people_see_show_nothing_of_a_consumer(name: str) -> None:
    assert "learner" in why_not(variations(BOOK)[name])
    with pytest.raises(UsageFault):
        parts_of(READS, [name])


def test_what_the_way_back_from_the_pages_brings_is_seen_by_the_consumer() -> None:
    assert {"var-aut-302", "var-aut-more-parameters", "var-aut-detour", "var-login-kept"} <= SCENARIOS.keys()


@pytest.mark.parametrize("name", ["var-http-503-once", "var-http-503-bare"])
def test_a_consumer_may_give_up_where_the_service_is_away(name: str) -> None:
    assert "give up" in why_not(variations(BOOK)[name])


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("var-link-cursors", ["read"]),
        ("var-doc-fractions", ["read", "write"]),
        ("var-pst-304-headers", ["write"]),
        ("var-http-chunked", ["read", "write", "delete"]),
        ("var-tok-more-members", ["read"]),
        ("var-dsc-name", ["read"]),
    ],
)
def test_a_variation_is_played_in_the_tasks_in_which_it_shows(name: str, tasks: list[str]) -> None:
    assert tasks_of(name, DOES_ALL) == tasks


def test_what_is_alike_in_all_tasks_is_played_in_the_first_that_is_claimed() -> None:
    writes = ConsumerPlan("mine", frozenset({"write", "delete"}), standard="clr-v1p0")
    assert tasks_of("var-tok-more-members", writes) == ["write"]


def test_a_consumer_may_take_a_token_of_two_seconds_for_spent() -> None:
    assert "spent" in why_not(variations(BOOK)["var-tok-short-lived"])


def test_what_shows_on_a_connection_alone_is_played_over_tls() -> None:
    assert SCENARIOS["var-http-chunked"].wire


# What a run says of a consumer that does not take what is legal


class DefaultsToQuotes(ClrConsumer):
    """Finds the next page by the spelling that most servers use."""

    def link(self, response: Response) -> str | None:
        found = re.search(r'<([^>]*)>; rel="next"', response.headers.get("link") or "")
        return found[1] if found else None


class CountsBytes(ClrConsumer):
    """Makes room for as many bytes as Content-Length says."""

    def page(self, url: str) -> Response:
        response = super().page(url)
        int(response.headers.get("content-length") or "no length")
        return response


class KnowsAllTypes(ClrConsumer):
    """Takes the type of a CLR from a member that may be absent."""

    def keep(self, clr: Mapping[str, Any]) -> str:
        if "type" not in clr:
            raise RefusedError("what is this?")
        return super().keep(clr)


class DiesAtOnce(ClrConsumer):
    """Works once."""

    starts: ClassVar[int] = 0

    def read(self) -> None:
        type(self).starts += 1
        if self.starts > 1:
            raise RuntimeError("the second time is the last")
        super().read()


def record_of(kind: type[ClrConsumer], *names: str, plan: ConsumerPlan = READS) -> RunRecord:
    plan = replace(plan, claims=plan.claims | {"dynamic_registration"})
    run = ConsumerRun(plan, Means(in_process(called(kind)), Terms(BOOK, real_tls=False)), parts_of(plan, names))
    run.play()
    return run.finish()


def broken(record: RunRecord) -> list[tuple[str, Verdict]]:
    return [(one.id, one.verdict) for one in record.requirements if one.verdict in (Verdict.FAIL, Verdict.WARN)]


def test_a_consumer_that_leaves_pages_unread_breaks_the_requirement_that_says_so() -> None:
    record = record_of(DefaultsToQuotes, "var-link-capitals")
    assert broken(record) == [("CLR10-GCS-028", Verdict.WARN)], "its basis is not one that fails a run"
    [finding] = next(one for one in record.requirements if one.id == "CLR10-GCS-028").checks[-1].findings
    assert "var-link-capitals" in finding.message
    assert (finding.expected or "").startswith("a request for https://")
    assert record.exchanges[finding.exchanges[0]].label == "var-link-capitals: getClrs"


def test_it_fails_a_run_that_takes_inferred_rules_as_strict_ones() -> None:
    record = record_of(DefaultsToQuotes, "var-link-capitals", plan=replace(READS, inferred="fail"))
    assert (broken(record), record.exit_code) == ([("CLR10-GCS-028", Verdict.FAIL)], 1)


@pytest.mark.parametrize(("kind", "name"), [(CountsBytes, "var-http-chunked"), (KnowsAllTypes, "var-doc-no-types")])
def test_where_no_requirement_speaks_of_it_the_reader_is_told_and_no_run_fails(
    kind: type[ClrConsumer], name: str
) -> None:
    record = record_of(kind, name)
    assert not broken(record)
    assert not record.problems
    [told] = [one for one in record.doctor if one.step == "legal response not taken"]
    assert (told.status, name in told.message, f"explain {name}" in told.todo) == ("warning", True, True)


def test_what_happens_before_the_unusual_is_served_breaks_no_requirement() -> None:
    DiesAtOnce.starts = 0
    record = record_of(DiesAtOnce, "var-link-capitals")
    assert not broken(record)
    assert "before it came to what is unusual" in record.doctor[0].message


def test_a_right_consumer_is_told_of_nothing() -> None:
    record = record_of(ClrConsumer, "var-link-capitals", "var-http-chunked", "var-doc-no-types", "var-tok-more-members")
    assert not broken(record)
    assert not record.doctor


def test_a_requirement_that_obliges_binds_a_consumer() -> None:
    standard = load(BOOK)
    obliging = {row for one in SCENARIOS.values() for row in one.obliges}
    assert len(obliging) > 7
    assert {standard[row].role for row in obliging} == {Role.CONSUMER}
