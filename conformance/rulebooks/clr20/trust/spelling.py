"""Names by which JSON-LD reads a member or a type that a reader of JSON, who goes by names, does not see.

A signature over RDF stays right when a member is spelled otherwise: by its IRI, by a prefix, by an alias of a context
of one's own, inside of ``@included``, or in an array within an array. Whoever holds a credential could so hide that it
was revoked, or when it ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from conformance.document.nodes import Key
from conformance.linked_data import Contexts
from conformance.rulebooks.clr20.document.linked import CONTEXTS
from conformance.rulebooks.clr20.document.reading import many

_VALUE: Final = frozenset({"@value", "@language", "@direction"})
"""The keywords of a text with its language, which readers of JSON do see."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""The shape of a language tag. Whatever else stands there is written into the RDF as it is, and may hold statements."""

_MOST_STEPS: Final = 8
"""How often a name may stand for another name."""

_MOST_MEANINGS: Final = 200
"""What one name may stand for by all contexts together; of more nobody can tell what it is."""


@dataclass(slots=True)
class _Names:
    """What names stand for: IRIs, keywords or other names, by whatever contexts.

    ``vocabularies`` lead plain names, and what ``plain`` names stand for is JSON to JSON-LD as well.
    """

    meanings: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    vocabularies: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    judged: dict[str, bool] = field(default_factory=dict)

    def add(self, context: Any, documents: Mapping[str, Any]) -> None:
        """Takes in a context, and those that it names where they are known."""
        waiting = [context]
        seen: set[str] = set()
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting.extend(each)
            elif isinstance(each, str) and each in documents and each not in seen:
                seen.add(each)
                waiting.append(documents[each].get("@context"))
            elif isinstance(each, dict):
                waiting.extend(self._define(each))

    def _define(self, context: Mapping[str, Any]) -> Iterator[Any]:
        """Takes in the terms of one context; returns the contexts inside of it."""
        for term, definition in context.items():
            if term == "@import":
                yield definition
            elif term == "@vocab" and isinstance(definition, str):
                self.vocabularies.add(definition)
            elif term == "@language" and isinstance(definition, str):
                self.languages.add(definition)
            elif isinstance(definition, str):
                self.meanings[term].add(definition)
            elif isinstance(definition, dict):
                stands_for = definition.get("@id")
                self.meanings[term] |= {stands_for} if isinstance(stands_for, str) else set()
                self.meanings[term] |= {"@reverse"} if "@reverse" in definition else set()
                self.plain |= {term} if definition.get("@type") == "@json" else set()
                if isinstance(language := definition.get("@language"), str):
                    self.languages.add(language)
                yield definition.get("@context")

    def stands_for(self, name: str) -> set[str]:
        """All IRIs and keywords that the name may stand for."""
        found: set[str] = set()
        waiting, seen = [(name, 0)], {name}
        while waiting:
            each, depth = waiting.pop()
            found.add(each)
            if len(seen) > _MOST_MEANINGS:
                return found | {"@reverse"}
            if depth < _MOST_STEPS:
                further = self._next(each) - seen
                seen |= further
                waiting.extend((one, depth + 1) for one in further)
        return found

    def _next(self, name: str) -> set[str]:
        found = set(self.meanings.get(name, ()))
        found |= {vocabulary + name for vocabulary in self.vocabularies}
        prefix, colon, rest = name.partition(":")
        if colon and not rest.startswith("//"):
            found |= {meaning + rest for meaning in self.meanings.get(prefix, ())}
        return found


@cache
def _standard() -> _Names:
    """The names of the contexts of the standard."""
    names = _Names()
    for document in CONTEXTS.documents.values():
        names.add(document.get("@context"), {})
    names.vocabularies.clear()  # what only a vocabulary gives a meaning to has no name of its own
    return names


@cache
def _named() -> Mapping[str, frozenset[str]]:
    """IRI of a term of the standard -> the names that the standard has for it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in _standard().meanings:
        for each in _standard().stands_for(name):
            if ":" in each:
                found[each].add(name)
    return {iri: frozenset(names) for iri, names in found.items()}


@cache
def iris_of(name: str) -> frozenset[str]:
    """The IRIs that the contexts of the standard have for a name."""
    return frozenset(iri for iri in _standard().stands_for(name) if ":" in iri)


def spelled_otherwise(value: Any, known: Contexts) -> Iterator[Key]:
    """Where, inside of a credential, a member or a type stands under a name that readers of JSON do not know it by."""
    own = _own_names(value, known)
    if own is not None and not all(_LANGUAGE.fullmatch(each) for each in own.languages):
        yield ("@context",)
    waiting: list[tuple[Key, Any]] = [((), value)]
    while waiting:
        place, each = waiting.pop()
        if isinstance(each, list):
            if any(isinstance(one, list) for one in each) and _is_flattened(place):
                yield place
            waiting.extend(((*place, number), one) for number, one in enumerate(each) if isinstance(one, dict | list))
            continue
        others = list(_others(each, own))
        yield from ((*place, name) for name in others)
        waiting.extend(
            ((*place, name), one)
            for name, one in each.items()
            if isinstance(one, dict | list) and name != "@context" and name not in others
        )


def _is_flattened(place: Key) -> bool:
    """True where JSON-LD reads an array within an array as one, and readers of JSON do not: at members it defines."""
    name = next((each for each in reversed(place) if isinstance(each, str)), "")
    return name in _standard().meanings and name not in _standard().plain


def _others(value: Mapping[str, Any], own: _Names | None) -> Iterator[str]:
    """The members of one object that are not under a name by which it is read."""
    if value.keys() <= _VALUE:
        if not _is_language(value.get("@language")):
            yield "@language"
        return
    for name, each in value.items():
        if name == "@context":
            continue
        of_type = name == "type" and any(isinstance(kind, str) and _is_other(kind, own) for kind in many(each))
        if of_type or _is_other(name, own):
            yield name


def _own_names(value: Any, known: Contexts) -> _Names | None:
    """The names of contexts that are not the standard's; ``None`` where the credential names no such context."""
    own = _Names()
    waiting, any_other = [value], False
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            for context in many(each.get("@context")):
                if not isinstance(context, str) or context not in CONTEXTS.documents:
                    any_other = True
                    own.add(context, known.documents)
            waiting.extend(one for name, one in each.items() if name != "@context" and isinstance(one, dict | list))
        elif isinstance(each, list):
            waiting.extend(one for one in each if isinstance(one, dict | list))
    if not any_other:
        return None
    for name, meanings in _standard().meanings.items():
        own.meanings[name] |= meanings
    return own


def _is_language(tag: Any) -> bool:
    return tag is None or (isinstance(tag, str) and _LANGUAGE.fullmatch(tag) is not None)


def _is_other(name: str, own: _Names | None) -> bool:
    if name.startswith("@") or (own is not None and "\n" in name):  # a tag in a map of languages
        return True
    if own is None and ":" not in name:
        return False
    names = own or _standard()
    if name not in names.judged:
        if own is None:
            return _is_spelled(name, names)
        names.judged[name] = _is_spelled(name, names)
    return names.judged[name]


def _is_spelled(name: str, names: _Names) -> bool:
    for each in names.stands_for(name):
        if each.startswith("@") and name not in ("id", "type"):
            return True
        if each in _named() and name not in _named()[each]:
            return True
    return False
