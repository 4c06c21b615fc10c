"""The inputs of the command: files, folders, standard input, URLs; read within the limit on size."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.document import DocumentError

SUFFIXES: Final = frozenset({".json", ".jsonld", ".1clr", ".jws", ".jwt"})
"""Files that are taken out of a folder; a file that is named is taken whatever its name is."""

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: the name under which it is told, and whether it is a file, standard input or a URL."""

    name: str
    kind: str

    @property
    def is_url(self) -> bool:
        """True when it has to be fetched."""
        return self.kind == "url"


def sources(names: Iterable[str]) -> Iterator[Source]:
    """The inputs that the arguments of the command name, folders opened, in a stable order and each once."""
    seen: set[str] = set()
    for name in names:
        for source in _named(name):
            if source.name not in seen:
                seen.add(source.name)
                yield source


def _named(name: str) -> Iterator[Source]:
    if name == STANDARD_INPUT:
        yield Source(name, "stdin")
    elif "://" in name:
        yield Source(name, "url")
    elif Path(name).is_dir():
        yield from (Source(str(path), "file") for path in _inside(Path(name)))
    else:
        yield Source(name, "file")


def _inside(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(here, each) for each in sorted(files) if Path(each).suffix.lower() in SUFFIXES)


def read(source: Source, most: int) -> bytes:
    """The bytes of a file or of standard input; raises ``DocumentError`` when it cannot be read or is too large."""
    try:
        if source.kind == "stdin":
            return _bounded(sys.stdin.buffer.read(most + 1), most)
        with Path(source.name).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise _too_large(size, most)
            return _bounded(file.read(most + 1), most)
    except OSError as error:
        raise DocumentError(
            "not-readable",
            f"The input cannot be read: {error.strerror or error}",
            "A mistyped name, or a file that this user may not read",
            "Name a file, a folder, a URL or - for standard input",
        ) from None


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise _too_large(len(data), most)
    return data


def _too_large(size: int, most: int) -> DocumentError:
    return DocumentError(
        "document-too-large",
        f"The document has {size} bytes or more; at most {most} are read",
        "It embeds files, or it is not the file that was meant",
        "Raise --max-size, or split the document",
    )
