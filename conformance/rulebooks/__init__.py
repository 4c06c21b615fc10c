"""How each rule is decided: a room for each rule book, and the one door to them, ``find``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from conformance.errors import UsageFault
from conformance.standard import book_of, facts

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.document.rules import DocumentRules
    from conformance.migrating import MigrationRules
    from conformance.plan import Plan
    from conformance.suites.rules import ProviderRules
    from conformance.suites.target import Target
    from conformance.traffic import ConsumerRules
    from conformance.trust.rules import TrustRules
    from conformance.wire import AsgiApp


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The code of one edition: each part is imported when it is first asked for, and ``None`` where there is none."""

    book: str

    @property
    def documents(self) -> DocumentRules | None:
        """What the engine of documents needs of the edition."""
        rules: DocumentRules | None = _rules(self.book, "document")
        return rules

    @property
    def trust(self) -> TrustRules | None:
        """What the engine of verification needs of the edition."""
        rules: TrustRules | None = _rules(self.book, "trust")
        return rules

    @property
    def migration(self) -> MigrationRules | None:
        """How a document of an older edition becomes one of this edition."""
        rules: MigrationRules | None = _rules(self.book, "migration")
        return rules

    @property
    def provider(self) -> ProviderRules | None:
        """What the engine of the suites needs of the edition."""
        rules: ProviderRules | None = _rules(self.book, "provider")
        return rules

    @property
    def consumer(self) -> ConsumerRules | None:
        """What the engine of traffic needs of the edition."""
        rules: ConsumerRules | None = _rules(self.book, "consumer")
        return rules


@cache
def find(book: str) -> Rulebook:
    """The rule book of an edition by its folder (``clr10``); raises ``CatalogueError`` for an unknown one."""
    return Rulebook(facts(book).book)


def provider_rules(book: str) -> ProviderRules:
    """How a provider of an edition is looked at; raises ``UsageFault`` when none can be judged."""
    rules = find(book).provider
    if rules is None:
        raise not_judged("provider", book)
    return rules


def not_judged(role: str, book: str) -> UsageFault:
    """What is raised when a plan asks for somebody whom the rules of its edition do not know how to judge."""
    return UsageFault(
        "nothing-selected",
        f"no {role} of {facts(book).name} can be judged yet",
        "the plan names an edition of which only documents are judged",
        "Judge documents with `clr-conformance validate`, or name another edition in the plan (`standard`).",
    )


def target_of(plan: Plan, out: Path | None = None, app: AsgiApp | None = None) -> Target:
    """The target of a plan, by the rules of its edition.

    ``out`` is a folder for what a browser shows, ``app`` an application in this process instead of a target on the
    network. Raises ``UsageFault`` when no provider of the edition can be judged.
    """
    from conformance.suites.target import open_target

    return open_target(provider_rules(book_of(plan.standard)), plan, out, app)


@cache
def _rules(book: str, part: str) -> Any:
    """``RULES`` of the folder of that part of the book."""
    package = f"{__name__}.{book}"
    if find_spec(package) is None or find_spec(f"{package}.{part}") is None:
        return None
    return getattr(import_module(f"{package}.{part}"), "RULES", None)
