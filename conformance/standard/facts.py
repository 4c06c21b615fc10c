"""What an edition is, in short: its names, paths, scopes and operations, without one requirement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.standard.data import CatalogueError, books, folder_of, read_yaml

_DESCRIBING = ("discovery", "dynamic_registration")
"""The claims with which a document that describes the provider has to be there."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint of an edition's API.

    ``path`` stands below the base path and may end with a parameter in braces; ``scope`` is the short name of the
    scope that it needs (empty: public), ``claim`` the claim of a target with which it has to be there. ``returns``
    holds the class of the body for each status of success (``None``: no body).
    """

    id: str
    method: str
    path: str
    scope: str
    claim: str
    returns: Mapping[int, str | None]

    @property
    def collection(self) -> str:
        """The first segment of the path: ``clrs`` of ``/clrs/{sourcedId}``."""
        return self.path.split("/")[1]

    @property
    def of_one(self) -> bool:
        """True when the path names one item of the collection."""
        return self.path.endswith("}")

    @property
    def describes(self) -> bool:
        """True for the public operation whose document says where the endpoints of OAuth are."""
        return not self.scope and self.claim in _DESCRIBING

    @property
    def class_name(self) -> str | None:
        """The class of the body of a 200."""
        return self.returns.get(200)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sibling standard whose API is that of the edition under other names: ``ob-v3p0`` for Open Badges 3.0.

    ``classes`` maps a class of the edition's contract to the one that stands in its place.
    """

    id: str
    name: str
    base_path: str
    context_url: str
    scopes: Mapping[str, str]
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one rule book. ``book`` is its folder (``clr10``), ``id`` its public name (``clr-v1p0``),
    ``name`` what people call it (``CLR 1.0``) and ``title`` its whole name.

    A ``shared`` book holds rules that editions point to: it has areas and a prefix, neither a public name nor an API.
    ``roles`` are the letters of those whom its requirements bind.
    ``discovery`` maps an OAuth endpoint to the member of the discovery document that holds its URL (the names on the
    way to it with a slash in between), and ``discovery_name`` is the member with the provider's own name; ``scopes``
    maps short names to URIs; ``status_class`` is the class of the body of every refusal; ``payloads`` maps a class that
    is another one with ``@context`` (``GetClrPayload``) to that one (``Clr``). ``envelopes`` are sibling standards with
    the same API under other names; ``envelope`` is the one that ``within`` has put these facts into, with its
    ``classes``.
    """

    book: str
    id: str
    name: str
    title: str
    prefix: str
    areas: tuple[str, ...]
    roles: tuple[str, ...]
    base_path: str
    discovery: Mapping[str, str]
    context_url: str
    media_types: tuple[str, ...]
    scopes: Mapping[str, str]
    status_class: str
    operations: Mapping[str, Operation]
    payloads: Mapping[str, str]
    shared: bool = False
    discovery_name: str = "name"
    envelopes: Mapping[str, Envelope] = field(default_factory=dict)
    envelope: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)

    def within(self, envelope: str | None) -> Facts:
        """The same facts under the names of a sibling standard; as they are without one. ``KeyError`` for others."""
        if not envelope:
            return self
        other = self.envelopes[envelope]
        operations = {name: _renamed(each, other.classes) for name, each in self.operations.items()}
        return replace(
            self,
            envelope=envelope,
            name=other.name,
            base_path=other.base_path,
            context_url=other.context_url,
            scopes=other.scopes,
            classes=other.classes,
            operations=MappingProxyType(operations),
        )

    def class_here(self, name: str) -> str:
        """The class that stands for that one of the edition in this envelope: itself without one."""
        return self.classes.get(name, name)

    @property
    def has_api(self) -> bool:
        """True when its operations are stated: without them only documents of the edition can be judged."""
        return bool(self.operations)

    @property
    def needs_tokens(self) -> bool:
        """True when an operation needs an access token; where none does, nobody logs in and there is no OAuth."""
        return any(each.scope for each in self.operations.values())

    @property
    def description(self) -> Operation | None:
        """The public operation whose document says where the endpoints of OAuth are; ``None`` where there is none."""
        return next((each for each in self.operations.values() if each.describes), None)

    def scope_uri(self, name: str) -> str:
        """The whole scope for its short name (``readonly``); anything else as it is."""
        return self.scopes.get(name, name)

    def operation_at(self, method: str, path: str) -> Operation | None:
        """The operation of a request to that path of the server; ``None`` where the edition has none."""
        if not path.startswith(self.base_path + "/"):
            return None
        collection, slash, _ = path.removeprefix(self.base_path + "/").partition("/")
        wanted = (method, collection, bool(slash))
        return next((each for each in self.operations.values() if _place(each) == wanted), None)


def _renamed(operation: Operation, classes: Mapping[str, str]) -> Operation:
    returns = {status: name and classes.get(name, name) for status, name in operation.returns.items()}
    return replace(operation, returns=MappingProxyType(returns))


def _place(operation: Operation) -> tuple[str, str, bool]:
    return operation.method, operation.collection, operation.of_one


@cache
def facts(book: str) -> Facts:
    """The facts of a rule book by its folder (``clr10``); raises ``CatalogueError`` for an unknown one."""
    data = read_yaml(folder_of(book) / "facts.yaml")
    return Facts(
        book=book,
        id=data.get("id", ""),
        name=data["name"],
        title=data["title"],
        prefix=data["prefix"],
        areas=tuple(data["areas"]),
        roles=tuple(data.get("roles", ())),
        base_path=data.get("base_path", ""),
        discovery=MappingProxyType(data.get("discovery", {})),
        context_url=data.get("context_url", ""),
        media_types=tuple(data.get("media_types", ())),
        scopes=MappingProxyType(data.get("scopes", {})),
        status_class=data.get("status_class", ""),
        operations=MappingProxyType({name: _operation(name, row) for name, row in data.get("operations", {}).items()}),
        payloads=MappingProxyType(data.get("payloads", {})),
        shared=data.get("kind") == "shared",
        discovery_name=data.get("discovery_name", "name"),
        envelopes=MappingProxyType({name: _envelope(name, row) for name, row in data.get("envelopes", {}).items()}),
    )


@cache
def editions() -> tuple[str, ...]:
    """The folders of all editions, in order: every rule book that is not shared."""
    return tuple(book for book in books() if not facts(book).shared)


@cache
def spoken() -> tuple[Facts, ...]:
    """The facts of every API that a provider can offer: those of the editions, and of their envelopes."""
    with_api = [facts(book) for book in editions() if facts(book).has_api]
    return (*with_api, *(each.within(name) for each in with_api for name in each.envelopes))


@cache
def book_of(standard: str) -> str:
    """The folder of the edition with that public name: ``clr10`` for ``clr-v1p0``; raises ``CatalogueError``."""
    known = {facts(book).id: book for book in editions()}
    if standard not in known:
        raise CatalogueError(f"no such standard: {standard} (known: {', '.join(known)})")
    return known[standard]


def _operation(name: str, row: Mapping[str, Any]) -> Operation:
    return Operation(
        id=name,
        method=row["method"],
        path=row["path"],
        scope=row.get("scope", ""),
        claim=row.get("claim", ""),
        returns=MappingProxyType(row.get("returns", {})),
    )


def _envelope(name: str, row: Mapping[str, Any]) -> Envelope:
    return Envelope(
        id=name,
        name=row["name"],
        base_path=row["base_path"],
        context_url=row["context_url"],
        scopes=MappingProxyType(row["scopes"]),
        classes=MappingProxyType(row["classes"]),
    )
