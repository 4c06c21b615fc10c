"""Reads the catalogue and the contract of one version of the standard from the package's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

import yaml

from conformance.standard.model import Area, Basis, Level, Personal, Requirement, Role, Source, Standard

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

VERSIONS = ("v1p0",)


class CatalogueError(ValueError):
    """The catalogue's own files are wrong; the message names the requirement."""


def load(version: str = "v1p0") -> Standard:
    """The standard of that version, read once per process.

    Raises ``CatalogueError`` for an unknown version or a fault in the data.
    """
    return _load(version)


@cache
def load_for(reader: str, version: str = "v1p0") -> Standard:
    """The same standard, with every ``fix`` such as the one who reads a run of that role can follow it.

    Who publishes documents cannot mend a verifier or a consumer: ``for_publisher`` stands in for what these should do.
    """
    standard = load(version)
    if reader != "document":
        return standard
    advised = {each.id: replace(each, fix=each.for_publisher) if each.role in _OTHERS else each for each in standard}
    return replace(standard, requirements=MappingProxyType(advised))


_OTHERS = (Role.VERIFIER, Role.CONSUMER)


def contract(version: str = "v1p0") -> Mapping[str, Any]:
    """The OpenAPI 3.1 contract of that version as plain dicts; not to be changed by a caller."""
    return _contract(version)


def personal(version: str = "v1p0") -> Personal:
    """Which members of the model of that version hold what is a learner's own."""
    return _personal(version)


@cache
def _load(version: str) -> Standard:
    if version not in VERSIONS:
        raise CatalogueError(f"no such standard: {version} (known: {', '.join(VERSIONS)})")
    folder = files("conformance.standard") / version
    about = _yaml(folder / "standard.yaml")
    areas: dict[str, Area] = {}
    requirements: dict[str, Requirement] = {}
    for code in about["areas"]:
        chapter = _yaml(folder / "requirements" / f"{code.lower()}.yaml")
        areas[code] = Area(code, chapter["title"])
        for requirement in _requirements(code, chapter):
            if requirement.id in requirements:
                raise CatalogueError(f"{requirement.id} is there twice")
            requirements[requirement.id] = requirement
    return Standard(
        id=f"clr-{version}",
        title=about["title"],
        base_path=about["base_path"],
        context_url=about["context_url"],
        areas=MappingProxyType(areas),
        requirements=MappingProxyType(requirements),
        contract=contract(version),
    )


@cache
def _contract(version: str) -> Mapping[str, Any]:
    return _yaml(files("conformance.standard") / version / "openapi.yaml")


@cache
def _personal(version: str) -> Personal:
    data = _yaml(files("conformance.standard") / version / "personal.yaml")
    schemas = contract(version)["components"]["schemas"]
    names = ("persons", "organisations", "records", "spared", "always", "loosely", "naming")
    return Personal(
        **{name: frozenset(data[name]) for name in names},
        provider_members=frozenset(data["provider"]["members"]),
        provider_types=frozenset(data["provider"]["types"]),
        chosen={member: tuple(schemas[name]["enum"]) for member, name in data["chosen"].items()},
        words=frozenset(_words(load(version))),
    )


def _words(standard: Standard) -> Iterator[str]:
    for requirement in standard:
        for text in (requirement.text, requirement.why, requirement.fix, *requirement.checks):
            yield from re.findall(r"[a-z0-9]{3,}", text.lower())
    for name, schema in standard.contract["components"]["schemas"].items():
        for text in (name, *schema.get("properties", ()), *schema.get("enum", ())):
            yield str(text).lower()


def _yaml(file: Traversable) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(file.read_bytes(), Loader=SafeLoader)
    return document


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
