"""Fills the store at the start, once for all workers."""

from __future__ import annotations

import hashlib
import json

from mock_provider.edition import Edition
from mock_provider.oauth import AuthorizationService
from mock_provider.settings import Settings
from mock_provider.store.database import Database, lock_for_set_up
from mock_provider.store.documents import set_stamp, stamp


def fill(settings: Settings, edition: Edition, database: Database, service: AuthorizationService | None) -> None:
    """Brings users and generated content up to date; what clients posted stays.

    Nothing is done when the store already holds what these settings ask for: another worker was first, or the
    store is a file of an earlier start. Without a ``service`` nobody logs in, so that there are no users.
    """
    users = {name: (account.password, account.name) for name, account in settings.users.items()}
    people = [users, settings.client_id, settings.client_secret, settings.client_acts_for]
    people_mark = hashlib.sha256(json.dumps(people).encode("utf-8")).hexdigest()
    content_mark = edition.content_mark(settings)
    with database.write() as connection:
        lock_for_set_up(connection)
        if service is not None and stamp(connection, "people") != people_mark:
            _fill_people(settings, service)
            set_stamp(connection, "people", people_mark)
        if stamp(connection, "content") != content_mark:
            edition.fill(settings, connection)
            set_stamp(connection, "content", content_mark)


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
