"""Items that come in with a CLR and go with it."""

from __future__ import annotations

import pytest

from mock_provider.clr10.store.hosted import HostedItem, HostedItems, drop_items, replace_items
from mock_provider.store.database import Database


def put(database: Database, clr_id: str, owner: str, **bodies: bytes) -> None:
    items = [HostedItem("assertions", name, body) for name, body in bodies.items()]
    with database.write() as connection:
        replace_items(connection, clr_id, owner, items)


def test_items_are_those_of_the_last_post(database: Database) -> None:
    items = HostedItems(database)
    put(database, "urn:clr:1", "user:mira", a=b"1", b=b"2")
    put(database, "urn:clr:1", "user:mira", a=b"3")
    assert (items.get("assertions", "a"), items.get("assertions", "b")) == (b"3", None)
    assert items.get("endorsements", "a") is None


def test_an_item_in_two_clrs_stays_with_the_other(database: Database) -> None:
    items = HostedItems(database)
    put(database, "urn:clr:1", "user:mira", a=b"1")
    put(database, "urn:clr:2", "user:mira", a=b"2")
    assert items.get("assertions", "a") == b"2"
    with database.write() as connection:
        drop_items(connection, "urn:clr:2")
    assert items.get("assertions", "a") == b"1"


def test_an_item_of_another_owner_is_left_alone(database: Database) -> None:
    put(database, "urn:clr:1", "user:mira", a=b"1")
    put(database, "urn:clr:2", "user:jonas", a=b"2", b=b"3")
    assert HostedItems(database).get("assertions", "a") == b"1"
    assert HostedItems(database).get("assertions", "b") == b"3"


@pytest.mark.parametrize("name", ["\x00", "ä🦀", "x" * 5000, "'; --"])
def test_any_name_can_be_asked_for(database: Database, name: str) -> None:
    assert HostedItems(database).get("assertions", name) is None
