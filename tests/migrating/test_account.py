"""The account: one entry for each member, however often it is converted, and one for each thing invented."""

from __future__ import annotations

from conformance.migrating import Account, Entry, Fate
from conformance.migrating.account import inside


def test_a_member_that_is_converted_twice_has_one_entry_with_both_targets() -> None:
    account = Account()
    account.add(Fate.KEPT, "/issuer/name", "/issuer/name")
    account.add(Fate.KEPT, "/issuer/name", "/creator/name")
    assert account.entries() == (Entry(Fate.KEPT, "/issuer/name", ("/issuer/name", "/creator/name")),)


def test_a_place_counts_more_than_none_and_a_change_more_than_a_place() -> None:
    account = Account()
    account.add(Fate.WITHOUT_PLACE, "/a", why="no", content=True)
    account.add(Fate.KEPT, "/a", "/a")
    assert account.entries() == (Entry(Fate.KEPT, "/a", ("/a",)),)
    account.add(Fate.CHANGED, "/a", "/b", why="other")
    assert account.entries() == (Entry(Fate.CHANGED, "/a", ("/a", "/b"), "other"),)
    account.add(Fate.WITHOUT_PLACE, "/a", why="no", content=True)
    assert account.entries()[0].content is False


def test_of_two_losses_that_of_content_counts() -> None:
    account = Account()
    account.add(Fate.WITHOUT_PLACE, "/a", why="form")
    account.add(Fate.WITHOUT_PLACE, "/a", why="content", content=True)
    account.add(Fate.WITHOUT_PLACE, "/a", why="form")
    assert [(each.why, each.content) for each in account.entries()] == [("content", True)]


def test_what_is_gone_is_gone_with_all_inside() -> None:
    account = Account()
    account.gone("/a", {"b": [{"c/d": 1}]}, "no")
    assert [each.source for each in account.entries()] == ["/a", "/a/b", "/a/b/0", "/a/b/0/c~1d"]


def test_what_is_moved_leads_to_the_same_place_inside_its_target() -> None:
    account = Account()
    account.moved(Fate.RENAMED, "/a", [{"b": 1}], "/x")
    assert [each.targets for each in account.entries()] == [("/x",), ("/x/0",), ("/x/0/b",)]


def test_the_rest_is_what_has_no_entry_yet() -> None:
    account = Account()
    account.add(Fate.KEPT, "/a", "/a")
    account.rest({"a": 1, "b": 2}, "", "no")
    assert [(each.source, each.fate) for each in account.entries()] == [
        ("/a", Fate.KEPT),
        ("/b", Fate.WITHOUT_PLACE),
    ]


def test_inventions_come_last_each_once() -> None:
    account = Account()
    account.invent("/type", "/a", "required")
    account.invent("/type", "/b", "required")
    account.add(Fate.KEPT, "/a", "/a")
    assert [(each.fate, each.source) for each in account.entries()] == [(Fate.KEPT, "/a"), (Fate.INVENTED, "/a")]


def test_a_value_of_any_depth_is_gone_through() -> None:
    value: list[object] = []
    for _ in range(5_000):
        value = [value]
    assert sum(1 for _ in inside(value)) == 5_000
