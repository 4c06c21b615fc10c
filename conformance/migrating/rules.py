"""What the engine of migration needs of an edition: a frozen value that the edition's rule book makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.migrating.account import Entry


@dataclass(frozen=True, slots=True, eq=False)
class Issuer:
    """Who issues the migrated record: ``profile`` is the JSON object that stands in it.

    ``formerly`` are ids under which the same issuer stands in records of the older edition. ``key_id`` is the URL of
    the key that signs, empty when the profile's own id and the key say it.
    """

    id: str
    profile: Mapping[str, Any]
    formerly: frozenset[str] = frozenset()
    key_id: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The document that is migrated.

    ``value`` is the whole JSON value of the input, ``place`` the JSON Pointer of the part that is the document; it
    begins with ``#`` where the value is the payload of the compact JWS ``token``. ``class_name`` is its class.
    """

    value: Any
    place: str
    token: str
    class_name: str


@dataclass(frozen=True, slots=True, eq=False)
class Migrated:
    """A record of the newer edition, without signatures, and the account of how it came about.

    ``unreadable`` are places of the source that hold a signed item which cannot be read.
    """

    record: dict[str, Any]
    entries: tuple[Entry, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one edition in a document of another.

    ``kind`` is ``member``, ``type``, ``value``, ``context``, ``scope`` or ``path``; ``edition`` is the edition that
    the word is of, and ``other`` what the edition of the document has in its place.
    """

    pointer: str
    word: str
    kind: str
    edition: str
    other: str


@dataclass(frozen=True, slots=True, eq=False)
class MigrationRules:
    """How a document of the edition ``source`` becomes one of the edition ``book``.

    ``classes`` are the names of the documents that can be migrated. ``migrate`` takes one, the new issuer, and the ids
    of the issuers whose keys are there; it raises ``UsageFault`` for what cannot be migrated. ``issuer`` reads the
    description of the new issuer and raises ``UsageFault`` for each thing wrong in it. ``words`` finds, in a document
    of one of the two editions, the words of the other: it takes the value, the edition by which it was judged, and the
    JSON Pointer to it. ``unsigned`` are requirements that a record breaks for want of a signature alone, and
    ``credential`` is the type that each has that can be signed.
    """

    book: str
    source: str
    classes: Collection[str]
    migrate: Callable[[Source, Issuer, Collection[str]], Migrated]
    issuer: Callable[[Any], Issuer]
    words: Callable[[Any, str, str], tuple[Word, ...]]
    unsigned: frozenset[str] = frozenset()
    credential: str = ""
