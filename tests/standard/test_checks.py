"""The catalogue and the checks tell the same story, in both directions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from conformance.rulebooks import find
from conformance.rulebooks.clr10.document import registry
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.standard import Role, load

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


def of_the_provider_suite() -> Mapping[str, set[str]]:
    """What the marks of the provider suite say, as pytest collects it."""
    collected = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert collected.returncode == 0, collected.stdout + collected.stderr
    checks = (json.loads(line) for line in collected.stdout.splitlines() if line.startswith("["))
    return by_requirement((check, map(load("clr10").own_id, ids)) for check, ids in checks)


def of_the_catalogue(kind: str) -> Mapping[str, set[str]]:
    """What the rows of the catalogue say about the checks of that kind (the first part of a check's id)."""
    rows = {row.id: {check for check in row.checks if check.partition(".")[0] == kind} for row in load("clr10")}
    return {requirement: checks for requirement, checks in rows.items() if checks}


def differences(catalogue: Mapping[str, set[str]], checks: Mapping[str, set[str]]) -> list[str]:
    """One line per row of the catalogue that has to be corrected, with the checks that it should name."""
    return [
        f"{requirement}: checks: {sorted(checks.get(requirement, ()))} (says {sorted(catalogue.get(requirement, ()))})"
        for requirement in sorted(catalogue.keys() | checks.keys())
        if catalogue.get(requirement) != checks.get(requirement)
    ]


def test_rows_name_the_checks_of_the_provider_suite() -> None:
    wrong = differences(of_the_catalogue("provider"), of_the_provider_suite())

    assert not wrong, "\n".join(wrong)


def test_rows_name_the_checks_of_documents() -> None:
    """A row may stay planned while no run feeds documents to the checks that are there for it."""
    waiting = {row.id for row in load("clr10") if row.planned == "documents"}
    checks = by_requirement(registry().items())
    wrong = differences(of_the_catalogue("document"), {row: checks[row] for row in checks.keys() - waiting})

    assert not wrong, "\n".join(wrong)


def test_rows_name_the_checks_of_verification() -> None:
    wrong = differences(of_the_catalogue("verification"), by_requirement(TRUST.checks().items()))

    assert not wrong, "\n".join(wrong)


def of_traffic() -> Mapping[str, set[str]]:
    """What the checks of a consumer's traffic say."""
    rules = find("clr10").consumer
    assert rules is not None
    return by_requirement((check.id, [load("clr10").own_id(check.requirement)]) for check in rules.checks)


def test_rows_name_the_checks_of_traffic() -> None:
    """A row may stay planned while no command plays a consumer against its checks."""
    played = find_spec("conformance.cli.consumer") is not None
    waiting = set() if played else {row.id for row in load("clr10") if row.planned}
    checks = of_traffic()
    wrong = differences(of_the_catalogue("consumer"), {row: checks[row] for row in checks.keys() - waiting})

    assert not wrong, "\n".join(wrong)


def test_a_row_that_names_too_few_or_too_many_checks_is_told() -> None:
    told = differences({"CLR10-GCS-001": {"a"}}, {"CLR10-GCS-001": {"a", "b"}, "CLR10-GCS-002": {"b"}})

    assert told == ["CLR10-GCS-001: checks: ['a', 'b'] (says ['a'])", "CLR10-GCS-002: checks: ['b'] (says [])"]


def test_every_check_decides_requirements_that_exist() -> None:
    known = load("clr10").requirements

    assert of_the_provider_suite().keys() <= known.keys()
    assert by_requirement(registry().items()).keys() <= known.keys()
    assert of_traffic().keys() <= known.keys()


def test_every_check_is_of_a_known_kind() -> None:
    kinds = {check.partition(".")[0] for requirement in load("clr10") for check in requirement.checks}

    assert kinds == {"provider", "document", "verification", "consumer"}


def test_what_binds_a_client_alone_is_decided_by_its_traffic() -> None:
    """A check of a provider or of documents sees nothing of a consumer, so that such a row would pass untested."""
    for row in load("clr10"):
        if row.role in (Role.CONSUMER, Role.VERIFIER):
            assert not {check.partition(".")[0] for check in row.checks} & {"provider", "document"}, row.id


def test_nothing_that_binds_a_client_waits_any_more() -> None:
    """By its traffic, by what it reports or by a person: each row is decided, or says why it cannot be."""
    clients = (Role.CONSUMER, Role.VERIFIER)
    assert [row.id for row in load("clr10") if row.role in clients and row.planned] == []
