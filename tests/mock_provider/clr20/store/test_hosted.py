"""What is published beside the API, and the drafts of what is signed, on every database."""

from __future__ import annotations

from mock_provider.clr20.store.credentials import ProfileStore, replace_generated
from mock_provider.clr20.store.hosted import HostedStore, Published, draft_in, replace_hosted
from mock_provider.store.database import Database

LIST = Published(("application/vc+ld+json", "application/json"), b"{}")
PICTURE = Published(("image/png",), b"\x89PNG\x00\xff")


def test_a_document_is_found_by_its_path_alone(database: Database) -> None:
    with database.write() as connection:
        replace_hosted(connection, {"/status/a": LIST, "/baked/a.png": PICTURE}, ())
    store = HostedStore(database)
    assert (store.get("/status/a"), store.get("/baked/a.png")) == (LIST, PICTURE)
    assert (store.get("/status/b"), store.get("/status/a\x00")) == (None, None)


def test_a_draft_is_found_by_the_id_of_what_it_is_of(database: Database) -> None:
    with database.write() as connection:
        replace_hosted(connection, {}, [("urn:x:1", '{"name":"성적"}'.encode())])
    assert draft_in(database, "urn:x:1") == {"name": "성적"}
    assert (draft_in(database, "urn:x:2"), draft_in(database, "urn:x:\x00")) == (None, None)


def test_what_is_new_takes_the_place_of_all_there_was(database: Database) -> None:
    with database.write() as connection:
        replace_hosted(connection, {"/status/a": LIST}, [("urn:x:1", b"{}")])
        replace_hosted(connection, {"/status/b": LIST}, [("urn:x:2", b"{}")])
    assert HostedStore(database).get("/status/a") is None
    assert draft_in(database, "urn:x:1") is None


def test_a_profile_that_was_put_stays_when_content_is_made_anew(database: Database) -> None:
    profiles = ProfileStore(database)
    with database.write() as connection:
        replace_generated(connection, (), [("user:a", b"1"), ("user:b", b"2")])
    profiles.put("user:a", b"put")
    profiles.put("user:c", b"own")
    with database.write() as connection:
        replace_generated(connection, (), [("user:a", b"3"), ("user:b", b"4")])
    assert [profiles.get(f"user:{name}") for name in "abcd"] == [b"put", b"4", b"own", None]
