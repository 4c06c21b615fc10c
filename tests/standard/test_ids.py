"""Ids in the grammar of every book, and what a user may write in place of one."""

from __future__ import annotations

import pytest

from conformance.standard import load
from conformance.standard.ids import RequirementId, parse, replaced

CLR10 = load("clr10")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("CLR10-GCS-006", ("CLR10", "GCS", "006")),
        ("CLR20-DI-04", ("CLR20", "DI", "04")),
        ("CLR20-CTX-01", ("CLR20", "CTX", "01")),
        ("OAUTH-AUT-009", ("OAUTH", "AUT", "009")),
        ("gcs-006", ("", "GCS", "006")),
        (" gcs_006 ", ("", "GCS", "006")),
        ("di-04", ("", "DI", "04")),
    ],
)
def test_an_id_has_a_prefix_an_area_and_a_number(text: str, parts: tuple[str, str, str]) -> None:
    assert parse(text) == RequirementId(*parts)


@pytest.mark.parametrize("text", ["GCS", "", "gcs-limit-zero-accepted", "GCS-", "GCS-006x", "CLR10-GCS", "1-2-3"])
def test_what_has_not_the_form_of_an_id_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("one", "other", "alike"), [("GCS-6", "CLR10-GCS-006", True), ("GCS-6", "PST-006", False)])
def test_ids_resemble_each_other_whatever_their_zeros(one: str, other: str, alike: bool) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert first.resembles(second) is alike
    assert second.short == other.removeprefix("CLR10-")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CLR10-GCS-006", "CLR10-GCS-006"),
        ("clr10-gcs-006", "CLR10-GCS-006"),
        ("gcs_006", "CLR10-GCS-006"),
        ("gcs", "GCS"),
        ("OAUTH-AUT-009", "CLR10-AUT-009"),
        ("oauth-brr-010", "CLR10-CON-011"),
        ("aut-009", "CLR10-AUT-009"),
        ("GCS-6", None),
        ("CLR20-DI-04", None),
        ("OAUTH-AUT-999", None),
        ("", None),
    ],
)
def test_a_standard_finds_what_a_user_means(text: str, name: str | None) -> None:
    assert CLR10.find(text) == name


@pytest.mark.parametrize(
    ("names", "covered"),
    [({"AUT"}, True), ({"CLR10-AUT-009"}, True), ({"CLR10-AUT-008", "GCS"}, False), (set(), False)],
)
@pytest.mark.parametrize("requirement_id", ["CLR10-AUT-009", "OAUTH-AUT-009"])
def test_a_name_covers_a_requirement_or_its_area(requirement_id: str, names: set[str], covered: bool) -> None:
    assert CLR10.covers(names, requirement_id) is covered


def test_ids_within_a_text_are_replaced_as_a_whole() -> None:
    names = {"OAUTH-AUT-009": "CLR10-AUT-009"}
    assert replaced("(see OAUTH-AUT-009)", names) == "(see CLR10-AUT-009)"
    assert replaced("OAUTH-AUT-0091, XOAUTH-AUT-009 and AUT-009", names) == "OAUTH-AUT-0091, XOAUTH-AUT-009 and AUT-009"
    assert replaced("OAUTH-AUT-009", {}) == "OAUTH-AUT-009"
