"""Where in a document a learner's own data stand: for each object whose it is, from the names that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, Protocol


class Places(Protocol):
    """What the standard says of its members (``conformance.standard.Personal``), as sets of names."""

    def __hash__(self) -> int: ...
    @property
    def persons(self) -> frozenset[str]: ...
    @property
    def organisations(self) -> frozenset[str]: ...
    @property
    def records(self) -> frozenset[str]: ...
    @property
    def spared(self) -> frozenset[str]: ...
    @property
    def always(self) -> frozenset[str]: ...
    @property
    def loosely(self) -> frozenset[str]: ...
    @property
    def naming(self) -> frozenset[str]: ...
    @property
    def provider_members(self) -> frozenset[str]: ...
    @property
    def provider_types(self) -> frozenset[str]: ...
    @property
    def chosen(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def words(self) -> frozenset[str]: ...
    @property
    def subjects(self) -> frozenset[str]: ...
    @property
    def statements(self) -> frozenset[str]: ...
    @property
    def statement_types(self) -> frozenset[str]: ...
    @property
    def titles(self) -> frozenset[str]: ...


class Whose(Enum):
    """Whose data an object holds: nobody's in particular, a learner's, an organisation's.

    A ``STATEMENT`` is nobody's in particular either, and what it is about is not a learner (an endorsement).
    """

    RECORD = "record"
    STATEMENT = "statement"
    PERSON = "person"
    ORGANISATION = "organisation"


class Map:
    """Answers for a member of an object: whose is what it holds, and is it a learner's own."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.inside = cache(self._inside)
        self.personal = cache(self._personal)

    def root(self, document: Any) -> Whose:
        """Whose a whole document is: a profile of somebody with a birth date is a person's, a key the provider's."""
        if not isinstance(document, dict):
            return Whose.RECORD
        kinds = _texts(document.get("type") or document.get("@type"))
        if kinds & self.places.statement_types:
            return Whose.STATEMENT
        if not kinds & self.places.provider_types and not document.keys() & self.places.provider_members:
            return Whose.RECORD
        return Whose.PERSON if document.keys() & self.places.always else Whose.ORGANISATION

    def of_pointer(self, pointer: str) -> tuple[bool, str]:
        """Whether what a JSON Pointer leads to is a learner's own, and the name of its last member."""
        whose, name = Whose.RECORD, ""
        own = False
        for token in pointer.replace("#", "/").split("/"):
            if token and not token.isdigit():
                whose, own, name = self.inside(whose, name), False, token.replace("~1", "/").replace("~0", "~")
                own = self.personal(whose, name)
        return own, name

    def _inside(self, whose: Whose, name: str) -> Whose:
        """Whose is what an object under that member holds."""
        places = self.places
        if name in places.statements:
            return Whose.STATEMENT
        if name in places.persons or (name in places.subjects and whose is not Whose.STATEMENT):
            return Whose.PERSON
        if name in places.organisations:
            return Whose.ORGANISATION
        if name in places.records and whose is Whose.PERSON:
            return Whose.RECORD
        return whose

    def _personal(self, whose: Whose, name: str) -> bool:
        """True when a text or number under that member is a learner's own."""
        places = self.places
        if name in places.always or name in places.persons:
            return True
        if name in places.subjects:
            return whose is not Whose.STATEMENT
        if whose is Whose.PERSON:
            return name not in places.spared and name not in places.records and name not in places.organisations
        return whose is not Whose.ORGANISATION and (name in places.loosely or name in places.titles)


def _texts(value: Any) -> set[str]:
    """The texts of a member that holds one or several."""
    return {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)}
