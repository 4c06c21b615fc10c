"""How a setting is read from the text of a flag or a variable, or from a value of a YAML file, and written again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

Convert = Callable[[Any], Any]
"""Makes the setting's value; raises ``ValueError`` or ``TypeError``, whose text says what the setting has to be."""

_SWITCHES = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def text(value: Any) -> str:
    """A text as it is."""
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def whole(value: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError("a whole number")
    try:
        return int(value)
    except ValueError:
        raise ValueError("a whole number") from None


def switch(value: Any) -> bool:
    """True or false, also as ``yes``, ``on``, ``1`` and their opposites."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _SWITCHES:
        return _SWITCHES[value.lower()]
    raise ValueError("true or false")


def path(value: Any) -> Path:
    """A path of the file system."""
    if not isinstance(value, str | Path):
        raise TypeError("a path")
    return Path(value)


def folder(value: Any) -> str:
    """The path of a folder as text, empty for none."""
    return str(path(value)) if value else ""


def pairs(example: str) -> Convert:
    """Reads texts by name: a mapping, a JSON object, or a list like the example, ``mira=secret,kim=other``."""

    def read(value: Any) -> dict[str, str]:
        if isinstance(value, str) and value.startswith("{"):
            value = json.loads(value)
        elif isinstance(value, str):
            parts = [part.partition("=") for part in value.split(",") if part.strip()]
            if not all(equals for _, equals, _ in parts):
                raise ValueError(f"a list like {example}")
            value = {name.strip(): word for name, _, word in parts}
        if not isinstance(value, Mapping) or not all(isinstance(item, str) for pair in value.items() for item in pair):
            raise TypeError(f"a list like {example}")
        return dict(value)

    return read


def texts(value: Any) -> tuple[str, ...]:
    """Several texts: a list, or one text with semicolons between them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise TypeError("a list of texts")


ALL = "all"


def names_or_all(value: Any) -> tuple[str, ...]:
    """Names: a list, or one text with commas or semicolons between them; true stands for ``all``, false for none."""
    if isinstance(value, bool) or (isinstance(value, str) and value.lower() in _SWITCHES):
        return (ALL,) if switch(value) else ()
    return texts(value.replace(",", ";") if isinstance(value, str) else value)


FIRST = "first"


def name_or_first(value: Any) -> str:
    """A name; true stands for ``first``, false for none."""
    if isinstance(value, bool) or (isinstance(value, str) and value.lower() in _SWITCHES):
        return FIRST if switch(value) else ""
    return text(value)


def as_text(value: Any) -> str:
    """The text from which the same value is read again."""
    if isinstance(value, tuple):
        return ";".join(value)
    return json.dumps(dict(value), default=asdict) if isinstance(value, Mapping) else str(value)
