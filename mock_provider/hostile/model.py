"""What a hostile target is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_provider.hostile.asgi import Attack
from mock_provider.hostile.talk import Talk

HANG = "A client without time limits hangs for ever."
MEMORY = "A client without limits of size fills its memory."
LOOP = "A client that does not count goes round for ever."
TRACE = "A careless client ends with a traceback."
SHOWN = "A report or terminal that shows it as it is runs it."
STRAYS = "A client that goes wherever it is sent carries secrets to strangers, or reaches into the private network."


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


def attacking(hostile_id: str, title: str, why: str, attack: Attack) -> Hostile:
    """A target whose attack stands in front of a mock."""
    return Hostile(hostile_id, title, why, attack=attack)
