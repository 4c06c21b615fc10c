"""What a fault is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.trigger import Trigger

Kind = Literal["fault", "variation", "accident", "oddity"]

# Who changes a response late undoes or hides what others did before, so that who writes the bytes comes after who
# reads them.
# A fault comes after the variations, so that none of them repairs what it breaks, but sees the body before it is
# compressed.
_LAST_TO_FIRST = ("accident", "content coding", "fault", "oddity", "content type", "json text", "link text")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that the mock can be made to do: a ``Fault``, a ``Variation``, an ``Accident`` or an ``Oddity``.

    ``breaks`` are the requirements that a fault breaks; ``consequences`` those that fall with them, each with the
    reason. ``operations`` limits it to operationIds of the contract or OAuth paths (``token``, ``authorize``,
    ``register``, …); all when empty. ``on_request`` changes a request before the mock sees it, ``on_response`` a
    response before the client does; ``settings`` start the mock otherwise, ``plan`` replaces members of the plan that
    goes with it. ``wire`` marks what only shows over real TLS. ``touches`` names what it alone decides (``link text``):
    two that touch the same thing cannot be on together. ``trigger`` is when it strikes unless somebody says otherwise
    (``None``: always). ``doubts`` are the requirements that a variation, though legal, leaves open: they may warn, and
    never fail; ``obliges`` those that bind a consumer to take it. ``how`` says in two lines what a real implementation
    would have done to get there. ``book`` is that of the edition whose it is, empty for what editions share.
    """

    id: str
    title: str
    how: str
    breaks: tuple[str, ...] = ()
    consequences: Mapping[str, str] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    on_request: Callable[[Request], object] | None = None
    on_response: Callable[[Response], object] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    wire: bool = False
    kind: ClassVar[Kind]
    touches: tuple[str, ...] = ()
    trigger: Trigger | None = None
    doubts: tuple[str, ...] = ()
    obliges: tuple[str, ...] = ()
    book: str = ""

    @property
    def rank(self) -> int:
        """Its place among those that are on together: the lowest sees the request first and the response last."""
        names = (self.kind, *self.touches)
        found = (number for number, name in enumerate(_LAST_TO_FIRST) if name in names)
        return next(found, len(_LAST_TO_FIRST))

    def concerns(self, operation: str) -> bool:
        """True when the fault speaks of this operation."""
        return not self.operations or operation in self.operations

    def of_edition(self, book: str) -> bool:
        """True when the fault may strike at requests to that edition; an empty ``book`` is what editions share."""
        return not self.book or not book or self.book == book

    def excludes(self, other: Behaviour) -> bool:
        """True when the two cannot be on together: they touch the same thing, or want another start or plan each."""
        return (
            not set(self.touches).isdisjoint(other.touches)
            or self.starts_otherwise(other)
            or _contradict(self.plan, other.plan)
        )

    def starts_otherwise(self, other: Behaviour) -> bool:
        """True when the two want another start of the mock each."""
        return _contradict(self.settings, other.settings)


@dataclass(frozen=True, slots=True)
class Fault(Behaviour):
    """A known way in which the mock departs from the right: it breaks a requirement."""

    kind = "fault"


@dataclass(frozen=True, slots=True)
class Variation(Behaviour):
    """A known way in which the mock departs from the usual, and is right all the same."""

    kind = "variation"


@dataclass(frozen=True, slots=True)
class Accident(Behaviour):
    """A moment in which the mock fails; it breaks nothing and decides nothing."""

    kind = "accident"


@dataclass(frozen=True, slots=True)
class Oddity(Behaviour):
    """What a client has to cope with, be it legal or not: scenarios play it, and it breaks no requirement."""

    kind = "oddity"


def _contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when a member of both has two values; members of members are compared, lists of names add up."""
    return any(_differ(one[name], other[name]) for name in one.keys() & other.keys())


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return _contradict(one, other)
    return not isinstance(one, tuple) and bool(one != other)
