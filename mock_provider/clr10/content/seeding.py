"""Puts the generated content into the store."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

from sqlalchemy import Connection

from mock_provider.clr10.content.generator import generate
from mock_provider.clr10.content.own import own_mark, read_own
from mock_provider.clr10.resource.items import ITEM_KINDS, OTHER_KINDS
from mock_provider.clr10.store.clrs import replace_generated
from mock_provider.clr10.store.forms import stored_clr
from mock_provider.edition import Put
from mock_provider.settings import Settings
from mock_provider.store.documents import replace_documents


def content_mark(settings: Settings) -> str:
    """What tells the content of these settings from any other; it changes with every change of the generator."""
    sources = sorted(files("mock_provider.clr10.content").iterdir(), key=lambda file: file.name)
    generator = hashlib.sha256(b"".join(file.read_bytes() for file in sources if file.name.endswith(".py"))).hexdigest()
    users = {name: (account.name, account.content) for name, account in settings.users.items() if account.content}
    asked = (settings.seed, settings.base_url, settings.only_signed, settings.content, users, own_mark(settings))
    return f"{json.dumps(asked)} {generator}"


def fill(settings: Settings) -> Put:
    """Makes CLRs, learners and documents, and reads one's own CLRs; they take the place of those of an earlier start.

    Raises ``SettingsError`` for a file of one's own that is not a CLR.
    """
    own = read_own(settings)
    content = generate(settings)
    records = [
        stored_clr(record.clr, f"user:{record.username}", jws=record.jws, generated=True) for record in content.records
    ]
    learners = [(f"user:{username}", profile) for username, profile in content.learners.items()]
    items = {each.clr.id: each.items for each in own}

    def put(connection: Connection) -> None:
        replace_generated(connection, [*records, *(each.clr for each in own)], learners, items)
        replace_documents(connection, content.documents, (*ITEM_KINDS, *OTHER_KINDS))

    return put
