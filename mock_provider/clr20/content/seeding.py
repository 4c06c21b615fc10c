"""Puts the generated content into the store."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

from sqlalchemy import Connection

from mock_provider.clr20.content.generator import generate
from mock_provider.clr20.store.credentials import replace_generated
from mock_provider.edition import Put
from mock_provider.settings import Settings


def content_mark(settings: Settings) -> str:
    """What tells the content of these settings from any other; it changes with every change of the generator."""
    sources = sorted(files("mock_provider.clr20.content").iterdir(), key=lambda file: file.name)
    generator = hashlib.sha256(b"".join(file.read_bytes() for file in sources if file.name.endswith(".py"))).hexdigest()
    asked = (settings.seed, settings.root_url, settings.content, sorted(settings.users))
    return f"{json.dumps(asked)} {generator}"


def fill(settings: Settings) -> Put:
    """Makes records and profiles, which take the place of those of an earlier start."""
    content = generate(settings)

    def put(connection: Connection) -> None:
        replace_generated(connection, content.records, content.profiles)

    return put
