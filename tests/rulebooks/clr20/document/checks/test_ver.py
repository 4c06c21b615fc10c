"""Area VER: what a document alone shows of whom it is about and of its status."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rulebooks.clr20.document.judging import badge, judged, of_area
from tests.rulebooks.clr20.trust.verifying import LIST, entry, status_list

SUBJECT = badge()["credentialSubject"]


def with_entry(**members: Any) -> dict[str, Any]:
    return badge(credentialStatus=entry(**members))


def messages(number: int) -> list[dict[str, str]]:
    return [{"status": hex(value), "message": f"state {value}"} for value in range(number)]


@pytest.mark.parametrize(
    "document",
    [
        with_entry(),
        with_entry(id=f"{LIST}#7"),
        with_entry(statusSize=2, statusPurpose="message", statusMessage=messages(4)),
        badge(credentialSubject={**SUBJECT, "id": "did:example:mira"}),
        status_list(7),
    ],
)
def test_right_ones(document: dict[str, Any]) -> None:
    assert of_area(document, "VER") == {}


@pytest.mark.parametrize(
    ("document", "row", "pointer"),
    [
        (badge(credentialSubject={**SUBJECT, "id": ""}), "CLR20-VER-03", "/credentialSubject"),
        (with_entry(id=LIST), "CLR20-VER-25", "/credentialStatus/id"),
        (badge(credentialStatus=[entry(), entry(id=LIST)]), "CLR20-VER-25", "/credentialStatus/1/id"),
        (with_entry(statusSize=0), "CLR20-VER-26", "/credentialStatus/statusSize"),
        (with_entry(statusSize="2"), "CLR20-VER-26", "/credentialStatus/statusSize"),
        (with_entry(statusSize=2), "CLR20-VER-26", "/credentialStatus/statusMessage"),
        (with_entry(statusSize=2, statusMessage=messages(3)), "CLR20-VER-26", "/credentialStatus/statusMessage"),
        (with_entry(statusSize=10**9), "CLR20-VER-26", "/credentialStatus/statusMessage"),
        (status_list(length=1024), "CLR20-VER-29", "/credentialSubject/encodedList"),
        (status_list(encoded="zabc"), "CLR20-VER-29", "/credentialSubject/encodedList"),
    ],
)
def test_each_row_is_broken_by_one_change(document: dict[str, Any], row: str, pointer: str) -> None:
    assert of_area(document, "VER") == {row: pointer}


@pytest.mark.parametrize(
    ("index", "counts"),
    [("7", None), (7, False), (-7, True), ("-7", True), ("seven", True), (True, True), (1.5, True)],
)
def test_an_index_is_decimal_text_and_a_number_only_warns(index: Any, counts: bool | None) -> None:
    judgement = judged(with_entry(statusListIndex=index))
    assert bool(judgement.about("CLR20-VER-33")) is (counts is True)
    assert any(note.requirement == "CLR20-VER-33" for note in judgement.notes) is (counts is False)
