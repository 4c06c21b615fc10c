"""The rows of CLR 2.0 name the checks of a consumer's traffic, and no row that binds a client waits any more."""

from __future__ import annotations

from collections import defaultdict

from conformance.consumer.parts import every_scenario
from conformance.rulebooks import find
from conformance.standard import Role, load

CLR20 = load("clr20")
RULES = find("clr20").consumer
assert RULES is not None
CHECKS = RULES.checks


def test_rows_name_the_checks_of_traffic() -> None:
    said = {row.id: {check for check in row.checks if check.startswith("consumer.")} for row in CLR20}
    found: dict[str, set[str]] = defaultdict(set)
    for check in CHECKS:
        found[CLR20.own_id(check.requirement)].add(check.id)
    assert {row: checks for row, checks in said.items() if checks} == found


def test_nothing_that_binds_a_client_waits_any_more() -> None:
    assert [row.id for row in CLR20 if row.role is Role.CONSUMER and not row.checks and not row.excluded] == []


def test_every_shared_rule_of_a_client_is_a_row_of_clr20() -> None:
    clr10 = load("clr10")
    shared = {name for name in clr10.shared if clr10[name].role is Role.CONSUMER}
    assert shared <= set(CLR20.shared)


def test_every_scenario_that_a_check_names_is_played() -> None:
    played = every_scenario("clr20").keys()
    assert {name for check in CHECKS for name in check.scenarios} <= played
