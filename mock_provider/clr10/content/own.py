"""One's own CLRs: the files of a folder, served as they are in the place of what is made up for their users."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from conformance.document import DocumentError, ParseLimits, parse
from conformance.document.parse import BOM, MOST_DEPTH
from conformance.document.tokens import LIKE_COMPACT
from mock_provider.clr10.content.members import without_member
from mock_provider.clr10.resource.validation import check_id
from mock_provider.clr10.store.clrs import StoredClr
from mock_provider.clr10.store.forms import hosted_items, stored_clr
from mock_provider.clr10.store.hosted import HostedItem
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import from_base64url, to_json
from mock_provider.http.status import Refusal
from mock_provider.settings import Settings, SettingsError

MOST_FILES = 1000
MOST_BYTES = 100_000_000
"""Of all files together; one alone may be as large as a post."""
SUFFIXES = (".json", ".jsonld", ".jws", ".jwt", ".txt")


@dataclass(frozen=True, slots=True)
class OwnClr:
    """One CLR of a file, as it is stored, with the hosted items inside it."""

    path: Path
    clr: StoredClr
    items: tuple[HostedItem, ...]


def owners(settings: Settings) -> frozenset[str]:
    """The users whose CLRs come from files; raises ``SettingsError`` as ``read_own``."""
    return frozenset(username for username, _ in _files(settings))


def own_mark(settings: Settings) -> str:
    """What tells these files from any others; empty without a folder."""
    digest = hashlib.sha256()
    for username, path in _files(settings):
        digest.update(f"{username}/{path.name}/".encode())
        digest.update(_content(path, settings.max_body))
    return digest.hexdigest() if settings.documents else ""


def read_own(settings: Settings) -> Sequence[OwnClr]:
    """The CLRs of all files of the folder ``documents``, none without it.

    Raises ``SettingsError`` for a folder or file that cannot be read or is too large, a file that is not a CLR, a
    sub-folder that no user has the name of, and an id that is there twice.
    """
    found: dict[str, OwnClr] = {}
    for username, path in _files(settings):
        own = _own_clr(path, username, settings)
        if own.clr.id in found:
            raise _wrong(path, f"{found[own.clr.id].path} has a CLR of the same id", "Give each CLR an id of its own.")
        found[own.clr.id] = own
    return tuple(found.values())


def _files(settings: Settings) -> Sequence[tuple[str, Path]]:
    """User name and path of each file, in the order of names."""
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
        raise _wrong(folder, f"it cannot be read: {error.strerror or error}", "Name a folder of JSON files.") from error
    if not files:
        raise _wrong(folder, f"no file in it ends in {', '.join(SUFFIXES)}", "Put one CLR into each file.")
    if len(files) > MOST_FILES or size > MOST_BYTES:
        what = f"it has {len(files)} files of {size} bytes"
        raise _wrong(folder, what, f"At most {MOST_FILES} files of {MOST_BYTES} bytes together are read.")
    return files


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _is_wanted(path: Path) -> bool:
    if path.is_dir():
        raise _wrong(path, "it is a folder in the folder of a user", "Put the files of a user right below that user.")
    return path.suffix in SUFFIXES and path.is_file()


def _user(folder: Path, settings: Settings) -> str:
    if folder.name not in settings.users:
        known = ", ".join(settings.users)
        raise _wrong(folder, f"there is no user {folder.name}", f"The users are {known}; --users FILE names others.")
    return folder.name


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise _wrong(path, f"it cannot be read: {error.strerror or error}", "Check its permissions.") from error
    if len(content) > limit:
        raise _wrong(path, f"it has more than {limit} bytes", "Raise --max-body, or leave the file out.")
    return content


def _own_clr(path: Path, username: str, settings: Settings) -> OwnClr:
    content = _content(path, settings.max_body).strip()
    jws = content.decode("ascii") if LIKE_COMPACT.fullmatch(content) else None
    try:
        text = from_base64url(jws.split(".")[1]) if jws else content
        clr = parse(text, ParseLimits(size=settings.max_body, depth=min(settings.max_depth, MOST_DEPTH))).value
    except DocumentError as error:
        raise _wrong(path, error.message, error.todo) from error
    except ValueError as error:
        raise _wrong(path, f"the payload of the JWS is not {error}", "Hand over the token as it was issued.") from error
    _require_clr(path, clr)
    try:
        check_id(clr)
        stored = stored_clr(clr, f"user:{username}", jws=jws, generated=True)
    except Refusal as refusal:
        raise _wrong(path, refusal.description, "Give the CLR a URL or a urn:uuid as id.") from refusal
    except (ValueError, OverflowError) as error:
        hint = "A list is ordered by issuedOn, so that it has to be one such as 2021-06-30T12:00:00Z."
        raise _wrong(path, f"issuedOn is {error}", hint) from error
    body, document = _as_they_are(text.removeprefix(BOM).decode("utf-8").strip(), clr)
    items = hosted_items(clr, settings.base_url, clr.get("@context", CONTEXT)) if jws is None else ()
    return OwnClr(path, replace(stored, body=stored.body if jws else body, document=document), items)


def _as_they_are(text: str, clr: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What a list holds, which has its context at the root, and what getClr returns: every other byte as it came."""
    bare = without_member(text, "@context")
    if "@context" in clr:
        return bare.encode("utf-8"), text.encode("utf-8")
    return bare.encode("utf-8"), b'{"@context":%s,%s' % (to_json(CONTEXT), bare[1:].encode("utf-8"))


def _require_clr(path: Path, value: Any) -> None:
    hint = "Put one CLR (a JSON object of type Clr, or its compact JWS) into each file, or leave the file out."
    if not isinstance(value, dict):
        raise _wrong(path, "it is not a JSON object", hint)
    kind = value.get("type")
    kinds = [str(each) for each in kind] if isinstance(kind, list) else [str(kind)] if kind is not None else []
    if "clrs" in value or "signedClrs" in value:
        raise _wrong(path, "it is a set of CLRs", hint)
    if "credentialSubject" in value:
        raise _wrong(path, "it is a verifiable credential, which CLR 1.0 does not have", hint)
    if kinds and "Clr" not in kinds:
        raise _wrong(path, f"its type is {', '.join(kinds)[:100]}", hint)
    missing = [name for name in ("id", "issuedOn") if not isinstance(value.get(name), str)]
    missing += [name for name in ("learner", "publisher") if not kinds and name not in value]
    if missing:
        raise _wrong(path, f"it has no {' and no '.join(missing)}", hint)


def _wrong(path: Path, what: str, hint: str) -> SettingsError:
    return SettingsError(f"documents: {path}: {what.rstrip('.')}. {hint}")
