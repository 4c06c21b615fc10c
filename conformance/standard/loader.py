"""Reads the catalogue and the contract of one rule book from the package's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.standard.data import CatalogueError, folder_of, read_yaml
from conformance.standard.facts import facts
from conformance.standard.model import Area, Basis, Level, Personal, Requirement, Role, Source, Standard


def load(book: str = "clr10") -> Standard:
    """The catalogue of that rule book, read once per process.

    Raises ``CatalogueError`` for an unknown book or a fault in the data.
    """
    return _load(book)


@cache
def load_for(reader: str, book: str = "clr10") -> Standard:
    """The same standard, with every ``fix`` such as the one who reads a run of that role can follow it.

    Who publishes documents cannot mend a verifier or a consumer: ``for_publisher`` stands in for what these should do.
    """
    standard = load(book)
    if reader != "document":
        return standard
    advised = {each.id: replace(each, fix=each.for_publisher) if each.role in _OTHERS else each for each in standard}
    return replace(standard, requirements=MappingProxyType(advised))


_OTHERS = (Role.VERIFIER, Role.CONSUMER)


def contract(book: str = "clr10") -> Mapping[str, Any]:
    """The OpenAPI 3.1 contract of that edition as plain dicts; not to be changed by a caller."""
    return _contract(book)


def personal(book: str = "clr10") -> Personal:
    """Which members of the model of that edition hold what is a learner's own."""
    return _personal(book)


@cache
def _load(book: str) -> Standard:
    folder, about = folder_of(book), facts(book)
    areas: dict[str, Area] = {}
    requirements: dict[str, Requirement] = {}
    for code in about.areas:
        chapter = read_yaml(folder / "requirements" / f"{code.lower()}.yaml")
        areas[code] = Area(code, chapter["title"])
        for requirement in _requirements(code, chapter):
            if requirement.id in requirements:
                raise CatalogueError(f"{requirement.id} is there twice")
            requirements[requirement.id] = requirement
    return Standard(
        facts=about,
        areas=MappingProxyType(areas),
        requirements=MappingProxyType(requirements),
        contract=contract(book),
    )


@cache
def _contract(book: str) -> Mapping[str, Any]:
    return read_yaml(folder_of(book) / "openapi.yaml")


@cache
def _personal(book: str) -> Personal:
    data = read_yaml(folder_of(book) / "personal.yaml")
    schemas = contract(book)["components"]["schemas"]
    names = ("persons", "organisations", "records", "spared", "always", "loosely", "naming")
    return Personal(
        **{name: frozenset(data[name]) for name in names},
        provider_members=frozenset(data["provider"]["members"]),
        provider_types=frozenset(data["provider"]["types"]),
        chosen={member: tuple(schemas[name]["enum"]) for member, name in data["chosen"].items()},
        words=frozenset(_words(load(book))),
    )


def _words(standard: Standard) -> Iterator[str]:
    for requirement in standard:
        for text in (requirement.text, requirement.why, requirement.fix, *requirement.checks):
            yield from re.findall(r"[a-z0-9]{3,}", text.lower())
    for name, schema in standard.contract["components"]["schemas"].items():
        for text in (name, *schema.get("properties", ()), *schema.get("enum", ())):
            yield str(text).lower()


def _requirements(area: str, chapter: Mapping[str, Any]) -> Iterator[Requirement]:
    for row in chapter["requirements"]:
        try:
            yield _requirement(area, row)
        except (KeyError, ValueError, TypeError) as error:
            raise CatalogueError(f"{row.get('id', area)}: {error!r}") from error


def _requirement(area: str, row: Mapping[str, Any]) -> Requirement:
    if sum(key in row for key in ("checks", "excluded", "planned")) != 1:
        raise ValueError("needs exactly one of checks, excluded, planned")
    source = row["source"]
    return Requirement(
        id=row["id"],
        area=area,
        role=Role(row["role"]),
        level=Level(row["level"]),
        text=row["text"],
        source=Source(source["document"], source.get("section") or "", source.get("url") or ""),
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
    )
