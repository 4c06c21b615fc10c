"""The service description as its checks look at it: an OpenAPI document of what the provider offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs

from conformance.standard import Facts
from conformance.suites.urls import split

SCHEME = "OAuth2ACG"
SCHEMES = ("components", "securitySchemes")
FLOW = (*SCHEMES, SCHEME, "flows", "authorizationCode")

TOLD_ELSEWHERE = (("info",), ("openapi",), SCHEMES)
"""Parts of the document that rows of their own speak of."""
MOST_ERRORS = 5


def member(document: Any, *way: str) -> Any:
    """The value at the end of a way of member names; ``None`` where the way ends before."""
    for name in way:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def pointer(*way: str) -> str:
    """The JSON Pointer of a way of member names."""
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in way)


def openapi_faults(document: Mapping[str, Any], *, newer: bool) -> list[tuple[str, str]]:
    """What keeps a document from having the form of OpenAPI 3.0 (3.1 when ``newer``): pointer and sentence.

    What other rows speak of is left out.
    """
    found = []
    for error in _validator(newer).iter_errors(dict(document)):
        way = tuple(str(part) for part in error.instance_path)
        if not any(way[: len(part)] == part for part in TOLD_ELSEWHERE) and not _about_members_told(error, way):
            found.append((pointer(*way), error.message[:200]))
    return found[:MOST_ERRORS]


def _about_members_told(error: jsonschema_rs.ValidationError, way: tuple[str, ...]) -> bool:
    """True for the complaint that the root lacks members of which rows of their own speak."""
    return way == () and "required" in error.message


@cache
def _validator(newer: bool) -> jsonschema_rs.Draft4Validator | jsonschema_rs.Draft202012Validator:
    from openapi_spec_validator.schemas import get_schema_content_v30, get_schema_content_v31

    if newer:
        return jsonschema_rs.Draft202012Validator(dict(get_schema_content_v31()))
    return jsonschema_rs.Draft4Validator(dict(get_schema_content_v30()))


@dataclass(frozen=True, slots=True)
class Described:
    """An operation of the standard that the document lists, and where."""

    operation: str
    pointer: str


def operations_in(document: Mapping[str, Any], facts: Facts) -> Iterator[Described]:
    """The operations of the standard below ``paths``, whether their paths have the base path in front or not."""
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, Mapping) else ():
        for method in item if isinstance(item, Mapping) else ():
            for operation in facts.operations.values():
                own = str(path).rstrip("/")
                same = own == operation.path or own.endswith(facts.base_path + operation.path)
                if same and str(method).upper() == operation.method:
                    yield Described(operation.id, pointer("paths", str(path), str(method)))


def urls_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The URLs of the members that the standard names, each with its pointer."""
    ways = [
        ("info", "termsOfService"),
        ("info", "x-imssf-privacyPolicyUrl"),
        ("info", "x-imssf-image"),
        *((*FLOW, name) for name in ("authorizationUrl", "tokenUrl", "refreshUrl")),
    ]
    scheme = member(document, *SCHEMES, SCHEME)
    extensions = scheme if isinstance(scheme, Mapping) else {}
    ways += [(*SCHEMES, SCHEME, name) for name in extensions if name.startswith("x-imssf-") and name.endswith("Url")]
    for way in ways:
        value = member(document, *way)
        if isinstance(value, str):
            yield pointer(*way), value


def is_url(value: Any) -> bool:
    """True for an absolute URL of the web."""
    parts = split(value) if isinstance(value, str) and not any(map(str.isspace, value)) else urlsplit("")
    return parts.scheme in ("https", "http") and bool(parts.hostname)
