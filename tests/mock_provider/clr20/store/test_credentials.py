"""Records and profiles of CLR 2.0 in the store: pages, equality, owners; the same on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mock_provider.clr20.store.credentials import (
    CredentialStore,
    Kept,
    ProfileStore,
    StoredCredential,
    replace_generated,
)
from mock_provider.clr20.store.forms import key_of, stored
from mock_provider.store.database import Database


def record(name: str, valid_from: int = 1, owner: str = "user:a", **members: object) -> StoredCredential:
    made = StoredCredential(
        owner=owner, key=name, valid_from=valid_from, compact=False, generated=False, body=name.encode()
    )
    return replace(made, **members)  # type: ignore[arg-type]


@pytest.fixture
def store(database: Database) -> CredentialStore:
    return CredentialStore(database)


def test_pages_are_newest_first_and_ties_stay_in_order(store: CredentialStore) -> None:
    for name, since in (("a", 5), ("d", 7), ("c", 7), ("b", 2**45)):
        store.put(record(name, since))
    pages = [store.page("user:a", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [page.plain for page in pages] == [(b"b", b"d"), (b"c", b"a"), ()]
    assert {page.total for page in pages} == {4}


def test_since_is_strict(store: CredentialStore) -> None:
    for name, since in (("a", 5), ("b", 6)):
        store.put(record(name, since))
    assert store.page("user:a", limit=9, offset=0, since=5).plain == (b"b",)
    assert store.page("user:a", limit=9, offset=0, since=5).total == 1
    assert store.page("user:a", limit=9, offset=0, since=6).total == 0
    assert store.page("user:a", limit=9, offset=0, since=-1).total == 2


def test_a_page_holds_the_owners_records_apart_by_form(store: CredentialStore) -> None:
    store.put(record("mine", 1))
    store.put(record("token", 2, compact=True))
    store.put(record("other", owner="user:b"))
    page = store.page("user:a", limit=2**31 - 1, offset=0)
    assert (page.total, page.plain, page.compact) == (2, (b"mine",), (b"token",))


def test_putting_tells_what_became_of_it(store: CredentialStore) -> None:
    assert store.put(record("x", 5)) is Kept.CREATED
    assert store.put(record("x", 5, body=b"same time")) is Kept.REPLACED
    assert store.put(record("x", 6, body=b"later")) is Kept.REPLACED
    assert store.put(record("x", 4, body=b"earlier")) is Kept.OLDER
    assert store.page("user:a", limit=9, offset=0).plain == (b"later",)


def test_what_two_owners_have_under_the_same_key_are_two_records(store: CredentialStore) -> None:
    assert store.put(record("x", body=b"a")) is Kept.CREATED
    assert store.put(record("x", body=b"b", owner="user:b")) is Kept.CREATED
    assert [store.page(owner, limit=9, offset=0).plain for owner in ("user:a", "user:b")] == [(b"a",), (b"b",)]


def test_a_record_may_change_its_form(store: CredentialStore) -> None:
    store.put(record("x"))
    store.put(record("x", compact=True, body=b"token"))
    page = store.page("user:a", limit=9, offset=0)
    assert (page.plain, page.compact) == ((), (b"token",))


@pytest.mark.parametrize(
    ("other", "equal"),
    [
        ({"id": "urn:1", "issuer": "https://a.example/i"}, True),
        ({"id": "urn%3A1", "issuer": "https://a.example/%69"}, True),
        ({"id": " urn:1 ", "issuer": {"id": "https://a.example/i\n", "name": "A"}}, True),
        ({"id": "urn%3A1%20", "issuer": "https://a.example/i"}, True),
        ({"id": "urn:2", "issuer": "https://a.example/i"}, False),
        ({"id": "urn:1", "issuer": "https://b.example/i"}, False),
        ({"id": "URN:1", "issuer": "https://a.example/i"}, False),
        ({"issuer": "https://a.example/i"}, False),
    ],
)
def test_records_are_equal_by_issuer_and_id(other: dict[str, object], equal: bool) -> None:
    one = {"id": "urn:1", "issuer": {"id": "https://a.example/i", "type": ["Profile"]}}
    assert (key_of(one) == key_of(other)) is equal


def test_a_record_is_kept_as_it_came_and_by_its_date() -> None:
    credential = {"id": "urn:1", "issuer": "urn:i", "validFrom": "1970-01-01T01:00:01+01:00"}
    kept = stored(credential, "user:a", body=b"as it came")
    assert (kept.valid_from, kept.body, kept.generated) == (1_000_000, b"as it came", False)
    older = {"id": "urn:1", "issuer": "urn:i", "issuanceDate": "1970-01-01T00:00:02Z"}
    assert stored(older, "user:a").valid_from == 2_000_000
    with pytest.raises(ValueError, match="no timestamp"):
        stored({**credential, "validFrom": "yesterday"}, "user:a")


def test_of_many_that_put_an_equal_record_at_once_one_creates(store: CredentialStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda number: store.put(record("x", body=str(number).encode())), range(8)))
    assert outcomes.count(Kept.CREATED) == 1
    assert outcomes.count(Kept.REPLACED) == 7
    assert store.page("user:a", limit=9, offset=0).total == 1


def test_two_connections_that_put_an_equal_record_at_once_keep_one(database_url: str) -> None:
    if database_url == "sqlite://":
        pytest.skip("a store in memory has one connection")
    databases = [Database(database_url) for _ in range(2)]
    databases[0].create()
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda each: CredentialStore(each).put(record("x")), databases))
    assert sorted(outcome.value for outcome in outcomes) == ["created", "replaced"]
    assert CredentialStore(databases[1]).page("user:a", limit=9, offset=0).total == 1
    for each in databases:
        each.close()


def test_the_newest_of_many_stays_in_whatever_order_they_come(store: CredentialStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda since: store.put(record("x", since, body=str(since).encode())), range(8)))
    assert store.page("user:a", limit=9, offset=0).plain == (b"7",)


def test_any_bytes_and_letters_survive(store: CredentialStore) -> None:
    body = bytes(range(256))
    store.put(record("x", owner="user:Ü🦀", body=body))
    assert store.page("user:Ü🦀", limit=9, offset=0).plain == (body,)


def test_what_clients_put_in_the_place_of_what_was_generated_stays(database: Database, store: CredentialStore) -> None:
    profiles = ProfileStore(database)
    for start in ("one", "two"):
        with database.write() as connection:
            made = [record("a", generated=True), record(start, generated=True)]
            replace_generated(connection, made, [("user:a", b"made"), ("user:b", start.encode())])
        if start == "one":
            store.put(record("a", 2, body=b"posted"))
            profiles.put("user:a", b"put")
    assert store.page("user:a", limit=9, offset=0).plain == (b"posted", b"two")
    assert (profiles.get("user:a"), profiles.get("user:b")) == (b"put", b"two")


def test_nothing_generated_leaves_nothing_generated(database: Database, store: CredentialStore) -> None:
    for made in ([record("a", generated=True)], []):
        with database.write() as connection:
            replace_generated(connection, made, [(each.owner, b"{}") for each in made])
    assert store.page("user:a", limit=9, offset=0).total == 0
    assert ProfileStore(database).get("user:a") is None


def test_a_profile_takes_the_place_of_the_one_before(database: Database) -> None:
    profiles = ProfileStore(database)
    assert profiles.get("user:a") is None
    for body in (b"1", b"\x00\xff"):
        profiles.put("user:a", body)
    profiles.put("user:b", b"b")
    assert (profiles.get("user:a"), profiles.get("user:b")) == (b"\x00\xff", b"b")


def test_of_many_that_put_a_first_profile_at_once_one_stays(database: Database) -> None:
    profiles = ProfileStore(database)
    bodies = [str(number).encode() for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda body: profiles.put("user:new", body), bodies))
    assert profiles.get("user:new") in bodies
