"""All that the mock can be made to do: the faults, variations and oddities of its rooms, and the accidents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

import mock_provider
from conformance.standard.facts import facts
from mock_provider.behaviour.accidents import ACCIDENTS
from mock_provider.behaviour.kinds import spelled_out
from mock_provider.behaviour.model import Behaviour
from mock_provider.editions import default_book, editions

if TYPE_CHECKING:
    from conformance.standard import Standard


def faults(book: str = "") -> Mapping[str, Behaviour]:
    """Every fault of an edition by its id, in the order of areas, with requirements by the ids that it gives them.

    Without a ``book`` the edition is the one that the mock plays when none is named. Raises ``ValueError`` when an id
    is there twice.
    """
    return _for_edition(book or default_book(), "faults")


def variations(book: str = "") -> Mapping[str, Behaviour]:
    """Every variation by its id, as ``faults``; raises ``ValueError`` when an id is there twice."""
    return _for_edition(book or default_book(), "variations")


def oddities(book: str = "") -> Mapping[str, Behaviour]:
    """What clients of an edition have to cope with, by its id; no self-check of a provider plays it.

    Raises ``ValueError`` when an id is there twice.
    """
    return _gather("oddities", book or default_book())


def everything(book: str = "") -> Mapping[str, Behaviour]:
    """Every fault, variation, accident and oddity by its id, as ``faults``."""
    return {**faults(book), **variations(book), **ACCIDENTS, **oddities(book)}


def of_all(books: Sequence[str]) -> Mapping[str, Behaviour]:
    """``everything`` of several editions: what they share breaks the requirements of each that has them.

    It is played as ``as_written`` has it. Raises ``ValueError`` when an id is there twice.
    """
    if len(books) == 1:
        return everything(books[0])
    own = {name: each for book in reversed(books) for name, each in everything(book).items()}
    played = {name: each for name, each in as_written(*books).items() if name in own}
    return {name: replace(each, breaks=_broken(name, books)) for name, each in played.items()}


class WhenAsked(Mapping[str, Behaviour]):
    """Behaviours by their id that are gathered when the first of them is asked for."""

    def __init__(self, gather: Callable[[], Mapping[str, Behaviour]]) -> None:
        self._gathered = cache(gather)

    def __getitem__(self, name: str) -> Behaviour:
        return self._gathered()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._gathered())

    def __len__(self) -> int:
        return len(self._gathered())


def _broken(name: str, books: Sequence[str]) -> tuple[str, ...]:
    """What a behaviour breaks in these editions."""
    known = (everything(book).get(name) for book in books)
    return tuple(dict.fromkeys(each for one in known if one for each in one.breaks))


def as_written(*books: str) -> Mapping[str, Behaviour]:
    """Every fault, variation, accident and oddity by its id, with requirements by the ids that the rooms write.

    To play one needs no more, and reads no catalogue, which would delay every start. Of several editions, what they
    share speaks of the operations of all of them. Raises ``ValueError`` when an id is there twice.
    """
    found: dict[str, Behaviour] = {}
    for each in (_gather("faults", *books), _gather("variations", *books), ACCIDENTS, _gather("oddities", *books)):
        found |= each
    return found


def stacked(chosen: Iterable[Behaviour], book: str = "") -> list[Behaviour]:
    """Variations in the order in which a layer plays them together: first at the request, last at the response."""
    order = {fault_id: number for number, fault_id in enumerate(_gather("variations", book or default_book()))}
    return sorted(chosen, key=lambda one: (one.rank, order.get(one.id, len(order))))


@cache
def _for_edition(book: str, folder: str) -> Mapping[str, Behaviour]:
    from conformance.standard import books, load, rules

    standard = load(book)
    found = {name: renamed(each, standard) for name, each in _gather(folder, book).items()}
    # An edition need not have every rule of those that editions share; what breaks another one is no fault of it.
    others = {name for shared in books() if facts(shared).shared for name in rules(shared)}
    return MappingProxyType({name: each for name, each in found.items() if others.isdisjoint(each.breaks)})


def renamed(one: Behaviour, standard: Standard) -> Behaviour:
    """The behaviour with ids of shared rules as this edition has them."""
    return replace(
        one,
        how=standard.with_own_ids(one.how),
        breaks=tuple(map(standard.own_id, one.breaks)),
        consequences={standard.own_id(name): standard.with_own_ids(why) for name, why in one.consequences.items()},
        doubts=tuple(map(standard.own_id, one.doubts)),
        obliges=tuple(map(standard.own_id, one.obliges)),
    )


@cache
def _gather(folder: str, *books: str) -> Mapping[str, Behaviour]:
    """What the modules of that folder list in the rooms of the editions and in those that editions share."""
    found: dict[str, Behaviour] = {}
    played = [facts(book) for book in books]
    for module in sorted(_modules(folder, *books), key=lambda module: module.rpartition(".")[2]):
        room = module.split(".")[1]
        own = room if room in books else ""
        for fault in getattr(import_module(module), folder.upper(), ()):
            if fault.id in found:
                raise ValueError(f"{fault.id} is there twice")
            found[fault.id] = replace(spelled_out(fault, *([facts(own)] if own else played)), book=own)
    return MappingProxyType(found)


def _modules(folder: str, *books: str) -> Iterator[str]:
    """The modules of the folders of that name, one for each room that has such a folder.

    What editions share is OAuth, of which an edition has nothing whose operations need no token.
    """
    own, shared = {f"mock_provider.{book}" for book in books}, any(facts(book).needs_tokens for book in books)
    others = {f"mock_provider.{each}" for each in editions().values()} - own
    for room in iter_modules(mock_provider.__path__, "mock_provider."):
        wanted = room.name in own or (shared and room.name not in others)
        if room.ispkg and wanted and folder in _names_in(room.name):
            package = f"{room.name}.{folder}"
            yield from (f"{package}.{name}" for name in _names_in(package))


def _names_in(package: str) -> list[str]:
    """The names of the modules and folders of a package."""
    spec = find_spec(package)
    return [each.name for each in iter_modules(spec.submodule_search_locations if spec else ())]
