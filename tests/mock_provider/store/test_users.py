"""Accounts and sessions, on every database that the store supports."""

from __future__ import annotations

import pytest

from mock_provider.store.database import Database
from mock_provider.store.users import User, UserStore, accounts, hash_password, sessions, verify_password

NOW = 1_800_000_000


@pytest.fixture
def users(database: Database) -> UserStore:
    store = UserStore(database)
    store.seed({"mira": "mira-password", "jonas": "jonas-password"}, {"mira": "Mira Öztürk"})
    return store


def test_a_user_is_who_knows_the_password(users: UserStore) -> None:
    assert users.check("mira", "mira-password") == User("mira", "Mira Öztürk")
    assert users.check("jonas", "jonas-password") == User("jonas", "jonas")


@pytest.mark.parametrize(
    ("username", "password"),
    [("mira", "jonas-password"), ("mira", ""), ("MIRA", "mira-password"), ("nobody", "x"), ("", ""), ("\x00", "\x00")],
)
def test_everybody_else_is_nobody(users: UserStore, username: str, password: str) -> None:
    assert users.check(username, password) is None


def test_seeding_again_replaces_the_password(users: UserStore) -> None:
    users.seed({"mira": "another"})
    assert users.check("mira", "mira-password") is None
    assert users.check("mira", "another")
    assert users.check("jonas", "jonas-password")


def test_seeding_nobody_is_no_error(users: UserStore) -> None:
    users.seed({})
    assert users.get("mira")


def test_passwords_and_session_keys_are_not_stored(users: UserStore, database: Database) -> None:
    key = users.open_session("mira", NOW, 60)
    with database.read() as connection:
        held = str([*connection.execute(accounts.select()), *connection.execute(sessions.select())])
    assert "mira-password" not in held
    assert key not in held


def test_a_session_lasts_until_it_ends_or_is_closed(users: UserStore) -> None:
    key = users.open_session("mira", NOW, 60)
    assert users.session_user(key, NOW + 59) == User("mira", "Mira Öztürk")
    assert users.session_user(key, NOW + 60) is None
    assert users.session_user("another key", NOW) is None
    users.close_session(key)
    assert users.session_user(key, NOW) is None
    users.close_session(key)


def test_sessions_that_have_ended_are_forgotten(users: UserStore, database: Database) -> None:
    users.open_session("mira", NOW, 60)
    users.open_session("jonas", NOW + 60, 60)
    with database.read() as connection:
        assert [row.username for row in connection.execute(sessions.select())] == ["jonas"]


def test_the_same_password_hashes_differently_each_time() -> None:
    first, second = hash_password("correct horse"), hash_password("correct horse")
    assert first != second
    assert verify_password("correct horse", first)
    assert verify_password("correct horse", second)
    assert not verify_password("correct hors", first)
