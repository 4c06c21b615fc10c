"""The frozen values that state the standard: requirements, their levels, roles and sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from conformance.standard.facts import Facts
from conformance.standard.ids import normal, replaced


class Level(StrEnum):
    """Strength of a requirement (RFC 2119)."""

    MUST = "MUST"
    MUST_NOT = "MUST NOT"
    SHOULD = "SHOULD"
    SHOULD_NOT = "SHOULD NOT"
    MAY = "MAY"

    @property
    def binding(self) -> bool:
        """True for MUST and MUST NOT."""
        return self in (Level.MUST, Level.MUST_NOT)


class Role(StrEnum):
    """Whom a requirement binds; an edition uses those of them that ``Standard.roles`` names."""

    PROVIDER = "P"
    AUTHORIZATION_SERVER = "A"
    CONSUMER = "C"
    VERIFIER = "V"
    PUBLISHER = "U"
    DOCUMENT = "D"
    ISSUER = "I"
    HOST = "H"
    DISPLAYER = "S"

    @property
    def label(self) -> str:
        """The role as a reader knows it, for example ``authorization server``."""
        return self.name.lower().replace("_", " ")


class Basis(StrEnum):
    """What a requirement stands on; only ``published`` and ``rfc`` fail a run by default."""

    PUBLISHED = "published"
    RFC = "rfc"
    SIBLING = "sibling"
    PRACTICE = "practice"

    @property
    def firm(self) -> bool:
        """True when a breach may fail a run without the plan asking for it."""
        return self in (Basis.PUBLISHED, Basis.RFC)


WAITS_FOR: Mapping[str, str] = MappingProxyType(
    {
        "provider": "a check of what a provider answers",
        "documents": "a check of documents",
        "consumer": "a check of what a consumer sends",
        "verifier": "a check of what a verifier fetches",
        "outcome": "the consumer's own report of what came of it",
        "person": "somebody who looks at what the consumer shows",
    }
)
"""What a planned requirement can wait for, each as a reader understands it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a requirement comes from: a document, a place in it, and a link to it."""

    document: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One normative statement of the standard.

    ``applies_when`` names claims of the target that all have to be made (``!write``: must not be made). Exactly one
    of ``checks``, ``excluded`` and ``planned`` is filled: the ids of the checks that decide it, the reason why none
    can, or what is missing before a run can (a key of ``WAITS_FOR``). ``unbreakable`` says why no fault of the mock
    can break a requirement that is decided. ``leeway`` says which breach of a MUST is only a warning, and why; empty
    when every one is alike. ``fix`` is for whom the requirement binds; ``for_publisher`` is what the publisher of a
    document can do when a verifier that follows it does not trust it. ``umbrella`` says which other rows decide it,
    so that whatever breaks one of those breaks it too; ``wire`` marks what only shows on a real connection (TLS,
    plain http, bytes that an HTTP client hides).
    ``same`` is the id of the shared rule that this row takes over; empty for a rule of the edition's own.
    """

    id: str
    area: str
    role: Role
    level: Level
    text: str
    source: Source
    confidence: str
    basis: Basis
    test: str
    why: str
    fix: str
    applies_when: tuple[str, ...]
    checks: tuple[str, ...]
    excluded: str | None
    planned: str | None
    unbreakable: str | None = None
    leeway: str = ""
    for_publisher: str = ""
    umbrella: str = ""
    wire: bool = False
    same: str = ""

    @property
    def waits_for(self) -> str:
        """What a planned requirement waits for, in words; empty for any other."""
        return WAITS_FOR[self.planned] if self.planned else ""


@dataclass(frozen=True, slots=True)
class Area:
    """One chapter of the catalogue, for example ``GCS``."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Personal:
    """Which members of the model hold what is a learner's own, by their names; ``personal.yaml`` says what each means.

    ``chosen`` holds the values that a member may have, ``words`` the words of the standard's own texts in lower case:
    a value that is one of them names nobody.
    """

    persons: frozenset[str]
    organisations: frozenset[str]
    records: frozenset[str]
    spared: frozenset[str]
    always: frozenset[str]
    loosely: frozenset[str]
    naming: frozenset[str]
    provider_members: frozenset[str]
    provider_types: frozenset[str]
    chosen: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    subjects: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    statement_types: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of the standard: its catalogue and its OpenAPI contract.

    ``shared`` maps the ids of shared rules (``OAUTH-AUT-009``) to those under which this edition has them.
    """

    facts: Facts
    areas: Mapping[str, Area]
    requirements: Mapping[str, Requirement]
    contract: Mapping[str, Any]
    shared: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The public name of the edition, for example ``clr-v1p0``."""
        return self.facts.id

    @property
    def title(self) -> str:
        """The full name of the edition."""
        return self.facts.title

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whom its requirements bind."""
        return tuple(map(Role, self.facts.roles))

    @property
    def umbrellas(self) -> Mapping[str, str]:
        """The ids of the rows that other rows decide, each with which."""
        return {requirement.id: requirement.umbrella for requirement in self if requirement.umbrella}

    @property
    def wire_only(self) -> tuple[str, ...]:
        """The ids of the rows that only a real connection can break."""
        return tuple(requirement.id for requirement in self if requirement.wire)

    def __getitem__(self, requirement_id: str) -> Requirement:
        """The requirement of that id, also of a shared one; raises ``KeyError`` when there is none."""
        return self.requirements[self.own_id(requirement_id)]

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements.values())

    def own_id(self, requirement_id: str) -> str:
        """The id under which this edition has a shared rule; any other id as it is."""
        return self.shared.get(requirement_id, requirement_id)

    def with_own_ids(self, text: str) -> str:
        """The same text, with the ids of shared rules as this edition has them."""
        return replaced(text, self.shared)

    def find(self, text: str) -> str | None:
        """The requirement or area that a user means: in any case, an id with or without its prefix, also a shared one.

        ``None`` when this edition has none of that name.
        """
        wanted = normal(text)
        names = (wanted, f"{self.facts.prefix}-{wanted}", self.own_id(wanted))
        return next((name for name in names if name in self.areas or name in self.requirements), None)

    def covers(self, names: Collection[str], requirement_id: str) -> bool:
        """True when the requirement, or its area, is among these names (as ``find`` gives them)."""
        requirement = self[requirement_id]
        return requirement.id in names or requirement.area in names
