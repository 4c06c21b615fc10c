"""Puts the generated content into the store."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from mock_provider.clr20.content.kept import kept
from mock_provider.clr20.content.keys import keys_of
from mock_provider.clr20.store.credentials import replace_generated
from mock_provider.clr20.store.hosted import replace_hosted
from mock_provider.edition import Put
from mock_provider.settings import Settings

if TYPE_CHECKING:
    from mock_provider.clr20.content.kept import Content


def content_mark(settings: Settings) -> str:
    """What tells the content of these settings from any other; it changes with every change of the generator."""
    sources = sorted(files("mock_provider.clr20.content").iterdir(), key=lambda file: file.name)
    generator = hashlib.sha256(b"".join(file.read_bytes() for file in sources if file.name.endswith(".py"))).hexdigest()
    users = {name: (account.name, account.content) for name, account in settings.users.items() if account.content}
    asked = (settings.seed, settings.root_url, settings.content, users, keys_of(settings).mark)
    return f"{json.dumps(asked)} {generator}"


def fill(settings: Settings) -> Put:
    """Makes records, profiles and documents, which take the place of those of an earlier start."""
    content = kept(settings.data_dir, content_mark(settings), lambda: _made(settings))

    def put(connection: Connection) -> None:
        replace_generated(connection, content.records, content.profiles)
        replace_hosted(connection, content.documents, content.drafts)

    return put


def _made(settings: Settings) -> Content:
    # What signs takes a moment to import, and is not needed where the content was kept.
    from mock_provider.clr20.content.generator import generate

    return generate(settings)
