"""What the engine of the suites needs to know of an edition, handed in by the edition's rule book."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.suites.answer import AnswerRules
from conformance.suites.history import ClassOf

if TYPE_CHECKING:
    from conformance.plan import Plan
    from conformance.suites.memory import Memory
    from conformance.suites.target import Target
    from conformance.wire import AsgiApp


def _no_class(_answer: object) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """How a provider of one edition is looked at.

    ``book`` is the folder of the edition; ``name`` and ``api`` are what a reader calls it and its API. ``checks`` are
    the packages whose modules hold the checks of a run; ``last`` names those of their modules that look back at the
    whole run, in the order in which they come. ``media_type`` is what a client of the edition asks for, ``discovery``
    the operation that gives the discovery document (empty: the edition has none). ``class_of`` and ``answers`` say
    what a body should be, and which rows speak of it; ``target`` is the edition's own view of a target (by default the
    engine's).
    """

    book: str
    name: str
    api: str
    checks: tuple[str, ...]
    last: tuple[str, ...] = ()
    media_type: str = "application/json"
    discovery: str = ""
    class_of: ClassOf = _no_class
    answers: AnswerRules = field(default_factory=AnswerRules)
    target: type[Target] | None = None

    def open(
        self, plan: Plan, out: Path | None = None, app: AsgiApp | None = None, memory: Memory | None = None
    ) -> Target:
        """The target of a plan; ``app`` is an application in this process instead of a target on the network.

        ``memory`` is what runs of this process share.
        """
        from conformance.suites.target import Target

        return (self.target or Target)(plan, self, out, app, memory)
