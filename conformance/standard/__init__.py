"""What the CLR standard requires: data and its typed loader."""

from conformance.standard.data import CatalogueError, books
from conformance.standard.facts import Facts, Operation, book_of, editions, facts, spoken
from conformance.standard.loader import contract, load, load_for, personal, rules
from conformance.standard.model import Area, Basis, Level, Personal, Requirement, Role, Source, Standard
from conformance.standard.terms import ContextDocuments, Edition, contexts

__all__ = [
    "Area",
    "Basis",
    "CatalogueError",
    "ContextDocuments",
    "Edition",
    "Facts",
    "Level",
    "Operation",
    "Personal",
    "Requirement",
    "Role",
    "Source",
    "Standard",
    "book_of",
    "books",
    "contexts",
    "contract",
    "editions",
    "facts",
    "load",
    "load_for",
    "personal",
    "rules",
    "spoken",
]
