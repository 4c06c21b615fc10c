"""What the mock has to know of an edition to play it, found by the book's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from conformance.standard.facts import Facts
from mock_provider.editions import editions

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.routing import BaseRoute

    from mock_provider.behaviour.operations import Operations
    from mock_provider.http.access import Gate
    from mock_provider.http.mend import Mend
    from mock_provider.http.status import StatusForm
    from mock_provider.settings import Settings
    from mock_provider.store.database import Database


Put = Callable[["Connection"], None]
"""Puts content that is made into the store, in a transaction that is open."""


def _no_scopes(_settings: Settings) -> tuple[str, ...]:
    return ()


def _no_mark(_settings: Settings) -> str:
    return ""


def _no_content(_settings: Settings) -> Put:
    """Nothing of it is kept in the store."""
    return lambda _connection: None


def _no_check(_settings: Settings) -> None:
    """Nothing can be wrong."""


def _takes_nothing(_value: Any) -> bool:
    return False


def _no_ids(_settings: Settings) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the standard, as the mock plays it.

    ``statuses`` writes its status objects, ``routes`` are the paths of the API and of the documents beside it, ``plan``
    is the shipped plan that claims all that the mock offers: what the self-check and the demo run.

    The others are for editions with scopes, and with content in the store. ``scope_texts`` says for each scope what the
    consent page tells a user; ``scopes_offered`` are those of the operations that the settings offer. ``fill`` makes
    the content that the settings ask for, and gives what puts it into the store; ``content_mark`` tells that content
    from any other; ``empty_users`` are those for whom it holds no record. ``known_ids`` are ids of single items by what
    they are samples of, such as ``revoked_clr``. ``mends`` are departures at the edition's own operations that the mock
    can take. ``takes`` tells whether what is in a file of one's own is of this edition, where others are played too,
    and ``check_own`` raises ``SettingsError`` where such a file cannot be served.
    """

    facts: Facts
    statuses: StatusForm
    routes: Callable[[Settings, Database, Gate], list[BaseRoute]]
    plan: str
    scope_texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    scopes_offered: Callable[[Settings], tuple[str, ...]] = _no_scopes
    content_mark: Callable[[Settings], str] = _no_mark
    fill: Callable[[Settings], Put] = _no_content
    empty_users: tuple[str, ...] = ()
    known_ids: Callable[[Settings], Mapping[str, str]] = _no_ids
    mends: tuple[Mend, ...] = ()
    takes: Callable[[Any], bool] = _takes_nothing
    check_own: Callable[[Settings], None] = _no_check

    @property
    def operations(self) -> Operations:
        """All that a client of it alone can call: the operations of the API, and the steps of OAuth with a login."""
        return operations_of((self.facts,))

    @property
    def book(self) -> str:
        """The name of its folder."""
        return self.facts.book


def operations_of(editions: Sequence[Facts], beside: Iterable[tuple[str, str]] = ()) -> Operations:
    """All that a client of these editions, the main one first, can call; ``beside`` as ``Operations`` has it."""
    from mock_provider.behaviour.operations import Operations
    from mock_provider.oauth.addresses import OAUTH_ROOT, PAGES, STEPS

    steps, pages = (STEPS, PAGES) if any(each.needs_tokens for each in editions) else ((), ())
    return Operations(editions[0], OAUTH_ROOT, steps, pages, tuple(editions[1:]), tuple(beside))


@cache
def find(book: str) -> Edition:
    """The edition of that book, whose room is imported at the first call; raises ``LookupError`` when it has none."""
    if book not in editions().values():
        raise LookupError(f"the mock does not play {book}; it plays {', '.join(editions().values())}")
    found: Edition = import_module(f"mock_provider.{book}.edition").EDITION
    return found
