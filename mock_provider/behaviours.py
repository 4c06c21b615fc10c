"""All that the mock can be told to do: the faults and variations of its rooms, and the accidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

import mock_provider
from conformance.standard.facts import facts
from mock_provider.behaviour.accidents import ACCIDENTS
from mock_provider.behaviour.kinds import spelled_out
from mock_provider.behaviour.model import Behaviour

if TYPE_CHECKING:
    from conformance.standard import Standard


@cache
def faults(book: str = "clr10") -> Mapping[str, Behaviour]:
    """Every fault by its id, in the order of areas, with requirements by the ids that this edition gives them.

    Raises ``ValueError`` when an id is there twice.
    """
    return _for_edition(book, _gather("faults", "FAULTS"))


@cache
def variations(book: str = "clr10") -> Mapping[str, Behaviour]:
    """Every variation by its id, as ``faults``; raises ``ValueError`` when an id is there twice."""
    return _for_edition(book, _gather("variations", "VARIATIONS"))


def everything(book: str = "clr10") -> Mapping[str, Behaviour]:
    """Every fault, variation and accident by its id, as ``faults``."""
    return {**faults(book), **variations(book), **ACCIDENTS}


def as_written() -> Mapping[str, Behaviour]:
    """Every fault, variation and accident by its id, with requirements by the ids that the rooms write.

    To play one needs no more, and reads no catalogue, which would delay every start.
    """
    return {**_gather("faults", "FAULTS"), **_gather("variations", "VARIATIONS"), **ACCIDENTS}


def stacked(chosen: Iterable[Behaviour]) -> list[Behaviour]:
    """Variations in the order in which a layer plays them together: the first is asked first and told last."""
    order = {fault_id: number for number, fault_id in enumerate(_gather("variations", "VARIATIONS"))}
    return sorted(chosen, key=lambda one: (one.rank, order.get(one.id, len(order))))


def _for_edition(book: str, written: Mapping[str, Behaviour]) -> Mapping[str, Behaviour]:
    from conformance.standard import load

    standard = load(book)
    return MappingProxyType({name: renamed(each, standard) for name, each in written.items()})


def renamed(one: Behaviour, standard: Standard) -> Behaviour:
    """The behaviour with ids of shared rules as this edition has them."""
    told, told_in = standard.told, standard.told_in
    return replace(
        one,
        how=told_in(one.how),
        breaks=tuple(map(told, one.breaks)),
        consequences={told(name): told_in(why) for name, why in one.consequences.items()},
        doubts=tuple(map(told, one.doubts)),
    )


@cache
def _gather(folder: str, name: str) -> Mapping[str, Behaviour]:
    """What the modules of that folder of every room list under ``name``."""
    found: dict[str, Behaviour] = {}
    for module in sorted(_modules(folder), key=lambda module: module.rpartition(".")[2]):
        for fault in getattr(import_module(module), name, ()):
            if fault.id in found:
                raise ValueError(f"{fault.id} is there twice")
            found[fault.id] = spelled_out(fault, facts("clr10"))
    return MappingProxyType(found)


def _modules(folder: str) -> Iterator[str]:
    """The modules of the folders of that name, one for each room that has such a folder."""
    for room in iter_modules(mock_provider.__path__, "mock_provider."):
        if room.ispkg and any(each.name == folder for each in iter_modules(import_module(room.name).__path__)):
            package = import_module(f"{room.name}.{folder}")
            yield from (f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__))
