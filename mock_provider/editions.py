"""Which editions of the standard the mock can play: those that have a room here, with a module ``edition``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pkgutil import iter_modules

from conformance.standard.facts import editions as all_editions
from conformance.standard.facts import facts


@cache
def editions() -> Mapping[str, str]:
    """The book of each edition that the mock can play, by its public name (``clr-v…``)."""
    return {facts(book).id: book for book in all_editions() if _has_room(book)}


def default_book() -> str:
    """The book of the edition that is played when none is named: the first of all, most often the only one."""
    return next(iter(editions().values()))


def _has_room(book: str) -> bool:
    """True when there is a module ``edition`` in a room of that name; imports none of it."""
    room = find_spec(f"mock_provider.{book}")
    folders = room.submodule_search_locations if room else None
    return any(module.name == "edition" for module in iter_modules(folders or ()))
