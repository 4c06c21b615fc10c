"""The catalogue is complete: every requirement is there, says all it has to, and stands on what its tag says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from conformance.plan import CLAIMS
from conformance.standard.loader import load
from conformance.standard.model import Basis, Level, Requirement, Role
from tests.standard.rows import each_of

REQUIREMENTS = tuple(load("clr10"))
each = each_of(REQUIREMENTS)

PER_AREA = {
    "API": 27, "GCS": 32, "PST": 18, "GCL": 9, "DEL": 9, "HST": 12, "ERR": 10, "DSC": 19, "REG": 24, "AUT": 22,
    "TOK": 20, "RFR": 10, "RVK": 6, "BRR": 9, "PAY": 20, "EXT": 8, "CLR": 13, "ASR": 15, "ACH": 11, "PRF": 12,
    "END": 6, "RES": 15, "IDN": 8, "VER": 6, "KEY": 6, "RVL": 6, "JWS": 13, "VHO": 10, "VSG": 18, "CON": 15,
}  # fmt: skip

RFC_STATES_IT = {
    "API-016", "AUT-002", "AUT-003", "AUT-009", "AUT-010", "AUT-011", "AUT-019", "PST-011", "REG-001", "REG-002",
    "REG-004", "REG-010", "REG-020", "RVK-004", "RVK-005", "TOK-001",
}  # fmt: skip
"""Rows tagged as knowledge or sibling practice, whose rule an IETF document that the flow stands on states itself."""

RFC_IS_SOFTER = {"AUT-020", "AUT-022", "GCS-024", "RFR-010", "TOK-018"}
"""Rows whose tag names an RFC that allows more than the row does, or only recommends it."""


def short(requirement: Requirement) -> str:
    """The id without the prefix of the standard, for example ``GCS-006``."""
    return requirement.id.removeprefix("CLR10-")


def basis_of_tag(tag: str) -> Basis:
    """What a confidence tag says about the basis: seen in a published CLR file, an RFC, a sibling, or practice."""
    if tag.startswith("S:"):
        return Basis.PUBLISHED
    if re.search(r"\bI:rfc\d+", tag):
        return Basis.RFC
    if re.search(r"\bI:ob\d+", tag):
        return Basis.SIBLING
    return Basis.PRACTICE


def test_each_area_has_its_requirements_numbered_without_a_gap() -> None:
    expected = [f"CLR10-{area}-{number:03}" for area, count in PER_AREA.items() for number in range(1, count + 1)]

    assert [requirement.id for requirement in REQUIREMENTS] == expected
    assert len(expected) == 409


def test_the_counts_per_level() -> None:
    assert Counter(requirement.level for requirement in REQUIREMENTS) == {
        Level.MUST: 246,
        Level.MUST_NOT: 29,
        Level.SHOULD: 110,
        Level.SHOULD_NOT: 6,
        Level.MAY: 18,
    }


def test_the_counts_per_role() -> None:
    assert Counter(requirement.role for requirement in REQUIREMENTS) == {
        Role.DOCUMENT: 137,
        Role.PROVIDER: 120,
        Role.CONSUMER: 67,
        Role.AUTHORIZATION_SERVER: 51,
        Role.VERIFIER: 29,
        Role.PUBLISHER: 5,
    }


def test_every_area_has_a_title() -> None:
    assert list(load("clr10").areas) == list(PER_AREA)
    assert all(area.title for area in load("clr10").areas.values())


@each
def test_its_basis_follows_from_its_tag(requirement: Requirement) -> None:
    if short(requirement) in RFC_STATES_IT:
        assert basis_of_tag(requirement.confidence) in (Basis.SIBLING, Basis.PRACTICE), "no exception any more"
        assert requirement.basis is Basis.RFC
    elif short(requirement) in RFC_IS_SOFTER:
        assert basis_of_tag(requirement.confidence) is Basis.RFC, "no exception any more"
        assert requirement.basis is Basis.PRACTICE
    else:
        assert requirement.basis is basis_of_tag(requirement.confidence)


@each
def test_it_applies_when_known_claims_are_made(requirement: Requirement) -> None:
    names = [condition.removeprefix("!") for condition in requirement.applies_when]

    assert set(names) <= set(CLAIMS)
    assert len(names) == len(set(names))


@each
def test_only_what_binds_a_target_depends_on_its_claims(requirement: Requirement) -> None:
    if requirement.applies_when:
        assert requirement.role in (Role.PROVIDER, Role.AUTHORIZATION_SERVER)


@each
def test_it_names_its_checks_or_says_why_it_has_none(requirement: Requirement) -> None:
    states = [bool(requirement.checks), bool(requirement.excluded), bool(requirement.planned)]

    assert states.count(True) == 1
    if requirement.excluded:
        assert requirement.excluded.endswith("."), "a sentence that a reader can follow"


@each
def test_what_only_binds_a_client_waits_for_what_would_show_it(requirement: Requirement) -> None:
    """Traffic does not show what a client made of a record, and no run shows what a person sees."""
    if requirement.planned:
        assert requirement.role in (Role.CONSUMER, Role.VERIFIER)
        assert requirement.planned in ("consumer", "verifier", "outcome", "person")


@pytest.mark.parametrize("member", ["text", "why"])
def test_no_two_say_the_same(member: str) -> None:
    counts = Counter(getattr(requirement, member) for requirement in REQUIREMENTS)
    shared = {text for text, count in counts.items() if count > 1}

    if member == "text":
        assert shared == set()
    else:
        assert len(shared) <= 12, "a reason may fit a pair of rows, not every row"


@pytest.mark.parametrize(
    ("area", "claim"),
    [("GCS", "read"), ("GCL", "read"), ("PST", "write"), ("DEL", "delete"), ("REG", "dynamic_registration")],
)
def test_a_whole_area_hangs_on_its_claim(area: str, claim: str) -> None:
    for requirement in REQUIREMENTS:
        if requirement.area == area and requirement.role in (Role.PROVIDER, Role.AUTHORIZATION_SERVER):
            assert claim in requirement.applies_when, requirement.id


@pytest.mark.parametrize(
    ("requirement_id", "conditions"),
    [
        ("CLR10-API-018", ("!write",)),
        ("CLR10-API-019", ("!delete",)),
        ("CLR10-DSC-001", ("dynamic_registration",)),
        ("CLR10-DSC-002", ("!dynamic_registration",)),
        ("CLR10-PST-012", ("read", "write")),
        ("CLR10-GCL-006", ("read", "write")),
        ("CLR10-HST-001", ("hosted",)),
        ("CLR10-HST-003", ("signed",)),
        ("CLR10-TOK-015", ("client_credentials",)),
        ("CLR10-RFR-004", ("refresh",)),
        ("CLR10-RVK-006", ("revocation",)),
        ("CLR10-TOK-009", ()),
    ],
)
def test_conditions_of_single_requirements(requirement_id: str, conditions: tuple[str, ...]) -> None:
    assert load("clr10")[requirement_id].applies_when == conditions
