"""Writes vectors as files: one for each row of an edition, an index, a schema and what a reader has to know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from conformance.errors import UsageFault
from conformance.issuing import Key
from conformance.vectors.reading import Book, book_of_vectors, editions_with_vectors
from conformance.vectors.values import Vector

SCHEMA: Final = "vector.schema.json"
README: Final = "README.md"
INDEX: Final = "index.json"
RIGHT: Final = "right.json"
KEYS: Final = "keys.json"


def written(folder: Path, books: Iterable[str] = ()) -> int:
    """Writes the vectors of those rule books, of all that have some when none is named; returns how many.

    Raises ``UsageFault`` when the folder cannot be written.
    """
    made = contents(tuple(books) or editions_with_vectors())
    try:
        for name, text in made.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageFault(
            "folder-unwritable",
            f"the vectors cannot be written to {folder}: {error.strerror or error}",
            "a file of that name, or a folder of somebody else",
            "name a folder that you may write to",
        ) from error
    return sum(len(json.loads(text)["vectors"]) for name, text in made.items() if _holds_vectors(name))


def contents(books: Iterable[str]) -> dict[str, str]:
    """Every file with its text."""
    made: dict[str, str] = {}
    index: dict[str, Any] = {}
    for name in books:
        book = book_of_vectors(name)
        facts = book.standard.facts
        rows = dict(_rows(book))
        made |= {f"{facts.id}/{file}": _text(content) for file, content in rows.items()}
        made[f"{facts.id}/{KEYS}"] = _text(_keys(book.keys))
        index[facts.id] = {"name": facts.name, "vectors": len(book.all), "files": [*map(_listed, rows.items())]}
    package = files("conformance.vectors")
    return {
        README: (package / README).read_text(encoding="utf-8"),
        SCHEMA: (package / SCHEMA).read_text(encoding="utf-8"),
        INDEX: _text(index),
        **made,
    }


def _holds_vectors(name: str) -> bool:
    return "/" in name and not name.endswith(f"/{KEYS}")


def _rows(book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    head = {"$schema": f"../{SCHEMA}", "edition": book.standard.facts.id}
    yield RIGHT, {**head, "vectors": [vector.as_json() for vector in book.right]}
    for row, vectors in groupby(book.broken, key=_row):
        known = book.standard.requirements[row]
        told = {"id": row, "level": known.level.value, "basis": known.basis.value, "text": known.text}
        yield f"{row}.json", {**head, "row": told, "vectors": [vector.as_json() for vector in vectors]}


def _row(vector: Vector) -> str:
    return vector.row


def _listed(file: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    name, content = file
    return {"file": name, "vectors": [{"id": each["id"], "title": each["title"]} for each in content["vectors"]]}


def _keys(keys: Mapping[str, Key]) -> dict[str, Any]:
    found = {}
    for name, key in keys.items():
        forms: dict[str, Any] = {"kind": key.kind, "jwk": key.private_jwk()}
        if key.kind != "RSA":
            forms |= {"multikey": key.secret_multikey(), "did": key.did}
        found[name] = forms
    about = "Keys of these vectors alone. Everybody knows them: sign nothing else with them."
    return {"about": about, "keys": found}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
