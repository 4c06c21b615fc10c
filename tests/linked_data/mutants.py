"""Copies of records in which one thing or several are changed at random."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from conformance.standard import contexts
from tests.linked_data.records import CLR, ED25519, EXTENSIONS, OB, SEEDS, STATUS_2021, VC1, VC2, Json

_IDS: Final = (
    "urn:uuid:badge-0",
    "_:b0",
    "_:x",
    "_:c14n0",
    "relative",
    "",
    "https://a.example/ space",
    "#frag",
    "did:example:mira",
    "schema:name",
    "xsd:thing",
    "@id",
    "@odd",
    "cred:x",
    "urn:uuid:{9c}",
    "https://a.example/a|b",
)
_SCALARS: Final = (
    *_IDS,
    None,
    True,
    False,
    0,
    1,
    -7,
    1.5,
    1e-7,
    1e21,
    123456789012345680000,
    2.0,
    "text",
    'with "quotes" \\ and\nlines\r\t',
    "\x01\x08\x0c\x1f\x7f",
    "ü 漢字 😀",
)
_SHAPES: Final[tuple[Any, ...]] = (
    {},
    [],
    [[]],
    [None],
    {"id": "_:x"},
    {"id": "urn:uuid:badge-0"},
    {"@value": "x", "@language": "EN"},
    {"@value": "x", "@language": "no tag"},
    {"@value": 5, "@type": "xsd:thing"},
    {"@value": "5", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    {"@value": None},
    {"en": "hello", "de": ["hallo"]},
    {"undefined": 1},
    {"@value": "x", "@direction": "rtl"},
    {"@list": ["a", "b"]},
    {"@set": ["a"]},
    {"@id": "urn:x"},
    {"type": "Profile"},
    {"type": ["Undefined"]},
    {"type": "Image", "id": "https://a.example/i.png"},
    ["a", ["b", ["c"]], "a"],
    [{"id": "_:x", "type": "Profile", "name": "n"}, "_:x"],
    {"@graph": [{"id": "urn:a", "name": "b"}]},
    {"@reverse": {"issuer": "urn:a"}},
    {"id": "_:x", "narrative": {"id": "_:x"}},
    [1, 1.0, True, "1"],
    {"id": "urn:same", "type": ["ResultDescription"], "allowedValue": ["A", "B"]},
)
_CONTEXTS: Final = (
    VC2,
    VC1,
    CLR,
    OB,
    EXTENSIONS,
    ED25519,
    STATUS_2021,
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/data-integrity/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "https://unknown.example/context",
    {"extra": "https://a.example/extra"},
    {"@vocab": "https://a.example/v#"},
    {"@language": "en"},
    {"extra": {"@id": "https://a.example/e", "@container": "@list"}},
    None,
    {"words": {"@id": "https://a.example/w", "@container": "@language"}},
    {"extra": {"@id": "https://a.example/e", "@type": "@json"}},
    {"extra": {"@id": "https://a.example/e", "@type": "@vocab"}},
    {"xsd": "http://www.w3.org/2001/XMLSchema#"},
)


def _terms() -> list[str]:
    found: set[str] = {
        "extra",
        "words",
        "undefined",
        "https://a.example/p",
        "schema:name",
        "@type",
        "@id",
        "_:p",
        "@nest",
        "@odd",
    }
    for document in contexts("clr20").documents.values():
        _collect(document["@context"], found)
    return sorted(found)


def _collect(context: Any, found: set[str]) -> None:
    for name, each in (context or {}).items():
        if not name.startswith("@"):
            found.add(name)
        if isinstance(each, dict) and isinstance(each.get("@context"), dict):
            _collect(each["@context"], found)


_TERMS: Final = _terms()


def mutants(seed: int) -> Iterator[Json]:
    """Documents without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        document = chance.choice(SEEDS)()
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
            _change(document, chance)
        yield document


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder and key below a value."""
    for key, each in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(each, dict | list):
            yield from _places(each)


def _change(document: Json, chance: random.Random) -> None:
    places = list(_places(document))
    if places:
        holder, key = chance.choice(places)
        chance.choice(_CHANGES)(document, places, (holder, key), chance)


Places = list[tuple[Any, Any]]


def _replace(_: Json, __: Places, at: tuple[Any, Any], chance: random.Random) -> None:
    at[0][at[1]] = copy.deepcopy(chance.choice((*_SCALARS, *_SHAPES)))


def _remove(_: Json, __: Places, at: tuple[Any, Any], ___: random.Random) -> None:
    del at[0][at[1]]


def _rename(_: Json, __: Places, at: tuple[Any, Any], chance: random.Random) -> None:
    if isinstance(at[0], dict):
        at[0][chance.choice(_TERMS)] = at[0].pop(at[1])


def _add(_: Json, __: Places, at: tuple[Any, Any], chance: random.Random) -> None:
    if isinstance(at[0], dict):
        at[0][chance.choice(_TERMS)] = copy.deepcopy(chance.choice((*_SHAPES, *_SCALARS)))


def _move(_: Json, places: Places, at: tuple[Any, Any], chance: random.Random) -> None:
    holder, key = chance.choice(places)
    at[0][at[1]] = json.loads(json.dumps(holder[key]))


def _double(_: Json, __: Places, at: tuple[Any, Any], chance: random.Random) -> None:
    value = at[0][at[1]]
    at[0][at[1]] = [value, copy.deepcopy(chance.choice((*_SHAPES, *_SCALARS, value)))]


def _new_contexts(document: Json, places: Places, _: tuple[Any, Any], chance: random.Random) -> None:
    chance.choice(_named(document, places, "id"))["@context"] = copy.deepcopy(
        chance.sample(_CONTEXTS, chance.choice((1, 2, 3)))
    )


def _one_more_context(document: Json, places: Places, _: tuple[Any, Any], chance: random.Random) -> None:
    where = chance.choice(_named(document, places, "@context"))
    if isinstance(where.get("@context"), list):
        where["@context"].insert(chance.randrange(4), copy.deepcopy(chance.choice(_CONTEXTS)))


def _other_id(document: Json, places: Places, _: tuple[Any, Any], chance: random.Random) -> None:
    named = _named(document, places, "id")
    # A copy: an id may be an object by now, and an object inside of itself is not JSON.
    chance.choice(named)["id"] = copy.deepcopy(chance.choice((*_IDS, *(each.get("id") for each in named))))


def _named(document: Json, places: Places, member: str) -> list[Json]:
    """The objects that have that member; the document when none has."""
    return [each for each, name in places if name == member and isinstance(each, dict)] or [document]


_CHANGES: Final[tuple[Callable[[Json, Places, tuple[Any, Any], random.Random], None], ...]] = (
    _replace,
    _replace,
    _remove,
    _rename,
    _add,
    _move,
    _double,
    _new_contexts,
    _one_more_context,
    _other_id,
)
