"""What the engine of the suites needs to know of an edition, handed in by the edition's rule book."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance.suites.answer import AnswerRules
from conformance.suites.history import ClassOf


def _no_class(_answer: object) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """How a provider of one edition is looked at.

    ``book`` is the folder of the edition. ``checks`` are the packages whose modules hold the checks of a run; ``last``
    names those of their modules that look back at the whole run, in the order in which they come. ``api`` is what a
    reader calls the edition's API, ``media_type`` what its clients ask for, ``discovery`` the operation that gives the
    discovery document (empty: the edition has none). ``class_of`` and ``answers`` say what a body should be, and which
    rows speak of it. With ``final_slash`` a redirect to the same path with a final slash is followed, so that the rest
    can be judged: a row tells of it. ``target`` is the edition's own kind of ``Target`` (by default the engine's).
    """

    book: str
    checks: tuple[str, ...]
    api: str = "API"
    last: tuple[str, ...] = ()
    media_type: str = "application/json"
    discovery: str = ""
    class_of: ClassOf = _no_class
    answers: AnswerRules = field(default_factory=AnswerRules)
    final_slash: bool = False
    target: type[Any] | None = None
