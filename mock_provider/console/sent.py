"""What a page has sent, read into values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchanges.visible import visible
from mock_provider.console.values import ACTIONS, CHOICES, MOST_WORDS, Action, Answer, now

_MOST_KEY = 200
_MOST_DIGITS = 15


class NotUnderstoodError(ValueError):
    """What was sent is not what the page sends; the text says what is wrong."""


def place_of(text: str) -> int | None:
    """A number that is not negative; ``None`` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def text_of(sent: Mapping[str, Any], name: str) -> str:
    """A short text; raises ``NotUnderstoodError``."""
    text = sent.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= _MOST_KEY:
        raise NotUnderstoodError(f"{name} is a text of 1 to {_MOST_KEY} characters")
    return text


def action_of(sent: Mapping[str, Any]) -> Action:
    """What the person wants to do; raises ``NotUnderstoodError``."""
    for action in ACTIONS:
        if sent.get("action") == action:
            return action
    raise NotUnderstoodError(f"action is one of {', '.join(ACTIONS)}")


def answer_of(sent: Mapping[str, Any]) -> Answer:
    """The answer to a question, with the present time; raises ``NotUnderstoodError``.

    Characters in the person's words that nobody can see are replaced by marks that can be seen.
    """
    words = sent.get("words", "")
    if not isinstance(words, str) or len(words) > MOST_WORDS:
        raise NotUnderstoodError(f"words is a text of at most {MOST_WORDS} characters")
    for value in CHOICES:
        if sent.get("value") == value:
            return Answer(text_of(sent, "question"), value, visible(words), now())
    raise NotUnderstoodError(f"value is one of {', '.join(CHOICES)}")
