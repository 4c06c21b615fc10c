"""Records of CLR 1.0 made up from the model of its classes: members present or not, values right and wrong."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from random import Random
from typing import Any, Final

from conformance.standard.classes import models

BOOK: Final = "clr10"
RECORD: Final = "GetClrPayload"
_TEXTS: Final = ("Soil science", "", "https://college.example/a", "urn:uuid:1", "a b/c~d", "id", "Clr", "ext:own", "é")
_VALUES: Final = ("Co-Curricular", "LisSourcedId", "exemplar", "isChildOf", "Completed", "Assessment Result", "email")
_WRONG: Final[tuple[Any, ...]] = (None, 7, True, [], {}, [1, None, "x"], {"id": 3}, "text", [{"a": [{}]}], [[]])
_TOKENS: Final = {"signedAssertions": "Assertion", "signedEndorsements": "Endorsement", "signedClrs": "Clr"}
_DEEPEST: Final = 5


def token(payload: Any) -> str:
    """A compact JWS with that payload and no right signature."""
    parts = (json.dumps({"alg": "RS256"}), json.dumps(payload), "signature")
    return ".".join(urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def value_of(class_name: str, dice: Random, depth: int = 0) -> dict[str, Any]:
    """An object of that class, of right, wrong and missing members and some that the class does not know."""
    found: dict[str, Any] = {}
    share = 0.55 if depth < 2 else 0.35 if depth < 4 else 0.2
    for member in models(BOOK)[class_name].members.values():
        if dice.random() > share:
            continue
        found[member.name] = _member(member.name, member.type, member.many, dice, depth)
    if dice.random() < 0.1:
        found[dice.choice(("acme:shelf/mark", "note~1", ""))] = dice.choice(_WRONG)
    return found


def _member(name: str, kind: str, many: bool, dice: Random, depth: int) -> Any:
    if dice.random() < 0.08:
        return dice.choice(_WRONG)
    if many and dice.random() < 0.9:
        return [_one(name, kind, dice, depth) for _ in range(dice.choice((0, 1, 1, 2)))]
    return _one(name, kind, dice, depth)


def _one(name: str, kind: str, dice: Random, depth: int) -> Any:
    if name in _TOKENS:
        inner = value_of(_TOKENS[name], dice, depth + 1) if depth < _DEEPEST else {}
        return dice.choice((token(inner), token(inner), token([1]), "not-a-token", "a.b.c"))
    if kind in models(BOOK):
        return value_of(kind, dice, depth + 1) if depth < _DEEPEST else {}
    if kind == "Float":
        return dice.choice((3, 2.5))
    if kind == "Boolean":
        return dice.random() < 0.15
    if kind == "DateTime":
        return "2024-06-30T12:00:00Z"
    return dice.choice(_TEXTS + _VALUES)
