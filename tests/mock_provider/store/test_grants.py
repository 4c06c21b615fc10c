"""Clients, grants, codes and tokens, on every database that the store supports; what must happen once happens once."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mock_provider.store.codes import Code
from mock_provider.store.database import Database
from mock_provider.store.grants import GrantStore
from mock_provider.store.oauth_tables import clients, codes, grants, tokens
from mock_provider.store.tokens import Issue, Token

NOW = 1_800_000_000
ABOUT = {"client_name": "Wallet", "scope": "read write", "redirect_uris": ["https://consumer.test/cb"]}
THREADS = 12


@pytest.fixture
def store(database: Database) -> GrantStore:
    store = GrantStore(database)
    store.add_client("wallet", "wallet-secret", ABOUT, NOW)
    return store


def new_code(store: GrantStore, *, username: str = "mira", client: str = "wallet", now: int = NOW) -> Code:
    code = secrets.token_urlsafe(32)
    store.authorize(
        code=code,
        client_id=client,
        username=username,
        redirect_uri="https://consumer.test/cb",
        scope="read",
        challenge="x" * 43,
        now_ms=now * 1000,
        seconds=300,
    )
    found = store.code(code)
    assert found is not None
    return found


def issue(now: int = NOW) -> Issue:
    return Issue(
        access=secrets.token_urlsafe(32),
        access_scope="read",
        access_expires_at=now + 3600,
        refresh=secrets.token_urlsafe(32),
        refresh_scope="read",
        refresh_expires_at=now + 7200,
    )


def at_once(action: Callable[[int], bool], times: int = THREADS) -> list[bool]:
    """The results of an action done by many threads that start together."""
    barrier = threading.Barrier(times)

    def run(number: int) -> bool:
        barrier.wait()
        return action(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_a_client_is_found_by_its_id_and_proved_by_its_secret(store: GrantStore) -> None:
    client = store.client("wallet")
    assert client is not None
    assert client.metadata == ABOUT
    assert client.has_secret("wallet-secret")
    assert not client.has_secret("wallet-secre")
    assert store.client("nobody") is None
    assert store.client("\x00") is None


def test_registering_again_replaces_the_client(store: GrantStore) -> None:
    store.add_client("wallet", "new-secret", {"client_name": "New"}, NOW + 1, acts_for="mira")
    client = store.client("wallet")
    assert client is not None
    assert client.has_secret("new-secret")
    assert (client.metadata, client.issued_at, client.acts_for) == ({"client_name": "New"}, NOW + 1, "mira")


def test_a_token_speaks_for_its_user_until_it_expires(store: GrantStore) -> None:
    given = issue()
    assert store.redeem(new_code(store), given, NOW)
    assert store.bearer(given.access, NOW) == Token("mira", "wallet", frozenset({"read"}), NOW + 3600)
    assert store.bearer(given.access, NOW + 3599)
    assert store.bearer(given.access, NOW + 3600) is None
    assert store.bearer("something else", NOW) is None


def test_a_refresh_token_is_no_access_token(store: GrantStore) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    assert given.refresh
    assert store.bearer(given.refresh, NOW) is None


def test_a_code_works_once_and_its_replay_revokes(store: GrantStore) -> None:
    code, first, second = new_code(store), issue(), issue()
    assert store.redeem(code, first, NOW)
    assert not store.redeem(code, second, NOW)
    assert store.bearer(first.access, NOW) is None
    assert store.bearer(second.access, NOW) is None


def test_of_many_at_once_exactly_one_gets_the_code(store: GrantStore) -> None:
    code = new_code(store)
    issues = [issue() for _ in range(THREADS)]
    won = at_once(lambda number: store.redeem(code, issues[number], NOW))
    assert won.count(True) == 1
    assert not any(store.bearer(given.access, NOW) for given in issues), "the others were replays"


def test_of_many_at_once_exactly_one_renews(store: GrantStore) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    assert given.refresh
    old = store.token(given.refresh, NOW)
    assert old
    issues = [issue() for _ in range(THREADS)]
    won = at_once(lambda number: store.renew(old, issues[number], NOW, rotate=True))
    assert won.count(True) == 1
    assert not any(store.bearer(new.access, NOW) for new in [given, *issues]), "the others were replays"


def test_without_rotation_a_refresh_token_lasts(store: GrantStore) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    assert given.refresh
    for _ in range(3):
        old = store.token(given.refresh, NOW)
        assert old
        assert not old.dead
        assert store.renew(old, replace(issue(), refresh=None), NOW, rotate=False)


def test_a_withdrawal_misses_no_token_that_is_being_issued(store: GrantStore) -> None:
    codes_before = [new_code(store) for _ in range(THREADS - 1)]
    [grant] = store.of_user("mira")
    issues = [issue() for _ in codes_before]

    def act(number: int) -> bool:
        if number == 0:
            return store.withdraw(grant.id, "mira", NOW)
        return store.redeem(codes_before[number - 1], issues[number - 1], NOW)

    assert at_once(act)[0]
    assert not any(store.bearer(given.access, NOW) for given in issues)


def test_many_consents_at_once_make_one_grant(store: GrantStore) -> None:
    at_once(lambda _: bool(new_code(store)))
    assert len(store.of_user("mira")) == 1


def test_a_grant_is_of_one_user_to_one_client(store: GrantStore) -> None:
    store.add_client("other", "s", ABOUT, NOW)
    new_code(store)
    new_code(store, client="other", now=NOW + 1)
    new_code(store, username="jonas")
    assert [grant.client.id for grant in store.of_user("mira")] == ["other", "wallet"]
    assert [grant.client.id for grant in store.of_user("jonas")] == ["wallet"]
    assert store.of_user("kim") == ()


def test_only_the_user_withdraws(store: GrantStore) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    [grant] = store.of_user("mira")
    assert not store.withdraw(grant.id, "jonas", NOW)
    assert not store.withdraw("unknown", "mira", NOW)
    assert not store.withdraw("\x00", "mira", NOW)
    assert store.bearer(given.access, NOW)
    assert store.withdraw(grant.id, "mira", NOW)
    assert store.bearer(given.access, NOW) is None
    assert not store.withdraw(grant.id, "mira", NOW)


def test_a_withdrawn_grant_gives_nothing_more(store: GrantStore) -> None:
    unused, used, given = new_code(store), new_code(store), issue()
    store.redeem(used, given, NOW)
    assert given.refresh
    old = store.token(given.refresh, NOW)
    assert old
    store.withdraw(store.of_user("mira")[0].id, "mira", NOW)
    assert not store.redeem(unused, issue(), NOW)
    assert not store.renew(old, issue(), NOW, rotate=True)


def test_revoking_a_refresh_token_ends_its_family_only(store: GrantStore) -> None:
    first, second = issue(), issue()
    store.redeem(new_code(store), first, NOW)
    store.redeem(new_code(store), second, NOW)
    assert first.refresh
    token = store.token(first.refresh, NOW)
    assert token
    store.revoke(token, NOW)
    assert store.bearer(first.access, NOW) is None
    assert store.bearer(second.access, NOW)


def test_revoking_an_access_token_leaves_its_refresh_token(store: GrantStore) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    token = store.token(given.access, NOW)
    assert token
    store.revoke(token, NOW)
    assert store.bearer(given.access, NOW) is None
    assert given.refresh
    refresh = store.token(given.refresh, NOW)
    assert refresh
    assert not refresh.dead


def test_a_client_on_its_own_account_reaches_whom_it_acts_for(store: GrantStore) -> None:
    client = store.add_client("institution", "s", ABOUT, NOW, acts_for="mira")
    given = replace(issue(), refresh=None)
    store.issue(client, given)
    token = store.bearer(given.access, NOW)
    assert token
    assert token.user == "mira"
    assert store.of_user("mira") == ()


def test_no_secret_is_stored(store: GrantStore, database: Database) -> None:
    given = issue()
    store.redeem(new_code(store), given, NOW)
    with database.read() as connection:
        held = str([row for table in (clients, grants, codes, tokens) for row in connection.execute(table.select())])
    assert given.access not in held
    assert given.refresh
    assert given.refresh not in held
    assert "wallet-secret" not in held


def test_what_expired_long_ago_is_forgotten(store: GrantStore, database: Database) -> None:
    store.redeem(new_code(store), issue(), NOW)
    new_code(store, now=NOW + 3 * 86_400)
    with database.read() as connection:
        assert len(connection.execute(codes.select()).all()) == 1
        assert connection.execute(tokens.select()).all() == []
