"""What the CLR standard requires: data and its typed loader."""

from conformance.standard.loader import CatalogueError, contract, load, load_for, personal
from conformance.standard.model import Area, Basis, Level, Personal, Requirement, Role, Source, Standard

__all__ = [
    "Area",
    "Basis",
    "CatalogueError",
    "Level",
    "Personal",
    "Requirement",
    "Role",
    "Source",
    "Standard",
    "contract",
    "load",
    "load_for",
    "personal",
]
