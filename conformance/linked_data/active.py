"""Active contexts: what each member and each type means at one place of a document.

PyLD processes the context documents; here the outcome is kept per list of contexts and per scope, and equal outcomes
are one object, so that a record with thousands of embedded credentials processes each context once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from conformance.linked_data.contexts import Contexts
from conformance.linked_data.iris import absolute, escaped
from conformance.linked_data.literals import ending, is_language
from conformance.linked_data.problems import LinkedDataError, context_clash, invalid_context, too_much, unknown_context
from conformance.linked_data.processing import guarded, options_of

MOST_ENTRIES: Final = 64
"""Entries of one ``@context``."""
MOST_INLINE: Final = 500_000
"""Characters of the contexts that a document brings along itself, all of them together."""
MOST_OF_ITS_OWN: Final = 500
"""How many different ones it may bring along."""
MOST_PROCESSED: Final = 1_000
"""How often contexts are applied for one document; those of the standard take some dozens for the first document."""
MOST_NESTED: Final = 8
"""How deep contexts may stand in the terms of each other; those of the standard go to three."""
MOST_KEPT: Final = 1_000
"""Active contexts that are kept for later documents."""
NO_DATATYPE: Final = ("@id", "@vocab", "@none", "@json")
"""Types of a member that do not make a datatype of a number or a text."""
_ONLY_SEVERAL: Final = frozenset({"@set"})
_MISSING: Final = object()


@dataclass(slots=True, eq=False)
class Member:
    """What a member means: ``iri`` is ``None`` where it links nothing, a keyword such as ``@id``, or an IRI.

    ``predicate`` is the IRI (empty where the values mean nothing either) and ``ending`` the end of a text with its type
    or language, as they stand in N-Quads.
    ``coerced`` is the type of its values, ``plain`` true where an array only holds several values.
    ``inside`` is the active context of its values, ``node`` the one of the objects among them (a type around them does
    not reach into them), ``kept`` that of an object that is only a reference or a value.
    """

    iri: str | None
    predicate: str
    ending: str
    coerced: str | None
    containers: frozenset[str]
    plain: bool
    reverse: bool
    inside: Active
    node: Active
    kept: Active


class Active:
    """One active context; made by ``initial`` and from there by its own methods."""

    def __init__(self, raw: Mapping[str, Any], room: _Room) -> None:
        self.raw = raw
        self._room = room
        self.mappings: Mapping[str, Any] = raw["mappings"]
        self.vocab: str | None = raw.get("@vocab")
        self.members: dict[str, Member] = {}
        self._local: dict[str, Active] = {}
        self._typed: dict[tuple[str, ...], Active] = {}
        self._scoped: dict[str, Active] = {}

    @cached_property
    def previous(self) -> Active:
        """The context that holds again in an object further in; itself where no type has changed it."""
        before = self.raw.get("previousContext")
        return self._room.of(before) if before else self

    @cached_property
    def type_keys(self) -> tuple[str, ...]:
        """The names under which an object may tell its types."""
        aliases = (name for name, each in self.mappings.items() if each and each["@id"] == "@type")
        return tuple(sorted({"@type", *aliases}))

    @cached_property
    def id_keys(self) -> tuple[str, ...]:
        """The names under which an object may tell its id."""
        aliases = (name for name, each in self.mappings.items() if each and each["@id"] == "@id")
        return tuple(sorted({"@id", *aliases}))

    @cached_property
    def _with_scope(self) -> frozenset[str]:
        """The types that bring terms of their own along."""
        return frozenset(
            name for name, each in self.mappings.items() if each and each.get("@context") not in (None, False)
        )

    def iri(self, value: str, vocab: bool = True) -> str | None:
        """The value as an IRI, a keyword or, when nothing defines it, as it is; ``None`` when it means nothing."""
        if value[:1] == "@":
            if value in KEYWORDS:
                return value
            if value[1:].isalpha() and value.isascii():
                return None  # reserved for keywords to come
        if vocab and (mapping := self.mappings.get(value, _MISSING)) is not _MISSING:
            found: str | None = mapping["@id"] if mapping else None
            return found
        prefix, colon, rest = value.partition(":")
        if colon and prefix:
            if prefix == "_" or rest[:2] == "//":
                return value
            mapping = self.mappings.get(prefix)
            if mapping and mapping["_prefix"]:
                return str(mapping["@id"]) + rest
            if absolute(value):
                return value
        return self.vocab + value if vocab and self.vocab is not None else value

    def typed(self, types: list[str]) -> Active:
        """The context inside an object of these types."""
        own = tuple(sorted(self._with_scope.intersection(types))) if self._with_scope else ()
        if not own:
            return self
        if own not in self._typed:
            raw = self.raw
            for name in own:
                raw = self._room.process(raw, self.mappings[name]["@context"], propagate=False)
            self._typed[own] = self._room.of(raw)
        return self._typed[own]

    def local(self, context: Any) -> Active:
        """The context below an ``@context`` of the document."""
        key = context if isinstance(context, str) else json.dumps(context, sort_keys=True)
        if key not in self._local:
            self._room.admit(context, key)
            self._local[key] = self._room.of(self._applied(context))
        return self._local[key]

    def _applied(self, context: Any) -> Mapping[str, Any]:
        """The context applied; an error names the entry of it that does not fit those before it."""
        try:
            return self._room.process(self.raw, context)
        except LinkedDataError as error:
            if error.code == "context-clash" and isinstance(context, list):
                raise context_clash(error.message.rpartition(": ")[2], self._culprit(context)) from error
            raise

    def _culprit(self, context: list[Any]) -> str:
        for number, entry in enumerate(context):
            try:
                self._room.process(self.raw, context[: number + 1])
            except LinkedDataError:
                return entry[:200] if isinstance(entry, str) else "the document's own"
        return ""

    def below(self, key: str) -> Active:
        """The context of the values of that member."""
        mapping = self.mappings.get(key)
        context = mapping.get("@context") if mapping else None
        if context is None:
            return self
        if key not in self._scoped:
            self._scoped[key] = self._room.of(self._room.process(self.raw, context, override_protected=True))
        return self._scoped[key]

    def scoped_by(self, other: Active, key: str) -> Active:
        """This context with that which ``other`` has for the values of the member."""
        mapping = other.mappings.get(key)
        context = mapping.get("@context") if mapping else None
        if context is None:
            return self
        return self._room.of(self._room.process(self.raw, context, override_protected=True))

    def member(self, key: str) -> Member:
        """What that member means here."""
        found = self.members.get(key)
        if found is None:
            found = self._make(key)
            if key in self.mappings or key[:1] == "@":
                self.members[key] = found
        return found

    def _make(self, key: str) -> Member:
        iri = self.iri(key)
        if iri is None or iri[:1] == "@" or not absolute(iri):
            name = iri if iri is not None and iri[:1] == "@" else None
            return Member(name, "", "", None, frozenset(), False, False, self, self, self)
        mapping = self.mappings.get(key) or {}
        container = mapping.get("@container") or ()
        containers = frozenset([container] if isinstance(container, str) else container)
        coerced, reverse = mapping.get("@type"), bool(mapping.get("reverse"))
        language = mapping["@language"] if "@language" in mapping else self.raw.get("@language")
        if language and coerced is None and not is_language(language):
            raise invalid_context("a language in it is no language tag", language[:80])
        inside = self.below(key)
        return Member(
            iri=None if iri[:2] == "_:" else iri,
            predicate=f"<{escaped(iri)}>",
            ending=ending(None if coerced in NO_DATATYPE else coerced, language),
            coerced=coerced,
            containers=containers,
            plain=containers <= _ONLY_SEVERAL and not reverse and coerced != "@json",
            reverse=reverse,
            inside=inside,
            node=inside.previous.scoped_by(inside, key),
            kept=inside.scoped_by(inside, key),
        )


class _Room:
    """The active contexts that were made from one set of context documents; equal ones are the same object."""

    def __init__(self, contexts: Contexts) -> None:
        from pyld.jsonld import JsonLdProcessor  # which takes a while to import

        self._contexts = contexts
        self._options = {**options_of(contexts), "isFrame": False}
        self._processor = JsonLdProcessor()
        self._by_size: dict[tuple[int, int], list[Active]] = {}
        self._by_name: dict[str, Active] = {}
        self.count = 0
        self.inline = self.own = self.processed = 0
        with guarded():
            self.initial = self.of(self._processor._get_initial_context(self._options))

    def process(self, raw: Mapping[str, Any], context: Any, **how: bool) -> Mapping[str, Any]:
        """A context applied to an active one, by PyLD."""
        self.processed += 1
        if self.processed > MOST_PROCESSED:
            raise too_much("contexts to process", MOST_PROCESSED)
        with guarded():
            found: Mapping[str, Any] = self._processor._process_context(raw, context, self._options, **how)
        return found

    def of(self, raw: Mapping[str, Any]) -> Active:
        """The active context for what PyLD made; the one that is there already when it is equal."""
        name = raw.get("_uuid", "")
        if name in self._by_name:
            return self._by_name[name]
        alike = self._by_size.setdefault((len(raw["mappings"]), id(raw.get("previousContext"))), [])
        found = next((each for each in alike if _same(each.raw, raw)), None)
        if found is None:
            found = Active(raw, self)
            alike.append(found)
            self.count += 1
        if name:
            self._by_name[name] = found
        return found

    def admit(self, context: Any, text: str) -> None:
        """Raises ``LinkedDataError`` for contexts that nobody has, and for those that take too long to process."""
        if isinstance(context, list) and len(context) > MOST_ENTRIES:
            raise too_much("contexts at one place", MOST_ENTRIES)
        if isinstance(context, dict) and context.keys() == {"@context"}:
            raise invalid_context("keywords cannot be overridden", "@context")
        for each in context if isinstance(context, list) else [context]:
            document = self._contexts.document(each) if isinstance(each, str) else each
            if document is None and isinstance(each, str):
                raise unknown_context(each)
            if _nested(document) > MOST_NESTED:
                raise too_much("contexts inside of each other", MOST_NESTED)
        if not isinstance(context, str) and "{" in text:
            self.inline += len(text)
            self.own += 1
            if self.inline > MOST_INLINE:
                raise too_much("characters of contexts of its own", MOST_INLINE)
            if self.own > MOST_OF_ITS_OWN:
                raise too_much("contexts of its own", MOST_OF_ITS_OWN)


def initial(contexts: Contexts) -> Active:
    """The context in which a document begins, before its own ``@context``."""
    room = contexts.memo.get("room")
    if room is None or room.count > MOST_KEPT:
        room = contexts.memo["room"] = _Room(contexts)
    room.inline = room.own = room.processed = 0
    found: Active = room.initial
    return found


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when two contexts mean the same; each has its own name, of which PyLD makes keys."""
    return all(one.get(name) == other.get(name) for name in _MEANING) and (
        one.get("previousContext") is other.get("previousContext")
    )


def _nested(context: Any) -> int:
    """How deep contexts stand in terms below a context; no more than one beyond the bound is counted."""
    level, depth = [context], 0
    while level and depth <= MOST_NESTED + 1:
        terms = [term for each in level if isinstance(each, Mapping) for term in (each, *each.values())]
        level = [term["@context"] for term in terms if isinstance(term, Mapping) and "@context" in term]
        level = [each for one in level for each in (one if isinstance(one, list) else [one])]
        depth += 1
    return depth - 1


_MEANING: Final = ("@base", "@vocab", "@language", "@direction", "mappings")

_NAMES: Final = """
    base container context default direction embed explicit first graph id import included index json language list
    nest none omitDefault preserve propagate protected requireAll reverse set type value version vocab
"""
KEYWORDS: Final = frozenset(f"@{name}" for name in _NAMES.split())
"""What JSON-LD 1.1 and its framing reserve."""
