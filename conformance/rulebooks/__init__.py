"""How each rule is decided: a room for each rule book, and the one door to them, ``find``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from conformance.standard import facts

if TYPE_CHECKING:
    from conformance.suites.rules import ProviderRules


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The code of one edition: each part is imported when it is first asked for, and ``None`` where there is none."""

    book: str

    @property
    def documents(self) -> Any:
        """What the engine of documents needs of the edition."""
        return _rules(self.book, "document")

    @property
    def trust(self) -> Any:
        """What the engine of verification needs of the edition."""
        return _rules(self.book, "trust")

    @property
    def provider(self) -> ProviderRules | None:
        """What the engine of the suites needs of the edition."""
        rules: ProviderRules | None = _rules(self.book, "provider")
        return rules


@cache
def find(book: str) -> Rulebook:
    """The rule book of an edition by its folder (``clr10``); raises ``CatalogueError`` for an unknown one."""
    return Rulebook(facts(book).book)


@cache
def _rules(book: str, part: str) -> Any:
    """``RULES`` of the folder of that part of the book."""
    package = f"{__name__}.{book}"
    if find_spec(package) is None or find_spec(f"{package}.{part}") is None:
        return None
    return getattr(import_module(f"{package}.{part}"), "RULES", None)
