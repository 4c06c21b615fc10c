"""The harness proves itself, whole: every fault is named, nothing else is reported, and the docs have the table."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conformance.selfcheck import files
from conformance.selfcheck.matrix import Matrix, matrix
from conformance.selfcheck.session import choose
from conformance.selfcheck.workers import trials
from conformance.standard import Standard, editions, load
from mock_provider.behaviours import faults, variations
from tests.cores import cores

PAGES = Path(__file__).parents[2] / "docs" / "explanation"
PAGE = {"clr10": "kill-matrix.md", "clr20": "kill-matrix-of-clr20.md"}

pytestmark = [
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        not {"CI", "CLR_TEST_SELFCHECK"} & os.environ.keys(),
        reason="the whole self-check takes minutes: set CLR_TEST_SELFCHECK=1, or run `tox -e selfcheck`; CI runs it",
    ),
]


@pytest.fixture(scope="module", params=editions())
def standard(request: pytest.FixtureRequest) -> Standard:
    return load(request.param)


@pytest.fixture(scope="module")
def proved(standard: Standard) -> Matrix:
    book = standard.facts.book
    known = {**variations(book), **faults(book)}
    found = list(trials(choose((), known, standard), cores(), book))
    return matrix(found, known, standard, 0.0)


def test_every_fault_is_named_nothing_else_is_reported_and_no_check_crashes(proved: Matrix) -> None:
    wrong = [(row.id, row.survived, row.false_alarms, row.crashes) for row in proved.rows if not row.good]
    assert wrong == []


def test_every_trial_was_run(standard: Standard, proved: Matrix) -> None:
    book = standard.facts.book
    assert len(proved.rows) == 1 + len(variations(book)) + len(faults(book))


def test_every_decided_requirement_has_a_fault_or_says_why_not(proved: Matrix) -> None:
    assert [name for name, reason in proved.uncovered.items() if not reason] == []


def test_there_are_many_faults_and_variations(proved: Matrix) -> None:
    assert len(proved.of("fault")) >= 250
    assert len(proved.of("variation")) >= 40


def test_the_table_in_the_docs_is_current(standard: Standard, proved: Matrix) -> None:
    written = files.markdown(proved, files.words_for(standard, files.OF_PROVIDERS))
    page = (PAGES / PAGE[standard.facts.book]).read_text(encoding="utf-8")
    assert page == written, "copy selfcheck.md of `clr-conformance selfcheck` with that edition there"
