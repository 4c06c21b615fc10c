"""CLRs in the store: pages, replacing, owners; the same on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mock_provider.clr10.store.clrs import ClrStore, Kept, StoredClr, replace_generated
from mock_provider.store.database import Database


def clr(name: str, issued_at: int = 1, owner: str = "user:a", **members: object) -> StoredClr:
    made = StoredClr(
        id=f"urn:{name}",
        sourced_id=name,
        owner=owner,
        issued_at=issued_at,
        signed=False,
        revoked=False,
        generated=False,
        digest=name,
        body=name.encode(),
        document=b"{}",
    )
    return replace(made, **members)  # type: ignore[arg-type]


@pytest.fixture
def store(database: Database) -> ClrStore:
    return ClrStore(database)


def test_pages_are_newest_first_and_ties_stay_in_order(store: ClrStore) -> None:
    for name, issued in (("a", 5), ("d", 7), ("c", 7), ("b", 2**45)):
        store.put(clr(name, issued))
    pages = [store.page("user:a", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [page.plain for page in pages] == [(b"b", b"d"), (b"c", b"a"), ()]
    assert {page.total for page in pages} == {4}


def test_since_is_strict(store: ClrStore) -> None:
    for name, issued in (("a", 5), ("b", 6)):
        store.put(clr(name, issued))
    assert store.page("user:a", limit=9, offset=0, since=5).plain == (b"b",)
    assert store.page("user:a", limit=9, offset=0, since=5).total == 1
    assert store.page("user:a", limit=9, offset=0, since=-1).total == 2


def test_a_page_holds_the_owners_live_clrs_apart_by_form(store: ClrStore) -> None:
    store.put(clr("mine"))
    store.put(clr("signed", signed=True))
    store.put(clr("revoked", revoked=True))
    store.put(clr("other", owner="user:b"))
    page = store.page("user:a", limit=2**31 - 1, offset=0)
    assert (page.total, page.plain, page.signed) == (2, (b"mine",), (b"signed",))


def test_what_clients_put_in_the_place_of_all_that_was_generated_stays(database: Database, store: ClrStore) -> None:
    for _ in range(2):  # starts of the mock
        with database.write() as connection:
            replace_generated(connection, [clr("a", generated=True)], [("user:a", "urn:learner:a")], {})
        store.put(clr("a", digest="another", body=b"posted"))
    assert store.page("user:a", limit=9, offset=0).plain == (b"posted",)


def test_putting_tells_what_became_of_it(store: ClrStore) -> None:
    assert store.put(clr("x")) is Kept.CREATED
    assert store.put(clr("x")) is Kept.UNCHANGED
    assert store.put(clr("x", digest="new", body=b"new")) is Kept.REPLACED
    assert store.put(clr("x", digest="newer", owner="user:b")) is Kept.FOREIGN
    found = store.find(["urn:x"], "x", "user:a")
    assert found
    assert (found.body, found.owner) == (b"new", "user:a")


def test_an_exact_id_goes_before_a_segment_and_ones_own_before_a_strangers(store: ClrStore) -> None:
    store.put(clr("1", id="https://a.example/s", sourced_id="s"))
    store.put(clr("2", id="https://b.example/s", sourced_id="s", owner="user:b"))
    for ids, owner, expected in (
        (["https://b.example/s"], "user:a", "https://b.example/s"),
        (["none"], "user:a", "https://a.example/s"),
        (["none"], "user:b", "https://b.example/s"),
        (["none", "https://b.example/s", "https://a.example/s"], "user:a", "https://b.example/s"),
    ):
        found = store.find(ids, "s", owner)
        assert found
        assert found.id == expected
    assert store.find(["none"], "t", "user:a") is None


def test_only_the_owner_deletes_and_only_once(store: ClrStore) -> None:
    store.put(clr("x"))
    assert not store.delete("urn:x", "user:b")
    assert store.delete("urn:x", "user:a")
    assert not store.delete("urn:x", "user:a")


def test_of_many_that_post_the_same_id_at_once_one_creates(store: ClrStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda number: store.put(clr("x", digest=str(number))), range(8)))
    assert outcomes.count(Kept.CREATED) == 1
    assert outcomes.count(Kept.REPLACED) == 7


def test_any_bytes_and_letters_survive(store: ClrStore) -> None:
    body = bytes(range(256))
    store.put(clr("Ü🦀", body=body))
    found = store.find(["urn:Ü🦀"], "", "user:a")
    assert found
    assert found.body == body
