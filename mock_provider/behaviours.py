"""All that the mock can be told to do: the faults and variations of its rooms, and the accidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import mock_provider
from conformance.standard.facts import facts
from mock_provider.behaviour.accidents import ACCIDENTS
from mock_provider.behaviour.kinds import spelled_out
from mock_provider.behaviour.model import Behaviour


@cache
def faults() -> Mapping[str, Behaviour]:
    """Every fault by its id, in the order of areas; raises ``ValueError`` when an id is there twice."""
    return _gather("faults", "FAULTS")


@cache
def variations() -> Mapping[str, Behaviour]:
    """Every variation by its id; raises ``ValueError`` when an id is there twice."""
    return _gather("variations", "VARIATIONS")


def everything() -> Mapping[str, Behaviour]:
    """Every fault, variation and accident by its id."""
    return {**faults(), **variations(), **ACCIDENTS}


def stacked(chosen: Iterable[Behaviour]) -> list[Behaviour]:
    """Variations in the order in which a layer plays them together: the first is asked first and told last."""
    order = {fault_id: number for number, fault_id in enumerate(variations())}
    return sorted(chosen, key=lambda one: (one.rank, order.get(one.id, len(order))))


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
