"""One walk over a JSON-LD document: each object becomes quads, and what the quads leave out is noted.

What is rare (reverse members, nests, maps by index, lists as objects) is left to PyLD: ``Rare`` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from c14n.Canonicalize import canonicalize

from conformance.linked_data.active import NO_DATATYPE, Active, Member
from conformance.linked_data.iris import absolute, written
from conformance.linked_data.literals import DOUBLE, JSON_TYPE, RDF, ending, is_language, number, quoted, text
from conformance.linked_data.problems import LinkedDataError
from conformance.linked_data.result import Loss, Quad

TYPE: Final = f"<{RDF}type>"
FIRST: Final = f"<{RDF}first>"
REST: Final = f"<{RDF}rest>"
NIL: Final = f"<{RDF}nil>"

_OF_A_VALUE: Final = frozenset({"@value", "@type", "@language", "@direction", "@index"})
_MAPS: Final = frozenset({"@index", "@id", "@type"})


class Rare(Exception):
    """The document uses what this walk does not read."""


class Walk:
    """The quads and losses of one document."""

    __slots__ = ("_count", "_path", "losses", "quads")

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self.losses: list[Loss] = []
        self._path: list[str | int] = []
        self._count = 0

    def node(self, element: Mapping[str, Any], active: Active, graph: str) -> str | None:
        """Walk an object, and give its name; ``None`` when its id is no absolute IRI, so that it has no quads.

        ``active`` is the context before that of the object itself. Raises ``Rare`` and ``LinkedDataError``.
        """
        if "@context" in element:
            active = self._local(active, element["@context"])
        keys = [key for key in active.type_keys if key in element]
        types = self._types(element, keys) if keys else ()
        inner = active.typed(types) if types else active
        subject = self._subject(element, inner)
        if types:
            self._typed(subject, (keys[0], element[keys[0]]), active, graph)
        path, members = self._path, inner.members
        for key, value in element.items():
            member = members.get(key) or inner.member(key)
            iri = member.iri
            if iri is None:
                self._lose("term", key, key)
                if not member.predicate:
                    continue  # else its name is a blank node, which links nothing; what it leads to is there
            elif iri[0] == "@":
                if iri not in ("@id", "@type", "@context"):
                    raise Rare
                continue
            if value is not None:
                path.append(key)
                if member.plain:
                    self._values(subject if iri else None, member, value, graph)
                else:
                    self._held(subject if iri else None, member, value, graph)
                path.pop()
        return subject

    def _local(self, active: Active, context: Any) -> Active:
        try:
            return active.local(context)
        except LinkedDataError as error:
            error.pointer = error.pointer or self._pointer("@context")
            raise

    def _types(self, element: Mapping[str, Any], keys: list[str]) -> list[str]:
        """The types of an object, when they are texts below one name."""
        value = element[keys[0]]
        types = value if isinstance(value, list) else [value]
        if len(keys) > 1 or not all(isinstance(each, str) for each in types):
            raise Rare
        return types

    def _subject(self, element: Mapping[str, Any], active: Active) -> str | None:
        keys = [key for key in active.id_keys if key in element]
        if not keys:
            self._count += 1
            return f"_:{self._count}"
        value = element[keys[0]]
        if len(keys) > 1 or not isinstance(value, str):
            raise Rare
        return self._reference(value, active, vocab=False, key=keys[0])

    def _reference(self, value: str, active: Active, vocab: bool, key: str = "") -> str | None:
        """A text as the name of a node."""
        iri = active.iri(value, vocab)
        if iri is None:
            raise Rare
        if iri[:2] == "_:":
            return f"_:n{iri[2:]}"
        found = written(iri)
        if found is None:
            self._lose("relative-id", value, *([key] if key else []))
        return found

    def _typed(self, subject: str | None, told: tuple[str, Any], active: Active, graph: str) -> None:
        """Add the types of an object, told under the name ``told[0]``."""
        key, value = told
        several = isinstance(value, list)
        for index, name in enumerate(value if several else [value]):
            iri = active.iri(name)
            if iri is None or iri[:1] == "@":
                raise Rare
            thing = f"_:n{iri[2:]}" if iri[:2] == "_:" else written(iri)
            if thing is None:
                self._lose("type", name, *([key, index] if several else [key]))
            elif subject is not None:
                self.quads.append((subject, TYPE, thing, graph))

    def _values(self, subject: str | None, member: Member, value: Any, graph: str) -> None:
        """Add the quads of a member that holds one value or several."""
        if type(value) is list:
            for index, each in enumerate(value):
                if each is not None:
                    self._path.append(index)
                    self._values(subject, member, each, graph)
                    self._path.pop()
            return
        thing = self._thing(member, value, graph)
        if thing is not None and subject is not None:
            self.quads.append((subject, member.predicate, thing, graph))

    def _thing(self, member: Member, value: Any, graph: str) -> str | None:
        """One value as it stands in N-Quads; ``None`` for what has no place there."""
        kind = type(value)
        if kind is str:
            coerced = member.coerced
            if coerced is None:
                return quoted(value) + member.ending
            if coerced == "@id" or coerced == "@vocab":  # noqa: PLR1714  # measured: twice as fast
                return self._reference(value, member.inside, coerced == "@vocab")
            return text(value, coerced) if coerced == DOUBLE else quoted(value) + member.ending
        if kind is dict:
            active = self._active_of(member, value)
            return self._value(value, active) if "@value" in value else self.node(value, active, graph)
        return number(value, None if member.coerced in NO_DATATYPE else member.coerced)

    def _active_of(self, member: Member, value: Mapping[str, Any]) -> Active:
        """The active context of an object; a type around it holds for it when it is a reference or a value."""
        inside = member.inside
        if inside.previous is not inside and len(value) <= 2 and "@context" not in value:
            named = {inside.iri(key) for key in value}
            if "@value" in named or named == {"@id"}:
                return member.kept
        return member.node

    def _value(self, value: Mapping[str, Any], active: Active) -> str | None:
        """A value that is written as an object."""
        inner, datatype, language = value["@value"], value.get("@type"), value.get("@language")
        if not (value.keys() <= _OF_A_VALUE and isinstance(inner, str | int | float)):
            raise Rare
        if "@type" in value and ("@language" in value or "@direction" in value or not isinstance(datatype, str)):
            raise Rare
        if "@language" in value and not (isinstance(language, str) and isinstance(inner, str)):
            raise Rare
        if value.get("@direction", "ltr") not in ("ltr", "rtl") or not isinstance(value.get("@index", ""), str):
            raise Rare
        if "@direction" in value:
            self._lose("direction", value["@direction"], "@direction")
        if language is not None and not is_language(language):
            self._lose("language", language, "@language")
            return None
        if datatype is not None:
            datatype = active.iri(datatype)
            if datatype is None or not absolute(datatype) or datatype[:2] == "_:":
                raise Rare
        if isinstance(inner, str):
            return text(inner, datatype, language.lower() if language else None)
        return number(inner, datatype)

    def _held(self, subject: str | None, member: Member, value: Any, graph: str) -> None:
        """Add the quads of a member whose values stand in a list, a graph, a map, or are JSON."""
        containers = member.containers
        if member.reverse or (containers & _MAPS and isinstance(value, dict)):
            raise Rare
        if "@language" in containers and isinstance(value, dict):
            things = list(self._of_languages(member, value))
        elif member.coerced == "@json":
            if containers - {"@set"}:
                raise Rare
            things = [quoted(canonicalize(value).decode()) + ending(JSON_TYPE)]
        elif "@list" in containers:
            things = [self._list(member, value, graph, told=subject is not None)]
        elif "@graph" in containers:
            self._graphs(subject, member, value, graph)
            return
        else:
            self._values(subject, member, value, graph)
            return
        if subject is not None:
            self.quads.extend((subject, member.predicate, thing, graph) for thing in things)

    def _of_languages(self, member: Member, value: Mapping[str, Any]) -> Iterator[str]:
        for name, texts in value.items():
            language = None if member.inside.iri(name) == "@none" else name.lower()
            if language is not None and not is_language(language):
                self._lose("language", name, name)
                continue
            for each in texts if isinstance(texts, list) else [texts]:
                if each is not None and not isinstance(each, str):
                    raise Rare
                if each is not None:
                    yield text(each, None, language)

    def _list(self, member: Member, value: Any, graph: str, *, told: bool) -> str:
        """A list in order, as a chain of blank nodes; its head. The chain has no quads unless it is ``told``."""
        head, before = NIL, ""
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            if each is None:
                continue
            self._path.append(index)
            several = isinstance(each, list)
            thing = self._list(member, each, graph, told=told) if several else self._thing(member, each, graph)
            self._path.pop()
            if not told:
                continue
            self._count += 1
            link = f"_:{self._count}"
            if before:
                self.quads.append((before, REST, link, graph))
            else:
                head = link
            before = link
            if thing is not None:
                self.quads.append((link, FIRST, thing, graph))
        if before:
            self.quads.append((before, REST, NIL, graph))
        return head

    def _graphs(self, subject: str | None, member: Member, value: Any, graph: str) -> None:
        """Add values that stand each in a graph of its own, such as proofs."""
        if isinstance(value, list):
            for index, each in enumerate(value):
                if each is not None:
                    self._path.append(index)
                    self._graphs(subject, member, each, graph)
                    self._path.pop()
            return
        self._count += 1
        name = f"_:{self._count}"
        thing = self._thing(member, value, name)
        if thing is not None and thing[0] == '"':
            self._lose("value", str(value))
        if subject is not None:
            self.quads.append((subject, member.predicate, name, graph))

    def _lose(self, kind: str, name: str, *path: str | int) -> None:
        self.losses.append(Loss(self._pointer(*path), kind, name))

    def _pointer(self, *path: str | int) -> str:
        return "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in (*self._path, *path))
