"""The catalogue of CLR 2.0: every row is there, says all it has to, and stands on what its tag says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from conformance.plan import CLAIMS
from conformance.standard import Basis, Level, Requirement, Role, load, load_for
from tests.standard.rows import each_of

CLR20 = load("clr20")
REQUIREMENTS = tuple(CLR20)
each = each_of(REQUIREMENTS)

AT_FIRST = {
    "CTX": 21, "MOD": 68, "SER": 18, "JWT": 20, "DI": 25, "VER": 32, "API": 46, "SDD": 15, "REG": 15, "ACG": 24,
    "TOK": 10, "CRT": 16,
}  # fmt: skip
"""How many rows each area began with; new ones come behind them, and no id is ever another row."""


def test_each_area_has_its_rows_numbered_without_a_gap() -> None:
    counts = Counter(row.area for row in REQUIREMENTS)
    expected = [f"CLR20-{area}-{number:02}" for area in AT_FIRST for number in range(1, counts[area] + 1)]

    assert [row.id for row in REQUIREMENTS] == expected
    assert all(counts[area] >= number for area, number in AT_FIRST.items())
    assert len(expected) >= 310


def test_every_area_has_a_title() -> None:
    assert list(CLR20.areas) == list(AT_FIRST)
    assert all(area.title for area in CLR20.areas.values())


def test_the_first_rows_have_the_levels_and_roles_of_the_standard() -> None:
    first = [row for row in REQUIREMENTS if int(row.id[-2:]) <= AT_FIRST[row.area]]

    assert Counter(row.level for row in first) == {
        Level.MUST: 217,
        Level.MUST_NOT: 14,
        Level.SHOULD: 63,
        Level.SHOULD_NOT: 2,
        Level.MAY: 14,  # with the one that only says what the standard leaves out
    }
    assert {row.role for row in first} == set(CLR20.roles)
    assert CLR20["CLR20-ACG-22"].level is Level.MAY


@each
def test_its_basis_follows_from_its_tag(requirement: Requirement) -> None:
    """What only warns stands on siblings or on practice; the tag says so by its w."""
    warns_only = requirement.confidence.endswith(" w")

    assert re.fullmatch(r"(S:[a-z0-9]+|I|K)( w)?", requirement.confidence)
    assert requirement.basis.firm is not warns_only
    if requirement.area == "CRT":
        assert requirement.basis is Basis.SIBLING
    if requirement.confidence == "S:oas":
        assert requirement.basis is Basis.PUBLISHED


@each
def test_it_applies_when_known_claims_are_made(requirement: Requirement) -> None:
    assert {condition.removeprefix("!") for condition in requirement.applies_when} <= set(CLAIMS)
    if requirement.applies_when:
        assert requirement.role in (Role.PROVIDER, Role.AUTHORIZATION_SERVER, Role.HOST)


@each
def test_it_names_its_checks_or_says_why_it_has_none(requirement: Requirement) -> None:
    if requirement.excluded:
        assert requirement.excluded.endswith("."), "a sentence that a reader can follow"


@each
def test_whoever_hands_out_a_document_learns_what_to_do_when_a_verifier_refuses_it(requirement: Requirement) -> None:
    judged = requirement.planned == "documents" or bool(requirement.checks)
    if requirement.role is Role.VERIFIER and judged:
        advice = requirement.for_publisher
        assert advice.endswith(".")
        assert 12 < len(advice) < 320
        assert load_for("document", "clr20")[requirement.id].fix == advice


@pytest.mark.parametrize("member", ["text", "why"])
def test_no_two_say_the_same(member: str) -> None:
    counts = Counter(getattr(requirement, member) for requirement in REQUIREMENTS)
    shared = {text for text, count in counts.items() if count > 1}

    if member == "text":
        assert shared == set()
    else:
        assert len(shared) <= 12, "a reason may fit a pair of rows, not every row"
