"""What a hostile target is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_provider.hostile.asgi import Attack
from mock_provider.hostile.talk import Talk


@dataclass(frozen=True, slots=True)
class Hostile:
    """One target with one bad intention.

    ``title`` says what it does to a client in one sentence, ``why`` what a careless client would suffer. Either
    ``talk`` speaks on the bare socket, or ``attack`` stands in front of a mock that is right otherwise.
    """

    id: str
    title: str
    why: str
    talk: Talk | None = None
    attack: Attack | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
