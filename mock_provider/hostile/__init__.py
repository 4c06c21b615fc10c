"""Targets that attack whoever judges them: real servers on loopback, each with one bad intention.

They are for tools that read from strangers: every attack has to end in bounded time and memory with one clear
statement. ``HOSTILE`` lists them; ``running_hostile`` runs one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mock_provider.edition import find
from mock_provider.editions import editions
from mock_provider.hostile import everywhere, sockets
from mock_provider.hostile.asgi import Attack, Attacking, bystander
from mock_provider.hostile.model import Hostile
from mock_provider.settings import Settings
from mock_provider.testing import process_folder, running_mock

__all__ = ["HOSTILE", "Attack", "Hostile", "HostileServer", "hostile", "running_hostile"]


def _of_editions() -> Iterator[Hostile]:
    """What the module ``hostile`` in the room of each edition lists."""
    for book in editions().values():
        if find_spec(f"mock_provider.{book}.hostile"):
            yield from import_module(f"mock_provider.{book}.hostile").HOSTILE


HOSTILE: tuple[Hostile, ...] = (*sockets.HOSTILE, *everywhere.HOSTILE, *_of_editions())
"""All hostile targets, those that never get to a response first."""


@dataclass(frozen=True, slots=True)
class HostileServer:
    """A hostile target that is running.

    ``url`` is the API's base URL, ``ca_path`` the authority to trust, ``users`` passwords by user name. ``strayed``
    gathers the header sections of requests that were lured to another host.
    """

    url: str
    ca_path: Path
    users: Mapping[str, str]
    strayed: list[bytes] = field(default_factory=list)


def hostile(hostile_id: str) -> Hostile:
    """The hostile target of that id; raises ``KeyError``."""
    return {one.id: one for one in HOSTILE}[hostile_id]


@contextlib.contextmanager
def running_hostile(target: Hostile, **settings: Any) -> Iterator[HostileServer]:
    """Runs a hostile target as long as the block lasts: on a free loopback port, unless these ``Settings`` name one."""
    own = Settings(**{"port": 0, "data_dir": process_folder(), **settings, **target.settings}).alone()
    if target.talk is not None:
        with sockets.talking(target.talk, own) as (url, ca_path, users):
            yield HostileServer(url, ca_path, users)
        return
    assert target.attack is not None
    attack, edition = target.attack, find(own.book)
    alone = {**settings, **target.settings, "standard": own.standard}
    with (
        bystander(own.data_dir) as (elsewhere, strayed),
        running_mock(lambda app: Attacking(app, attack, elsewhere, edition), **alone) as mock,
    ):
        yield HostileServer(mock.url, mock.ca_path, mock.users, strayed)
