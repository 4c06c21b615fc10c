"""The files of one's own records: found in the folder of the setting ``documents``, and told apart by edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from conformance.document import DocumentError, ParseLimits, parse
from conformance.document.parse import BOM, MOST_DEPTH
from conformance.document.tokens import LIKE_COMPACT
from mock_provider.edition import find
from mock_provider.encoding import from_base64url
from mock_provider.settings import Settings, SettingsError

MOST_FILES = 1000
MOST_BYTES = 100_000_000
"""Of all files together; one alone may be as large as a post."""
SUFFIXES = (".json", ".jsonld", ".jws", ".jwt", ".txt")


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in a file: JSON as ``value``, written as ``text``; both are the payload of ``jws`` where it is one."""

    value: Any
    text: str
    jws: str | None


def files_of(settings: Settings, book: str) -> Sequence[tuple[str, Path]]:
    """User name and path of each file of an edition, in the order of names.

    What is of no edition that is played counts as one of the main edition, which says what is wrong with it. Raises
    ``SettingsError`` for a folder or file that cannot be read or is too large, and a sub-folder that no user has the
    name of.
    """
    found = _files(settings)
    if len(settings.books) == 1:
        return found
    return [(username, path) for username, path in found if _book_of(path, settings) == book]


def mark_of(settings: Settings, book: str) -> str:
    """What tells the files of an edition from any others; empty without a folder. Raises ``SettingsError`` likewise."""
    digest = hashlib.sha256()
    for username, path in files_of(settings, book):
        digest.update(f"{username}/{path.name}/".encode())
        digest.update(_content(path, settings.max_body))
    return digest.hexdigest() if settings.documents else ""


def opened(path: Path, settings: Settings) -> Opened:
    """What is in a file; raises ``SettingsError`` for what is neither JSON nor a compact JWS of JSON."""
    return _opened(path, settings.max_body, settings.max_depth)


def wrong(path: Path, what: str, hint: str) -> SettingsError:
    """The error for a file or folder: what it is, and what to do."""
    return SettingsError(f"documents: {path}: {what.rstrip('.')}. {hint}")


def _book_of(path: Path, settings: Settings) -> str:
    try:
        about = path.stat()
    except OSError as error:
        raise wrong(path, f"it cannot be read: {error.strerror or error}", "Check its permissions.") from error
    stamp = (about.st_mtime_ns, about.st_size)
    return _told_apart(path, stamp, settings.books, settings.max_body, settings.max_depth)


@lru_cache(maxsize=MOST_FILES)
def _told_apart(path: Path, _stamp: tuple[int, int], books: tuple[str, ...], max_body: int, max_depth: int) -> str:
    """The edition of a file; it is opened once as long as it stays the same."""
    value = _opened(path, max_body, max_depth).value
    return next((book for book in books if find(book).takes(value)), books[0])


def _opened(path: Path, max_body: int, max_depth: int) -> Opened:
    content = _content(path, max_body).strip()
    jws = content.decode("ascii") if LIKE_COMPACT.fullmatch(content) else None
    try:
        text = from_base64url(jws.split(".")[1]) if jws else content
        value = parse(text, ParseLimits(size=max_body, depth=min(max_depth, MOST_DEPTH))).value
    except DocumentError as error:
        raise wrong(path, error.message, error.todo) from error
    except ValueError as error:
        raise wrong(path, f"the payload of the JWS is not {error}", "Hand over the token as it was issued.") from error
    return Opened(value, text.removeprefix(BOM).decode("utf-8").strip(), jws)


def _files(settings: Settings) -> Sequence[tuple[str, Path]]:
    if not settings.documents:
        return ()
    folder = Path(settings.documents)
    try:
        files = [(settings.first_user, path) for path in _visible(folder) if path.suffix in SUFFIXES and path.is_file()]
        for below in _visible(folder):
            if below.is_dir():
                username = _user(below, settings)
                files += [(username, path) for path in _visible(below) if _is_wanted(path)]
        size = sum(path.stat().st_size for _, path in files)
    except OSError as error:
        raise wrong(folder, f"it cannot be read: {error.strerror or error}", "Name a folder of JSON files.") from error
    if not files:
        raise wrong(folder, f"no file in it ends in {', '.join(SUFFIXES)}", "Put one record into each file.")
    if len(files) > MOST_FILES or size > MOST_BYTES:
        what = f"it has {len(files)} files of {size} bytes"
        raise wrong(folder, what, f"At most {MOST_FILES} files of {MOST_BYTES} bytes together are read.")
    return files


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _is_wanted(path: Path) -> bool:
    if path.is_dir():
        raise wrong(path, "it is a folder in the folder of a user", "Put the files of a user right below that user.")
    return path.suffix in SUFFIXES and path.is_file()


def _user(folder: Path, settings: Settings) -> str:
    if folder.name not in settings.users:
        known = ", ".join(settings.users)
        raise wrong(folder, f"there is no user {folder.name}", f"The users are {known}; --users FILE names others.")
    return folder.name


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise wrong(path, f"it cannot be read: {error.strerror or error}", "Check its permissions.") from error
    if len(content) > limit:
        raise wrong(path, f"it has more than {limit} bytes", "Raise --max-body, or leave the file out.")
    return content
