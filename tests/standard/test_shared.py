"""Rules that editions share are stated once, and an edition says which of them are its own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conformance.standard import CatalogueError, Level, Role, books, contract, editions, facts, load, loader, rules

CLR10 = load("clr10")
OAUTH = rules("oauth")
NUMBERS = {"DSC": 5, "REG": 24, "AUT": 22, "TOK": 20, "RFR": 10, "RVK": 6, "BRR": 12, "HTTP": 10}


def read(**members: Any) -> Any:
    """The requirement of a row that takes over OAUTH-AUT-009."""
    row = {
        "id": "CLR99-ACG-05",
        "same": "OAUTH-AUT-009",
        "level": "SHOULD NOT",
        "source": {"document": "RFC 6749"},
        "confidence": "K",
        "basis": "practice",
    }
    return next(iter(loader._requirements("ACG", {"requirements": [row | members]})))


def test_the_shared_book_has_its_rules_numbered_without_a_gap() -> None:
    assert list(OAUTH) == [f"OAUTH-{area}-{n:03}" for area, count in NUMBERS.items() for n in range(1, count + 1)]


def test_a_shared_book_is_no_edition() -> None:
    assert books() == ("clr10", "clr20", "oauth")
    assert editions() == ("clr10", "clr20")
    with pytest.raises(CatalogueError, match="oauth is shared by editions"):
        load("oauth")
    with pytest.raises(CatalogueError, match="clr10 is an edition"):
        rules("clr10")


def test_a_book_without_a_contract_of_its_own_has_an_empty_one() -> None:
    assert contract("oauth") == {"paths": {}, "components": {"schemas": {}}}
    assert facts("oauth").operations == {}


@pytest.mark.parametrize("book", editions())
def test_what_is_the_same_leads_to_a_rule_of_a_shared_book(book: str) -> None:
    known = {name for each in books() if facts(each).shared for name in rules(each)}
    taken = [row.same for row in load(book) if row.same]

    assert set(taken) <= known
    assert len(taken) == len(set(taken)), "two rows of an edition cannot be one rule"


NOT_OF_CLR20 = {
    "OAUTH-TOK-015": "its client credentials grant is no part of the standard",
    "OAUTH-BRR-005": "CLR20-API-03 has each operation demand its own scope",
    "OAUTH-BRR-006": "CLR20-API-03 has each operation demand its own scope",
    "OAUTH-BRR-007": "nothing can be deleted",
    "OAUTH-BRR-008": "CLR20-SDD-06 has the scopes of the description, CLR20-ACG-08 those of a token",
    "OAUTH-BRR-010": "CLR20-API-03 says the same of each operation",
}
"""Shared rules that bind a provider and are no row of CLR 2.0, each with the reason."""


def test_every_shared_rule_that_binds_a_provider_is_one_of_clr20_or_has_a_reason() -> None:
    of_providers = {name for name, rule in OAUTH.items() if rule["role"] in ("P", "A")}
    assert of_providers - set(load("clr20").shared) == set(NOT_OF_CLR20)


def test_every_shared_rule_is_one_of_clr10() -> None:
    assert set(CLR10.shared) == set(OAUTH)
    assert all(CLR10[name].id == own for name, own in CLR10.shared.items())


@pytest.mark.parametrize("name", OAUTH)
def test_a_shared_rule_says_nothing_that_is_an_editions(name: str) -> None:
    rule = OAUTH[name]

    assert not {"level", "source", "confidence", "basis", "same"} & rule.keys()
    assert {"role", "text", "why", "fix", "test"} <= rule.keys()
    words = " ".join(str(value) for member, value in rule.items() if member != "checks")
    assert not re.search(r"CLR|clrs?\b|readonly|scope/|imsx", words), words


def test_a_row_keeps_its_own_level_and_source_and_takes_over_the_rest() -> None:
    row = read()

    assert (row.id, row.same, row.area) == ("CLR99-ACG-05", "OAUTH-AUT-009", "ACG")
    assert row.level is Level.SHOULD_NOT
    assert CLR10["CLR10-AUT-009"].level is Level.MUST_NOT
    assert row.role is Role.AUTHORIZATION_SERVER
    assert (row.text, row.checks) == (OAUTH["OAUTH-AUT-009"]["text"], CLR10["CLR10-AUT-009"].checks)


def test_a_row_may_say_anything_in_its_own_words() -> None:
    assert read(text="A browser should stay.", role="P").text == "A browser should stay."
    assert read(role="P").role is Role.PROVIDER


def test_a_row_may_be_planned_or_excluded_where_others_are_decided() -> None:
    assert (read(planned="provider").planned, read(planned="provider").checks) == ("provider", ())
    assert read(excluded="Nobody can see it.").checks == ()


def test_a_row_that_is_the_same_as_no_rule_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"CLR99-ACG-05.*OAUTH-AUT-999"):
        read(same="OAUTH-AUT-999")


def test_an_edition_tells_a_shared_rule_by_its_own_id() -> None:
    assert CLR10.own_id("OAUTH-AUT-009") == "CLR10-AUT-009"
    assert CLR10.own_id("OAUTH-BRR-010") == "CLR10-CON-011"
    assert CLR10.own_id("CLR10-AUT-009") == "CLR10-AUT-009"
    assert CLR10.own_id("something") == "something"
    assert CLR10.with_own_ids("no secret (see OAUTH-REG-003).") == "no secret (see CLR10-REG-003)."


def test_no_text_of_an_edition_names_a_shared_id() -> None:
    for row in CLR10:
        texts = (row.text, row.why, row.fix, row.test, row.leeway, row.for_publisher, row.excluded, row.unbreakable)
        assert not any("OAUTH-" in text for text in texts if text), row.id
