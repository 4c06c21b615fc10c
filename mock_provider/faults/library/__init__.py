"""All faults, one module for each area of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from mock_provider.faults.model import Fault


@cache
def faults() -> Mapping[str, Fault]:
    """Every fault by its id, in the order of areas and modules; raises ``ValueError`` when an id is there twice."""
    return gather(__name__, __path__, "FAULTS")


def gather(package: str, path: list[str], name: str) -> Mapping[str, Fault]:
    """The faults (or variations) that the modules of a package list under ``name``."""
    found: dict[str, Fault] = {}
    for module in sorted(iter_modules(path), key=lambda entry: entry.name):
        for fault in getattr(import_module(f"{package}.{module.name}"), name, ()):
            if fault.id in found:
                raise ValueError(f"{fault.id} is there twice")
            found[fault.id] = fault
    return MappingProxyType(found)
