"""The inputs: files, folders, standard input, URLs; read within the limit on size."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from conformance.document import DocumentError

SUFFIXES: Final = frozenset({".json", ".jsonld", ".1clr", ".jws", ".jwt"})
"""Files that are taken out of a folder; a file that is named is taken whatever its name is."""

PICTURES: Final = frozenset({".png", ".svg"})
"""Files that are taken out of a folder when a credential may be baked into them: most pictures are just pictures."""

_MOST_PICTURE: Final = 20_000_000

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One input: its name as it was given, and its kind.

    ``file`` and ``url`` are what they say, ``pipe`` is standard input or another open pipe of this process,
    ``nothing`` is a folder without a document.
    """

    name: str
    kind: str

    @property
    def is_url(self) -> bool:
        """True when it has to be fetched."""
        return self.kind == "url"

    @property
    def shown(self) -> str:
        """The name under which it is shown: a URL without the password or token that it may hold."""
        if not self.is_url:
            return self.name
        from conformance.exchanges import Redactor

        return Redactor().by_name(self.name)

    @property
    def here_only(self) -> bool:
        """True when no other process can read it."""
        return self.kind == "pipe"


def sources(names: Iterable[str]) -> Iterator[Source]:
    """The inputs that the arguments of the command name, folders opened, in a stable order and each once."""
    seen: set[str] = set()
    for name in names:
        for source in _named(name):
            if source.name not in seen:
                seen.add(source.name)
                yield source


def _named(name: str) -> Iterator[Source]:
    if name == STANDARD_INPUT or name.startswith(_PIPES):
        yield Source(name, "pipe")
    elif "://" in name:
        yield Source(name, "url")
    elif Path(name).is_dir():
        yield from _inside(name)
    else:
        yield Source(name, "file")


_PIPES: Final = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where a shell hands over what another command writes."""


def _inside(folder: str) -> Iterator[Source]:
    closed: list[OSError] = []
    found = False
    for here, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in sorted(files):
            suffix = Path(each).suffix.lower()
            if suffix in SUFFIXES or (suffix in PICTURES and _may_be_baked(Path(here, each))):
                found = True
                yield Source(str(Path(here, each)), "file")
    yield from (Source(str(error.filename), "file") for error in closed)  # which fail to be read, and say why
    if not found and not closed:
        yield Source(folder, "nothing")


def _may_be_baked(file: Path) -> bool:
    """True when a picture names a credential, as the keyword of a chunk or an element does; a large one may."""
    try:
        if not file.is_file():
            return False
        return file.stat().st_size > _MOST_PICTURE or b"credential" in file.read_bytes()
    except OSError:
        return False


def read(source: Source, most: int) -> bytes:
    """The bytes of a file or a pipe; raises ``DocumentError`` when it cannot be read or is too large."""
    if source.kind == "nothing":
        raise DocumentError(
            "empty-folder",
            f"The folder holds no document: no file in it ends in {', '.join(sorted(SUFFIXES))}",
            "Another folder, or files with other names",
            "Name the files themselves: a file that is named is judged whatever its name is",
        )
    try:
        if source.name == STANDARD_INPUT:
            return _bounded(_standard_input().read(most + 1), most)
        with _opened(source) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise _too_large(size, most)
            return _bounded(file.read(most + 1), most)
    except (OSError, ValueError) as error:  # ValueError: a null byte in a name, a closed stream
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(
            "not-readable",
            f"The input cannot be read: {getattr(error, 'strerror', None) or error}",
            "A mistyped name, or a file that this user may not read",
            "Name a file, a folder, a URL or - for standard input",
        ) from None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    return sys.stdin.buffer


def _opened(source: Source) -> BinaryIO:
    """The file, opened without waiting: a named pipe that nobody writes to would be waited for without end."""
    handle = os.open(source.name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if source.kind == "pipe":
            os.set_blocking(handle, True)
        elif not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DocumentError(
                "not-a-file",
                f"The input is {_kind(os.fstat(handle).st_mode)}, not a file",
                "A named pipe, a device or a socket lies where a document was expected",
                "Name a file, or hand a pipe over as standard input",
            )
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a folder"))
    return next((word for of, word in kinds if of(mode)), "a device")


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
