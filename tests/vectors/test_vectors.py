"""Each vector gives its row and nothing beyond what it declares, and the right documents give nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from conformance.standard import Level, Standard
from conformance.vectors import Vector, book_of_vectors
from tests.vectors.judging import judged, reasons, trust, verdicts

OF_DOCUMENTS = ("CTX", "MOD", "SER", "JWT", "DI", "VER")
INDEX = json.loads((Path(__file__).parents[2] / "vectors" / "index.json").read_bytes())
BOOKS = {"clr-v1p0": "clr10", "clr-v2p0": "clr20"}
"""What is committed names them all: each worker of pytest-xdist collects this module, and one alone makes them."""

BROKEN, RIGHT = (
    [
        (BOOKS[edition], vector["id"])
        for edition, listed in INDEX.items()
        for file in listed["files"]
        if (file["file"] == "right.json") is right
        for vector in file["vectors"]
    ]
    for right in (False, True)
)


@cache
def vectors(book: str) -> Mapping[str, Vector]:
    return {vector.id: vector for vector in book_of_vectors(book).all}


def test_the_index_names_all_of_them() -> None:
    named = [(book, name) for book in BOOKS.values() for name in vectors(book)]
    assert sorted(BROKEN + RIGHT) == sorted(named)
    assert {name for _, name in RIGHT} == {one.id for book in BOOKS.values() for one in book_of_vectors(book).right}


@pytest.mark.parametrize(("book", "name"), BROKEN)
def test_a_broken_document_gives_its_row_and_its_declared_company(book: str, name: str) -> None:
    vector = vectors(book)[name]
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


@pytest.mark.parametrize(("book", "name"), RIGHT)
def test_a_right_document_gives_nothing(book: str, name: str) -> None:
    vector = vectors(book)[name]
    outcome = judged(vector)
    assert outcome.problem is None
    assert verdicts(outcome, offline=vector.offline) == {}
    assert trust(outcome) == (trust(outcome) if vector.trust is None else vector.trust)


def test_there_are_at_least_five_hundred() -> None:
    assert len(BROKEN) + len(RIGHT) >= 500


def test_every_row_of_documents_is_broken_by_a_vector_or_says_why_not() -> None:
    standard = book_of_vectors("clr20").standard
    shown = {vector.row for book in BOOKS.values() for vector in book_of_vectors(book).broken}
    silent = {row.id for row in _decided(standard) if not row.unbreakable} - shown
    assert silent == set()


def _decided(standard: Standard) -> list:  # type: ignore[type-arg]
    return [
        row
        for row in standard
        if row.area in OF_DOCUMENTS
        and any(check.startswith(("document.", "verification.")) for check in row.checks)
        and row.level is not Level.MAY
    ]
