"""A run that a person leads for a wallet of CLR 2.0: the same console, other rows."""

from __future__ import annotations

from conformance.consumer.own import called
from conformance.plan.consumer import ConsumerPlan
from conformance.rulebooks import find
from tests.by_hand.conftest import Begin

PLAN = ConsumerPlan("mine", frozenset({"read", "dynamic_registration"}), standard="clr-v2p0")


def test_a_person_leads_a_wallet_of_clr20_through_its_scenarios(begin: Begin) -> None:
    rules = find("clr20").consumer
    assert rules is not None
    run = begin("denied", "pages-cursor", "state-foreign", plan=PLAN)
    run.wallet = called(rules.reference_consumer)
    run.pass_all()
    record = run.end()
    assert record.problems == ()
    found = {row.id: row.verdict.value for row in record.requirements}
    assert {found[row] for row in ("CLR20-SDD-10", "CLR20-REG-05", "CLR20-ACG-03", "CLR20-CRT-10")} == {"pass"}
    assert {"fail", "warn"}.isdisjoint(found.values())
    assert {sitting.scenario: sitting.ends for sitting in record.sittings}["denied"] == ("refused",)
