"""Converts objects of 1.0 by the mapping, member by member, and keeps the account of each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.migrating.account import Account, Fate, escaped, inside
from conformance.migrating.rules import Issuer
from conformance.rulebooks.clr20.migration.mapping import Step, mapped

NOTHING: Final = "null and empty arrays say nothing; CLR 2.0 leaves them out"


@dataclass(slots=True)
class Room:
    """The record that is being made, for what its parts have to know of it.

    ``learner`` is where the learner's id stands in the source, with the id; ``issued`` the same of the record's date.
    ``associations`` are those of the new record, at ``target``: each one's type, source and target, with its index.
    ``titles`` are names of associated achievements, each with its place and the id of its achievement, and
    ``achievements`` the ids of those that the record holds.
    """

    target: str
    learner: tuple[str, str] | None = None
    issued: tuple[str, str] | None = None
    associations: dict[tuple[str, ...], int] = field(default_factory=dict)
    titles: list[tuple[str, str]] = field(default_factory=list)
    achievements: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Move:
    """One migration: its account, the new issuer, and the ids of the issuers whose keys are there (``signers``).

    ``room`` is ``None`` outside a record. ``unreadable`` are places of signed items that cannot be read.
    """

    issuer: Issuer
    signers: Collection[str] = frozenset()
    account: Account = field(default_factory=Account)
    room: Room | None = None
    unreadable: list[str] = field(default_factory=list)

    def is_new_issuer(self, identifier: object) -> bool:
        """True for the id of the new issuer, now or formerly."""
        return isinstance(identifier, str) and identifier in {self.issuer.id, *self.issuer.formerly}

    def signs(self, identifier: object) -> bool:
        """True when the key of that issuer is there."""
        known = self.issuer.id if self.is_new_issuer(identifier) else identifier
        return isinstance(known, str) and known in self.signers


@dataclass(slots=True)
class Part:
    """One object of the source on its way: where it stands, and what it becomes where."""

    move: Move
    value: dict[str, Any]
    source: str
    target: str
    out: dict[str, Any] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        """The account of the migration."""
        return self.move.account

    def at(self, member: str | int) -> str:
        """Where a member stands in the source."""
        return f"{self.source}/{escaped(member)}"

    def to(self, member: str | int) -> str:
        """Where a member stands in the new record."""
        return f"{self.target}/{escaped(member)}"

    def put(self, member: str, to: str, new: Any, *, why: str = "", content: bool = False) -> None:
        """Writes the member under its new name."""
        old = self.value[member]
        self.out[to] = new
        fate = Fate.CHANGED if new != old else Fate.KEPT if member == to else Fate.RENAMED
        self.account.moved(fate, self.at(member), old, self.to(to), why=why, content=content)

    def invent(self, to: str, new: Any, why: str, *, made_from: str | None = None, content: bool = False) -> None:
        """Writes what the source does not have; ``made_from`` is this object unless it is given."""
        self.out[to] = new
        source = self.source if made_from is None else made_from
        self.account.invent(self.to(to), source, why, content=content)
        for pointer, _ in inside(new, self.to(to)):
            self.account.invent(pointer, source, why, content=content)

    def gone(self, member: str, why: str, *, content: bool = True) -> None:
        """Says that the member has no place."""
        self.account.gone(self.at(member), self.value[member], why, content=content)


Function = Callable[[Part, str, Step], None]
_FUNCTIONS: Final[dict[str, Function]] = {}
_LAST: Final[dict[str, Callable[[Part], None]]] = {}


def step(name: str) -> Callable[[Function], Function]:
    """Registers a function as the one that the mapping names so."""

    def register(function: Function) -> Function:
        _FUNCTIONS[name] = function
        return function

    return register


def last(class_key: str) -> Callable[[Callable[[Part], None]], Callable[[Part], None]]:
    """Registers what is done to an object of a class (its name in small letters) when all members are converted."""

    def register(function: Callable[[Part], None]) -> Callable[[Part], None]:
        _LAST[class_key] = function
        return function

    return register


def converted(move: Move, name: str, value: dict[str, Any], source: str, target: str) -> dict[str, Any]:
    """An object of a class of 1.0 (its name in small letters) as the one of 2.0; members in the mapping's order."""
    part = Part(move, value, source, target)
    wanted = mapped().classes[name]
    if wanted.type is not None:
        put_type(part, wanted.type, name)
    for member in [
        *(each for each in wanted.steps if each in value),
        *(each for each in value if each not in wanted.steps),
    ]:
        if member != "type" or wanted.type is None:
            take(part, member, wanted.steps.get(member, _UNKNOWN_TYPE if member == "type" else None))
    if name in _LAST:
        _LAST[name](part)
    return part.out


_UNKNOWN_TYPE: Final = Step("gone", "", why="the class has no type in CLR 2.0", form=True)


def take(part: Part, member: str, rule: Step | None) -> None:
    """Converts one member by its step; without one it is an extension."""
    if part.value[member] is None or part.value[member] == []:
        part.gone(member, NOTHING, content=False)
    elif rule is None:
        part.gone(member, mapped().unknown)
    else:
        _FUNCTIONS[rule.name](part, member, rule)


def put_type(part: Part, wanted: list[str] | str, usual: str) -> None:
    """Writes ``type`` as 2.0 has it; a type of the source that is none of the usual ones is lost."""
    new = list(wanted) if isinstance(wanted, list) else wanted
    old = part.value.get("type")
    if old is None or old == []:
        part.invent("type", new, "CLR 2.0 requires the type of the class")
        if "type" in part.value:
            part.gone("type", NOTHING, content=False)
        return
    names = old if isinstance(old, list) else [old]
    known = {usual, *(each.lower() for each in (new if isinstance(new, list) else [new]))}
    strange = [each for each in names if not isinstance(each, str) or each.lower() not in known]
    part.out["type"] = new
    why = "CLR 2.0 knows no such type: what it is follows from its place" if strange else ""
    fate = Fate.KEPT if new == old else Fate.CHANGED
    part.account.into(fate, part.at("type"), old, part.to("type"), why=why, content=bool(strange))


def members_of(part: Part, each: str, entries: Any) -> list[tuple[str, dict[str, Any]]]:
    """The objects in a member that is an array (or one bare object), with their places; all others have no place."""
    if isinstance(entries, dict):
        return [(part.at(each), entries)]
    if not isinstance(entries, list):
        part.gone(each, "it is not an array")
        return []
    found = []
    for index, entry in enumerate(entries):
        place = f"{part.at(each)}/{index}"
        if isinstance(entry, dict):
            found.append((place, entry))
        else:
            part.account.gone(place, entry, "it is not an object")
    return found
