"""The JSON-LD contexts of an edition, made from its table of terms.

No context of another publisher is shipped: ``contexts.tsv`` states what each term means, one row a term, and the
documents are built from that. Their layout differs from the published files; the RDF that they give does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from conformance.standard.data import CatalogueError, folder_of, read_yaml

_COLUMNS: Final = ("context", "part", "scope", "term", "iri", "type", "container", "flags")
_NULL: Final = "*null*"


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the documents that a context's URL has stood for. ``key`` is its key among the documents: the URL for
    the newest, the URL with ``#`` and ``name`` for an older one. ``title`` is for people."""

    url: str
    name: str
    key: str
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class ContextDocuments:
    """The context documents of an edition of the standard by their URL, and the editions of those that have several.

    ``editions`` holds them newest first; a URL with one document is not in it.
    """

    documents: Mapping[str, Mapping[str, Any]]
    editions: Mapping[str, tuple[Edition, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    context: str
    scope: str
    term: str
    definition: Mapping[str, Any]

    @property
    def path(self) -> str:
        """The scope that rows below this term have."""
        return f"{self.scope}/{self.term}" if self.scope else self.term


def contexts(book: str) -> ContextDocuments:
    """The context documents that documents of that edition name; none where its folder has no table of terms.

    Raises ``CatalogueError`` for an unknown book or a fault in the table.
    """
    return _contexts(book)


@cache
def _contexts(book: str) -> ContextDocuments:
    folder = folder_of(book)
    several = folder / "contexts.yaml"
    rows = read_yaml(several) if several.is_file() else {}
    editions = {url: tuple(_editions(url, of_url)) for url, of_url in rows.items()}
    return ContextDocuments(_Documents(folder / "contexts.tsv", rows), MappingProxyType(editions))


def _editions(url: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Edition]:
    for number, row in enumerate(rows):
        yield Edition(url, row["name"], f"{url}#{row['name']}" if number else url, row["title"])


class _Documents(Mapping[str, Mapping[str, Any]]):
    """The documents of a table, read when somebody asks for one: most runs never do."""

    def __init__(self, file: Path, several: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        self._file, self._several = file, several

    @cached_property
    def _made(self) -> Mapping[str, Mapping[str, Any]]:
        documents = _documents(_rows(self._file)) if self._file.is_file() else {}
        for url, rows in self._several.items():
            for row, edition in zip(rows, _editions(url, rows), strict=True):
                if "without" in row or "with" in row:
                    lost, terms = row.get("without", ()), documents[url]["@context"]
                    kept = {name: each for name, each in terms.items() if name not in lost}
                    documents[edition.key] = {"@context": {**kept, **row.get("with", {})}}
                if edition.key not in documents:
                    raise CatalogueError(f"the table of terms has no edition {edition.name} of {url}")
        return documents

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _rows(file: Path) -> Iterator[_Row]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
        raise CatalogueError(f"{file.name}: the columns are {', '.join(_COLUMNS)}")
    for line in lines[1:]:
        cells = line.split("\t")
        try:
            yield _row(dict(zip(_COLUMNS, cells, strict=True)))
        except ValueError as error:
            raise CatalogueError(f"{file.name}: {line!r}: {error}") from error


def _row(cells: Mapping[str, str]) -> _Row:
    if cells["part"] != "-":
        raise ValueError("a context in parts is not read yet")
    members = {"@id": cells["iri"], "@type": cells["type"], "@container": cells["container"]}
    definition = {name: json.loads(text) for name, text in members.items() if text}
    return _Row(cells["context"], cells["scope"], cells["term"], definition | json.loads(cells["flags"] or "{}"))


def _documents(rows: Iterable[_Row]) -> dict[str, Mapping[str, Any]]:
    scopes: dict[str, dict[str, list[_Row]]] = {}
    for row in rows:
        scopes.setdefault(row.context, {}).setdefault(row.scope, []).append(row)
    return {url: {"@context": _context(of_scope, "")} for url, of_scope in scopes.items()}


def _context(scopes: Mapping[str, list[_Row]], scope: str) -> dict[str, Any] | None:
    """The context of one scope; ``None`` for one that takes all terms away."""
    rows = scopes[scope]
    if any(row.term == _NULL for row in rows):
        return None
    return {row.term: _definition(row, scopes) for row in rows}


def _definition(row: _Row, scopes: Mapping[str, list[_Row]]) -> Any:
    """What stands behind the term. Only a plain string makes a term a prefix, and only an IRI alone is written so."""
    if row.term.startswith("@"):
        return row.definition["@id"]
    if row.path in scopes:
        return {**row.definition, "@context": _context(scopes, row.path)}
    return row.definition["@id"] if row.definition.keys() == {"@id"} else dict(row.definition)
