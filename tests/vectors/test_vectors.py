"""Each vector gives its row and nothing beyond what it declares, and the right documents give nothing."""

from __future__ import annotations

import pytest

from conformance.standard import Level, Standard
from conformance.vectors import Vector, book_of_vectors
from tests.vectors.judging import judged, reasons, trust, verdicts

BOOKS = ("clr10", "clr20")
BROKEN = [vector for book in BOOKS for vector in book_of_vectors(book).broken]
RIGHT = [vector for book in BOOKS for vector in book_of_vectors(book).right]
OF_DOCUMENTS = ("CTX", "MOD", "SER", "JWT", "DI", "VER")


def name(vector: Vector) -> str:
    return vector.id


@pytest.mark.parametrize("vector", BROKEN, ids=name)
def test_a_broken_document_gives_its_row_and_its_declared_company(vector: Vector) -> None:
    outcome = judged(vector)
    if outcome.problem is not None:
        assert not vector.readable, outcome.problem
        return
    assert verdicts(outcome, offline=vector.offline) == vector.verdicts
    if vector.trust is not None:
        found = trust(outcome)
        assert {pointer: found.get(pointer) for pointer in vector.trust} == vector.trust
    if vector.row not in vector.verdicts:  # it shows what a verifier does by that row
        assert vector.row in outcome.exercised
    for pointer, state in vector.states.items():
        assert state in reasons(outcome)[pointer]


@pytest.mark.parametrize("vector", RIGHT, ids=name)
def test_a_right_document_gives_nothing(vector: Vector) -> None:
    outcome = judged(vector)
    assert outcome.problem is None
    assert verdicts(outcome, offline=vector.offline) == {}
    assert trust(outcome) == (trust(outcome) if vector.trust is None else vector.trust)


def test_there_are_at_least_five_hundred() -> None:
    assert len(BROKEN) + len(RIGHT) >= 500


def test_every_row_of_documents_is_broken_by_a_vector_or_says_why_not() -> None:
    standard = book_of_vectors("clr20").standard
    shown = {vector.row for vector in BROKEN}
    silent = {row.id for row in _decided(standard) if not row.unbreakable} - shown
    assert silent == set()


def _decided(standard: Standard) -> list:  # type: ignore[type-arg]
    return [
        row
        for row in standard
        if row.area in OF_DOCUMENTS and (row.checks or row.planned == "documents") and row.level is not Level.MAY
    ]
