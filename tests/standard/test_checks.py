"""The catalogue and the checks tell the same story, in both directions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from conformance.rulebooks import find
from conformance.standard import Role, Standard, editions, load

ROOT = Path(__file__).parents[2]

COLLECT = """
import json, sys
import pytest
from conformance.suites.marks import check_id, requirement_ids

class Collector:
    def pytest_collection_finish(self, session):
        for item in session.items:
            print(json.dumps([check_id(item).partition("[")[0], requirement_ids(item)]))

where = ["-c", "conformance/pytest.ini", "--rootdir", ".", "--pyargs", "conformance.rulebooks"]
arguments = ["--collect-only", "-qq", "-p", "no:cacheprovider", *where]
sys.exit(pytest.main(arguments, plugins=[Collector()]))
"""


def by_requirement(checks: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, set[str]]:
    """Requirement -> its checks, from pairs of a check and the requirements that it decides."""
    found: dict[str, set[str]] = defaultdict(set)
    for check, requirements in checks:
        for requirement in requirements:
            found[requirement].add(check)
    return found


@cache
def collected() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The checks of every provider suite, as pytest collects them, each with the ids of its marks."""
    found = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    lines = (json.loads(line) for line in found.stdout.splitlines() if line.startswith("["))
    return tuple((check, tuple(ids)) for check, ids in lines)


def of_the_provider_suite(standard: Standard) -> Mapping[str, set[str]]:
    """What the marks say of the rows of an edition: its own, and those that it has of the shared ones."""
    found = by_requirement((check, map(standard.own_id, ids)) for check, ids in collected())
    own = f"{standard.facts.prefix}-"
    return {requirement: checks for requirement, checks in found.items() if requirement.startswith(own)}


def of_documents(standard: Standard) -> Mapping[str, set[str]]:
    rules = find(standard.facts.book).documents
    assert rules is not None
    return by_requirement(rules.registry().items())


def of_verification(standard: Standard) -> Mapping[str, set[str]]:
    rules = find(standard.facts.book).trust
    assert rules is not None
    return by_requirement(rules.checks().items())


def of_traffic(standard: Standard) -> Mapping[str, set[str]]:
    """What the checks of a consumer's traffic say."""
    rules = find(standard.facts.book).consumer
    if rules is None:
        pytest.skip(f"{standard.facts.name} has no rules of traffic")
    return by_requirement((check.id, [standard.own_id(check.requirement)]) for check in rules.checks)


OF = {
    "provider": of_the_provider_suite,
    "document": of_documents,
    "verification": of_verification,
    "consumer": of_traffic,
}
"""The first part of a check's id -> what the checks of that kind say."""

each_edition = pytest.mark.parametrize("standard", [load(book) for book in editions()], ids=lambda one: one.id)
each_kind = pytest.mark.parametrize("kind", OF)


def of_the_catalogue(standard: Standard, kind: str) -> Mapping[str, set[str]]:
    """What the rows of the catalogue say about the checks of that kind (the first part of a check's id)."""
    rows = {row.id: {check for check in row.checks if check.partition(".")[0] == kind} for row in standard}
    return {requirement: checks for requirement, checks in rows.items() if checks}


def differences(catalogue: Mapping[str, set[str]], checks: Mapping[str, set[str]]) -> list[str]:
    """One line per row of the catalogue that has to be corrected, with the checks that it should name."""
    return [
        f"{requirement}: checks: {sorted(checks.get(requirement, ()))} (says {sorted(catalogue.get(requirement, ()))})"
        for requirement in sorted(catalogue.keys() | checks.keys())
        if catalogue.get(requirement) != checks.get(requirement)
    ]


@each_edition
@each_kind
def test_rows_name_the_checks_that_decide_them(standard: Standard, kind: str) -> None:
    wrong = differences(of_the_catalogue(standard, kind), OF[kind](standard))

    assert not wrong, "\n".join(wrong)


def test_a_row_that_names_too_few_or_too_many_checks_is_told() -> None:
    told = differences({"CLR10-GCS-001": {"a"}}, {"CLR10-GCS-001": {"a", "b"}, "CLR10-GCS-002": {"b"}})

    assert told == ["CLR10-GCS-001: checks: ['a', 'b'] (says ['a'])", "CLR10-GCS-002: checks: ['b'] (says [])"]


@each_edition
@each_kind
def test_every_check_decides_requirements_that_exist(standard: Standard, kind: str) -> None:
    found = OF[kind](standard)

    assert found
    assert found.keys() <= standard.requirements.keys()


def test_no_mark_is_of_an_unknown_kind() -> None:
    prefixes = {requirement.partition("-")[0] for _, ids in collected() for requirement in ids}

    assert prefixes == {"OAUTH", *(load(book).facts.prefix for book in editions())}


@each_edition
def test_every_check_is_of_a_known_kind(standard: Standard) -> None:
    assert {check.partition(".")[0] for requirement in standard for check in requirement.checks} == set(OF)


CLIENTS = {"clr-v1p0": (Role.CONSUMER, Role.VERIFIER), "clr-v2p0": (Role.CONSUMER,)}
"""Whom nothing but traffic shows. CLR 2.0 has rows of verifiers that say which documents they refuse."""


@each_edition
def test_what_binds_a_client_alone_is_decided_by_its_traffic(standard: Standard) -> None:
    """A check of a provider or of documents sees nothing of a consumer, so that such a row would pass untested."""
    for row in standard:
        if row.role in CLIENTS[standard.id]:
            assert not {check.partition(".")[0] for check in row.checks} & {"provider", "document"}, row.id


@each_edition
def test_nothing_that_binds_a_client_waits_any_more(standard: Standard) -> None:
    """By its traffic, by what it reports or by a person: each row is decided, or says why it cannot be."""
    clients = (Role.CONSUMER, Role.VERIFIER)
    assert [row.id for row in standard if row.role in clients and row.planned] == []
