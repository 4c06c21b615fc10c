"""Each variation of the mock that a consumer can meet is a scenario, and ends as the plain one does."""

from __future__ import annotations

import pytest

from conformance.consumer.parts import parts_of
from conformance.consumer.unusual import unusual_scenarios, why_not
from conformance.errors import UsageFault
from conformance.plan.consumer import ConsumerPlan
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


def test_tokens_that_live_two_seconds_are_for_consumers_that_refresh() -> None:
    assert tasks_of("var-tok-short-lived", DOES_ALL)
    with pytest.raises(UsageFault, match="refresh"):
        parts_of(READS, ["var-tok-short-lived"])


def test_what_shows_on_a_connection_alone_is_played_over_tls() -> None:
    assert SCENARIOS["var-http-chunked"].wire
