"""A large document is validated piece by piece, with the same outcome as in one go, and in bounds."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from conformance.document import DocumentError, parse, pieces, schema
from conformance.record import Finding
from conformance.rulebooks.clr10.document import MODEL
from tests.rulebooks.clr10.document.judging import DATA, judge
from tests.rulebooks.clr10.document.test_broken_documents import CLASSES, TABLE, broken, name

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"


def told(findings: Iterable[Finding]) -> set[Finding]:
    """The findings but for the order in which the validator names members."""
    return {
        replace(each, actual="" if each.actual.startswith(("only ", "an object with")) else each.actual)
        for each in findings
    }


@pytest.mark.parametrize("row", TABLE, ids=name)
def test_pieces_tell_what_the_whole_tells(row: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = broken(row)
    monkeypatch.setattr(pieces, "LARGE", 0)
    monkeypatch.setattr(pieces, "SLICE", 1)
    cut = broken(row)
    assert told(cut.findings) == told(whole.findings)
    assert told(cut.notes) == told(whole.notes)


@pytest.mark.parametrize("document", CLASSES)
def test_pieces_of_a_right_document_tell_nothing(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 0)
    assert list(schema.errors(MODEL, CLASSES[document], json.loads((DATA / f"{document}.json").read_text()))) == []


def test_an_object_with_too_many_members_is_refused_before_it_is_read() -> None:
    members = b",".join(b'"m%d":{"a":1}' % number for number in range(990_000 // 2))
    data = b'{"@context":"c","type":"Clr",' + members + b"}"
    tracemalloc.start()
    with pytest.raises(DocumentError) as caught:
        parse(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == "too-many-members"
    assert "An object" in caught.value.message
    assert peak < 12 * len(data)


def test_members_are_counted_in_each_object_by_itself() -> None:
    many = [{f"m{number}": ":{}:" for number in range(9_000)} for _ in range(3)]
    assert parse(json.dumps(many).encode()).value == many
    with pytest.raises(DocumentError):
        parse(json.dumps({**many[0], "x": {}, **{f"n{number}": 1 for number in range(2_000)}}).encode())


@pytest.mark.parametrize(
    ("member", "value", "requirement"),
    [
        ("assertions", [1] * 300_000, "CLR10-PAY-004"),
        ("assertions", [{"term": None}] * 150_000, "CLR10-PAY-007"),
        ("achievements", [{"tags": [1] * 300_000}], "CLR10-PAY-004"),
        ("achievements", [{f"q{o}_{n}": 1 for n in range(2_000)} for o in range(50)], "CLR10-EXT-003"),
    ],
)
def test_a_great_many_faults_are_told_in_few_findings(member: str, value: Any, requirement: str) -> None:
    judgement = judge({"@context": CONTEXT, "type": "Clr", member: value})
    assert judgement.error is None
    assert len(judgement.findings) < 100
    assert sum(finding.count for finding in judgement.about(requirement)) > 9_000
    assert requirement in judgement.cut, "what was not counted is not told as counted"


def test_a_count_below_the_bound_is_exact() -> None:
    value = {"@context": CONTEXT, "type": "Clr", "assertions": [1] * 19_000}
    judgement = judge(value)
    (finding,) = (each for each in judgement.findings if "entry of assertions" in each.message)
    assert (finding.count, judgement.cut) == (19_000, frozenset())
