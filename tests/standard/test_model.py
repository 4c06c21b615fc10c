"""The values in which the standard is told: roles, flags of single rows, shared rules under the ids of an edition."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from conformance.standard import CatalogueError, Role, Standard, facts, load, loader

CLR10 = load("clr10")


def smaller(*ids: str) -> Standard:
    """The standard with these rows only."""
    return replace(CLR10, requirements=MappingProxyType({name: CLR10[name] for name in ids}))


def test_an_edition_binds_the_roles_that_its_facts_name() -> None:
    assert [role.label for role in CLR10.roles] == [
        "provider", "authorization server", "consumer", "verifier", "publisher", "document",
    ]  # fmt: skip
    assert {requirement.role for requirement in CLR10} == set(CLR10.roles)


@pytest.mark.parametrize(("letter", "label"), [("I", "issuer"), ("H", "host"), ("S", "displayer")])
def test_there_are_roles_for_later_editions(letter: str, label: str) -> None:
    assert Role(letter).label == label
    assert Role(letter) not in CLR10.roles


def test_a_row_with_a_role_that_the_edition_has_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    without = replace(facts("clr10"), roles=("P", "A", "C", "V", "U"))
    monkeypatch.setattr(loader, "facts", lambda book: without if book == "clr10" else facts(book))
    with pytest.raises(CatalogueError, match="clr10 has no role D"):
        loader._load.__wrapped__("clr10")


def test_rows_that_others_decide_say_which() -> None:
    assert CLR10.umbrellas == {
        "CLR10-CON-010": "decided by the rows on paging in area GCS",
        "CLR10-CON-011": "decided by the rows on scopes in areas BRR, GCS, PST, GCL and DEL",
    }
    assert smaller("CLR10-GCS-006").umbrellas == {}


def test_rows_that_need_a_real_connection_are_marked() -> None:
    assert set(CLR10.wire_only) == {
        "CLR10-API-002", "CLR10-API-003", "CLR10-API-004", "CLR10-API-005", "CLR10-API-006", "CLR10-PST-011",
        "CLR10-TOK-016",
    }  # fmt: skip


def test_a_standard_finds_a_row_by_either_id() -> None:
    assert CLR10["OAUTH-AUT-009"] is CLR10["CLR10-AUT-009"]
    with pytest.raises(KeyError):
        CLR10["OAUTH-AUT-999"]


def test_the_fix_for_who_publishes_a_document_is_one_that_a_publisher_can_follow() -> None:
    told = loader.load_for("document", "clr10")
    others = [row for row in CLR10 if row.role in (Role.VERIFIER, Role.CONSUMER)]

    assert others
    assert all(told[row.id].fix == row.for_publisher for row in others)
    assert told.shared == CLR10.shared
    assert loader.load_for("provider", "clr10") is CLR10
