"""Puts the generated content into the store."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from mock_provider.clr20.content.kept import kept
from mock_provider.clr20.content.keys import keys_of
from mock_provider.clr20.content.own import own_mark, read_own
from mock_provider.clr20.store.credentials import replace_generated
from mock_provider.clr20.store.hosted import replace_hosted
from mock_provider.edition import Put
from mock_provider.settings import Settings

if TYPE_CHECKING:
    from mock_provider.clr20.content.kept import Content


def content_mark(settings: Settings) -> str:
    """What tells the content of these settings from any other; it changes with every change of the generator."""
    return f"{_made_up_mark(settings)} {own_mark(settings)}"


def _made_up_mark(settings: Settings) -> str:
    users = {name: (account.name, account.content) for name, account in settings.users.items() if account.content}
    asked = (settings.seed, settings.root_url, settings.content, users, keys_of(settings).mark)
    return f"{json.dumps(asked)} {_generator()}"


@cache
def _generator() -> str:
    """The digest of all modules that have a part in content: those of this room, and those that sign."""
    # Only looked for, since to import who signs takes a moment.
    rooms = (find_spec(name) for name in ("mock_provider.clr20.content", "conformance.issuing"))
    folders = [Path(room.origin).parent for room in rooms if room is not None and room.origin]
    sources = [source.read_bytes() for folder in folders for source in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(sources)).hexdigest()


def fill(settings: Settings) -> Put:
    """Makes records, profiles and documents, and reads one's own; they take the place of those of an earlier start.

    Raises ``SettingsError`` for a file of one's own that is not a record.
    """
    content = kept(settings.data_dir, _made_up_mark(settings), lambda: _made(settings))
    own = read_own(settings)
    owners = {each.owner for each in own}
    records = [*(each for each in content.records if each.owner not in owners), *own]

    def put(connection: Connection) -> None:
        replace_generated(connection, records, content.profiles)
        replace_hosted(connection, content.documents, content.drafts)

    return put


def _made(settings: Settings) -> Content:
    # What signs takes a moment to import, and is not needed where the content was kept.
    from mock_provider.clr20.content.generator import generate

    return generate(settings)
