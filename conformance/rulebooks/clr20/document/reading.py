"""Reads values as tolerantly as the published schemas take them: a bare value for an array, an object for its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

VC_1: Final = "https://www.w3.org/2018/credentials/v1"
VC_2: Final = "https://www.w3.org/ns/credentials/v2"
"""The first context of a credential says which version of the data model of the W3C it is built on."""


def many(value: Any) -> list[Any]:
    """The entries of an array; a bare value is one entry, nothing is none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects among them."""
    return (entry for entry in many(value) if isinstance(entry, dict))


def types(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts in ``type``, one or several."""
    return tuple(each for each in many(value.get("type")) if isinstance(each, str))


def contexts(value: Mapping[str, Any]) -> tuple[Any, ...]:
    """The entries of ``@context``, one or several."""
    return tuple(many(value.get("@context")))


def first_context(value: Mapping[str, Any]) -> str:
    """The first entry of ``@context`` when it is a text, else an empty text."""
    found = contexts(value)[:1]
    return found[0] if found and isinstance(found[0], str) else ""


def identifier(value: Any) -> str | None:
    """The id that a text is or an object has, as of an issuer; ``None`` when there is none."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None
