"""What was probably meant: the nearest member of a class, the class that has a member, the nearest listed value."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from conformance.document.model import DocumentModel

_NEAR = 0.75
_LONGEST = 60


@lru_cache(maxsize=1024)
def like_member(model: DocumentModel, kind: str, name: str) -> str:
    """Words that follow an expectation: which member of the class was meant, or which class has this one."""
    if len(name) > _LONGEST:
        return ""
    if name in model.known_elsewhere:
        return f"; {model.known_elsewhere[name]}"
    models = model.models()
    own = _nearest(name, tuple(models[kind].members) if kind in models else ())
    if own:
        return f"; did you mean {own}?"
    holders = [each.name for each in models.values() if name in each.members and each.name == each.kind]
    return f"; {name} is a member of {' and '.join(holders[:3])}" if holders else ""


@lru_cache(maxsize=1024)
def like_value(model: DocumentModel, vocabulary: str, text: str) -> str:
    """Words that follow an expectation: which value was meant, or which member takes this one."""
    if len(text) > _LONGEST:
        return ""
    own = _nearest(text, _values(model, vocabulary))
    if own:
        return f"; did you mean {own}?"
    others = [name for name in _vocabularies(model) if name != vocabulary and text in _values(model, name)]
    members = sorted(
        {each.name for holder in model.models().values() for each in holder.members.values() if each.type in others}
    )
    return f"; {text} is a value of {' and '.join(members[:3])}" if members else ""


def _nearest(text: str, known: tuple[str, ...]) -> str:
    by_lower = {each.lower(): each for each in known}
    plain = text.lower().replace("_", "").replace("-", "").replace(" ", "")
    close = get_close_matches(plain, by_lower, 1, _NEAR)
    return by_lower[close[0]] if close else ""


@cache
def _vocabularies(model: DocumentModel) -> tuple[str, ...]:
    return tuple(name for name in model.schemas if _values(model, name))


@cache
def _values(model: DocumentModel, vocabulary: str) -> tuple[str, ...]:
    schema: dict[str, Any] = model.schemas.get(vocabulary, {})
    return tuple(schema.get("enum") or next((each["enum"] for each in schema.get("anyOf", ()) if "enum" in each), ()))
