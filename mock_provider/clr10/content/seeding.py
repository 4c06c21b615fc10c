"""Fills the store at the start, once for all workers."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

from sqlalchemy import Connection

from mock_provider.clr10.content.generator import generate
from mock_provider.clr10.store.clrs import replace_generated
from mock_provider.clr10.store.forms import stored_clr
from mock_provider.oauth import AuthorizationService
from mock_provider.settings import Settings
from mock_provider.store.database import Database, lock_for_set_up
from mock_provider.store.documents import replace_documents, set_stamp, stamp


def fill(settings: Settings, database: Database, service: AuthorizationService) -> None:
    """Brings users and generated content up to date; what clients posted stays.

    Nothing is done when the store already holds what these settings ask for: another worker was first, or the
    store is a file of an earlier start.
    """
    content_mark = f"{settings.seed} {settings.base_url} {settings.only_signed} {_generator_digest()}"
    people = [settings.users, settings.client_id, settings.client_secret, settings.client_acts_for]
    people_mark = hashlib.sha256(json.dumps(people).encode("utf-8")).hexdigest()
    with database.write() as connection:
        lock_for_set_up(connection)
        if stamp(connection, "people") != people_mark:
            _fill_people(settings, service)
            set_stamp(connection, "people", people_mark)
        if stamp(connection, "content") != content_mark:
            _fill_content(settings, connection)
            set_stamp(connection, "content", content_mark)


def _generator_digest() -> str:
    """Another one after every change of the generator, so that a store in a file is filled anew."""
    sources = sorted(files("mock_provider.clr10.content").iterdir(), key=lambda file: file.name)
    return hashlib.sha256(b"".join(file.read_bytes() for file in sources if file.name.endswith(".py"))).hexdigest()


def _fill_people(settings: Settings, service: AuthorizationService) -> None:
    service.seed_users(settings.users, {name: name.capitalize() for name in settings.users})
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


def _fill_content(settings: Settings, connection: Connection) -> None:
    content = generate(settings)
    records = (
        stored_clr(record.clr, f"user:{record.username}", jws=record.jws, generated=True) for record in content.records
    )
    learners = ((f"user:{username}", profile) for username, profile in content.learners.items())
    replace_generated(connection, records, learners)
    replace_documents(connection, content.documents)
