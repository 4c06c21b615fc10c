"""Fills the store, once for all workers: people at the start, an edition's content when it is first asked for."""

from __future__ import annotations

import hashlib
import json
import threading

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_provider.edition import Edition, Put
from mock_provider.oauth import AuthorizationService
from mock_provider.settings import Settings
from mock_provider.store.database import Database, lock_for_set_up
from mock_provider.store.documents import set_stamp, stamp


def fill_people(settings: Settings, database: Database, service: AuthorizationService) -> None:
    """Brings users, and the client known beforehand, up to date."""
    users = {name: (account.password, account.name) for name, account in settings.users.items()}
    people = [users, settings.client_id, settings.client_secret, settings.client_acts_for, *service.settings.offered]
    mark = hashlib.sha256(json.dumps(people).encode("utf-8")).hexdigest()
    with database.write() as connection:
        lock_for_set_up(connection)
        if stamp(connection, "people") != mark:
            _fill_people(settings, service)
            set_stamp(connection, "people", mark)


class Content:
    """The content of one edition, made when ``fill`` is first called; what clients posted stays.

    Nothing is made when the store already holds what the settings ask for: another worker was first, or the store is a
    file of an earlier start. A store that begins anew gets the same content again. With ``threads`` it is made in one
    while others are served.
    """

    def __init__(self, settings: Settings, edition: Edition, database: Database, *, threads: bool = True) -> None:
        self._threads = threads
        self._settings = settings
        self._edition = edition
        self._database = database
        self._making = threading.Lock()
        self._put: Put | None = None
        self._filled: int | None = None

    @property
    def filled(self) -> bool:
        """True when nothing is left to be done."""
        return self._filled == self._database.restored

    async def ready(self) -> None:
        """Comes back when the content is there."""
        if self.filled:
            return
        if self._threads:
            await run_in_threadpool(self.fill)
        else:
            self.fill()

    def fill(self) -> None:
        """Makes the content and puts it into the store; threads and workers that come meanwhile wait."""
        if self.filled:
            return
        with self._making:
            restored = self._database.restored
            if self._filled != restored:
                self._fill()
                self._filled = restored

    def _fill(self) -> None:
        name, mark = f"content {self._edition.book}", self._edition.content_mark(self._settings)
        with self._database.read() as connection:
            if stamp(connection, name) == mark:
                return
        # Not inside the transaction: to sign takes time, in which nobody else could write into a file.
        put = self._put or self._edition.fill(self._settings)
        with self._database.write() as connection:
            lock_for_set_up(connection)
            if stamp(connection, name) != mark:
                put(connection)
                set_stamp(connection, name, mark)
        # Only a store in memory can begin anew.
        self._put = put if self._database.in_memory else None


class FilledFirst:
    """An endpoint of an edition whose content nobody has asked for so far."""

    def __init__(self, app: ASGIApp, content: Content) -> None:
        self._app = app
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._content.filled:
            await self._content.ready()
        await self._app(scope, receive, send)


def _fill_people(settings: Settings, service: AuthorizationService) -> None:
    names = {name: account.name or name.capitalize() for name, account in settings.users.items()}
    service.seed_users(settings.logins, names)
    if settings.client_id:
        service.seed_client(
            settings.client_id,
            settings.client_secret,
            [settings.client_redirect_uri],
            service.settings.offered,
            service.settings.grant_types,
            name="Client known beforehand",
            acts_for=settings.client_acts_for or None,
        )
