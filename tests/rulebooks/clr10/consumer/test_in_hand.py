"""What a verifier is judged by that is given files and calls no API."""

from __future__ import annotations

from conformance.rulebooks import find
from conformance.standard import Role, load

LOGIN = "CLR10-VHO-002"
"""A hosted CLR is fetched with a token, and who is given a file has none."""
PERSON = "CLR10-VSG-017"
"""Whether outcome and reason are shown is for a person to see."""


def test_every_requirement_of_a_verifier_but_for_those_that_need_more() -> None:
    standard, rules = load("clr10"), find("clr10").consumer
    assert rules is not None
    in_hand = {standard.own_id(check.requirement) for check in rules.checks if check.in_hand}
    of_verifiers = {name for name, row in standard.requirements.items() if row.role is Role.VERIFIER}
    assert of_verifiers - in_hand == {LOGIN, PERSON}
