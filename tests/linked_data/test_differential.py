"""Records changed at random: our reading is PyLD's, and every difference has a reason that is named here.

``CLR_TEST_MUTANTS`` is how many are tried; ``tox -e differential`` tries 50,000.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from pyld import nquads

from conformance.linked_data import LinkedDataError, Quad, canonical, canonical_by_pyld, canonize, expand
from conformance.linked_data.reference import quads_by_pyld
from tests.linked_data.mutants import mutants
from tests.linked_data.reading import CONTEXTS

MUTANTS = int(os.environ.get("CLR_TEST_MUTANTS", "2000"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60 + MUTANTS // 20)]


@pytest.fixture(autouse=True)
def pyld_escapes_as_rdfc_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyLD leaves control characters as they are; that one is known, and would hide others."""
    names = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

    def escape(value: str) -> str:
        return "".join(
            names.get(each, f"\\u{ord(each):04X}" if ord(each) < 32 or ord(each) == 127 else each) for each in value
        )

    monkeypatch.setattr(nquads, "escape", escape)


def reading(read: Any, document: dict[str, Any]) -> tuple[str, str]:
    """The text, or empty, and the code of the refusal, or empty."""
    try:
        return read(document, CONTEXTS), ""
    except LinkedDataError as error:
        return "", error.code


def why(document: dict[str, Any], ours: tuple[str, str], theirs: tuple[str, str]) -> str:
    """The reason for a difference; empty when there is none that we know."""
    if ours[1] and theirs[1]:
        return "both refuse it, each for the first fault that it meets"
    if not ours[1] and any(loss.kind == "language" for loss in expand(document, CONTEXTS).losses):
        return "PyLD takes any text for a language"
    if ours[1] or canonize(quads := quads_by_pyld(document, CONTEXTS)[0]) != ours[0]:
        return ""
    if theirs[1]:
        lost = any(loss.kind == "relative-id" for loss in expand(document, CONTEXTS).losses)
        return "PyLD cannot label a list with an entry that is no absolute IRI" if lost else ""
    return next(told(quads), "")


def told(quads: list[Quad]) -> Iterator[str]:
    """What may move the labels or lines of PyLD's own text, given that its quads are ours."""
    if any("\\u" in term.rpartition('"')[2] for quad in quads for term in quad):
        yield "N-Quads ask to escape what PyLD leaves in IRIs as it is"
    if len(set(quads)) < len(quads):
        yield "PyLD writes a quad twice, though RDF is a set"
    if any(subject == thing or graph in (subject, thing) for subject, _, thing, graph in quads if subject[0] == "_"):
        yield "PyLD counts a link of a node with itself twice"


def test_our_reading_is_that_of_pyld_but_for_known_reasons() -> None:
    reasons: Counter[str] = Counter()
    unexplained = []
    for number, document in enumerate(islice(mutants(seed=MUTANTS), MUTANTS)):
        ours, theirs = reading(canonical, document), reading(canonical_by_pyld, document)
        if ours == theirs:
            reasons["refused by both" if ours[1] else "equal"] += 1
            continue
        reason = why(document, ours, theirs)
        reasons[reason] += 1
        if not reason:
            unexplained.append((number, document, ours, theirs))

    print(dict(reasons))
    assert not unexplained, unexplained[0]
    assert reasons["equal"] > MUTANTS / 2


def test_what_is_lost_is_what_pyld_drops() -> None:
    compared = 0
    for document in islice(mutants(seed=7), MUTANTS // 10):
        try:
            ours = expand(document, CONTEXTS).losses
        except LinkedDataError:
            continue
        theirs = quads_by_pyld(document, CONTEXTS)[1]
        compared += bool(ours)

        known = {(loss.pointer, loss.kind) for loss in ours if loss.kind not in ("value", "language")}
        assert known == {(loss.pointer, loss.kind) for loss in theirs if loss.kind != "language"}, document
    assert compared > MUTANTS / 50
