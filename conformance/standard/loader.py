"""Reads the catalogue and the contract of one rule book from the package's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.standard.data import CatalogueError, books, folder_of, read_yaml
from conformance.standard.facts import facts
from conformance.standard.model import WAITS_FOR, Area, Basis, Level, Personal, Requirement, Role, Source, Standard


def load(book: str) -> Standard:
    """The catalogue of that edition, read once per process.

    Raises ``CatalogueError`` for an unknown book, one that is shared, or a fault in the data.
    """
    return _load(book)


def load_for(reader: str, book: str) -> Standard:
    """The same standard, with every ``fix`` such as the one who reads a run of that role can follow it.

    Who publishes documents cannot fix a verifier or a consumer: ``for_publisher`` stands in for what these should do.
    """
    return _load_for(reader, book)


# The public functions are plain ones: a type checker looks at the arguments of what is cached no more.
@cache
def _load_for(reader: str, book: str) -> Standard:
    standard = load(book)
    if reader != "document":
        return standard
    advised = {each.id: replace(each, fix=each.for_publisher) if each.role in _OTHERS else each for each in standard}
    return replace(standard, requirements=MappingProxyType(advised))


_OTHERS = (Role.VERIFIER, Role.CONSUMER)


def contract(book: str) -> Mapping[str, Any]:
    """The OpenAPI 3.1 contract of that edition as plain dicts; not to be changed by a caller.

    A book without a contract of its own has an empty one.
    """
    return _contract(book)


def personal(book: str) -> Personal:
    """Which members of the model of that edition hold what is a learner's own; none where the edition names none."""
    return _personal(book)


@cache
def _load(book: str) -> Standard:
    folder, about = folder_of(book), facts(book)
    if about.shared:
        raise CatalogueError(
            f"{book} is shared by editions: its rows have a level only where an edition points to them"
        )
    areas: dict[str, Area] = {}
    requirements: dict[str, Requirement] = {}
    shared: dict[str, str] = {}
    for code in about.areas:
        chapter = read_yaml(folder / "requirements" / f"{code.lower()}.yaml")
        areas[code] = Area(code, chapter["title"])
        for requirement in _requirements(code, chapter, _sources(book)):
            if requirement.id in requirements:
                raise CatalogueError(f"{requirement.id} is there twice")
            if requirement.role not in about.roles:
                raise CatalogueError(f"{requirement.id}: {book} has no role {requirement.role.value}")
            if requirement.same in shared:
                raise CatalogueError(f"{requirement.id}: {shared[requirement.same]} is {requirement.same} already")
            requirements[requirement.id] = requirement
            if requirement.same:
                shared[requirement.same] = requirement.id
    standard = Standard(
        facts=about,
        areas=MappingProxyType(areas),
        requirements=MappingProxyType(requirements),
        contract=contract(book),
        shared=MappingProxyType(shared),
    )
    named = {row.id: _named(row, standard) if row.same else row for row in standard}
    return replace(standard, requirements=MappingProxyType(named))


def _named(row: Requirement, standard: Standard) -> Requirement:
    """The row with the ids in its texts as the edition has them."""
    own_ids = standard.with_own_ids
    return replace(
        row,
        text=own_ids(row.text),
        why=own_ids(row.why),
        fix=own_ids(row.fix),
        test=own_ids(row.test),
        excluded=row.excluded and own_ids(row.excluded),
        unbreakable=row.unbreakable and own_ids(row.unbreakable),
        leeway=own_ids(row.leeway),
        for_publisher=own_ids(row.for_publisher),
    )


@cache
def rules(book: str) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a shared book by id, as they stand in its files; an edition's row adds its own to one of them.

    Raises ``CatalogueError`` for an unknown book, one that is not shared, or an id that is there twice.
    """
    folder, about = folder_of(book), facts(book)
    if not about.shared:
        raise CatalogueError(f"{book} is an edition: its rows are nobody else's")
    found: dict[str, Mapping[str, Any]] = {}
    for code in about.areas:
        for row in read_yaml(folder / "requirements" / f"{code.lower()}.yaml")["requirements"]:
            if row["id"] in found:
                raise CatalogueError(f"{row['id']} is there twice")
            found[row["id"]] = MappingProxyType({**row, "area": code})
    return MappingProxyType(found)


@cache
def _shared() -> Mapping[str, Mapping[str, Any]]:
    """The rows of all shared books by id."""
    return {name: row for book in books() if facts(book).shared for name, row in rules(book).items()}


@cache
def _contract(book: str) -> Mapping[str, Any]:
    file = folder_of(book) / "openapi.yaml"
    return read_yaml(file) if file.is_file() else {"paths": {}, "components": {"schemas": {}}}


@cache
def _personal(book: str) -> Personal:
    file = folder_of(book) / "personal.yaml"
    data = read_yaml(file) if file.is_file() else {}
    provider, statements = data.get("provider", {}), data.get("statements", {})
    schemas = contract(book)["components"]["schemas"]
    names = ("persons", "organisations", "records", "spared", "always", "loosely", "naming", "subjects", "titles")
    return Personal(
        **{name: frozenset(data.get(name, ())) for name in names},
        provider_members=frozenset(provider.get("members", ())),
        provider_types=frozenset(provider.get("types", ())),
        statements=frozenset(statements.get("members", ())),
        statement_types=frozenset(statements.get("types", ())),
        chosen={member: tuple(schemas[name]["enum"]) for member, name in data.get("chosen", {}).items()},
        words=frozenset(_words(load(book))),
    )


def _words(standard: Standard) -> Iterator[str]:
    for requirement in standard:
        for text in (requirement.text, requirement.why, requirement.fix, *requirement.checks):
            yield from re.findall(r"[a-z0-9]{3,}", text.lower())
    for name, schema in standard.contract["components"]["schemas"].items():
        for text in (name, *schema.get("properties", ()), *schema.get("enum", ())):
            yield str(text).lower()


@cache
def _sources(book: str) -> Mapping[str, Mapping[str, str]]:
    """The documents that the rows of that book name by a short ``ref``."""
    file = folder_of(book) / "sources.yaml"
    return read_yaml(file) if file.is_file() else {}


def _requirements(
    area: str, chapter: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> Iterator[Requirement]:
    for row in chapter["requirements"]:
        try:
            yield _requirement(area, row, sources)
        except (KeyError, ValueError, TypeError) as error:
            raise CatalogueError(f"{row.get('id', area)}: {error!r}") from error


_STATES = ("checks", "excluded", "planned")


def _over(rule: Mapping[str, Any], row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shared rule with what the row says of its own; one state takes the place of another."""
    stated = any(key in row for key in _STATES)
    return {name: value for name, value in rule.items() if not (stated and name in _STATES)} | dict(row)


def _source(row: Mapping[str, str], sources: Mapping[str, Mapping[str, str]]) -> Source:
    """The source that a row states: a document in full, or a ``ref`` to one with an ``anchor`` in its page."""
    document = sources[row["ref"]] if "ref" in row else row
    anchor = f"#{row['anchor']}" if "anchor" in row else ""
    return Source(document["document"], row.get("section") or "", (document.get("url") or "") + anchor)


def _requirement(area: str, row: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Requirement:
    """The requirement of a row; what the row leaves out is that of the shared rule that it is the ``same`` as."""
    if "same" in row:
        row = _over(_shared()[row["same"]], row)
    if sum(key in row for key in _STATES) != 1:
        raise ValueError("needs exactly one of checks, excluded, planned")
    if row.get("planned", "consumer") not in WAITS_FOR:
        raise ValueError(f"planned is one of {', '.join(WAITS_FOR)}")
    return Requirement(
        id=row["id"],
        area=area,
        role=Role(row["role"]),
        level=Level(row["level"]),
        text=row["text"],
        source=_source(row["source"], sources),
        confidence=row["confidence"],
        basis=Basis(row["basis"]),
        test=row["test"],
        why=row.get("why", ""),
        fix=row.get("fix", ""),
        applies_when=tuple(row.get("applies_when", ())),
        checks=tuple(row.get("checks", ())),
        excluded=row.get("excluded"),
        planned=row.get("planned"),
        unbreakable=row.get("unbreakable"),
        leeway=row.get("leeway", ""),
        for_publisher=row.get("for_publisher", ""),
        umbrella=row.get("umbrella", ""),
        wire=row.get("wire", False),
        same=row.get("same", ""),
    )
