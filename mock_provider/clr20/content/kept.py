"""Generated content as bytes, kept between starts: to sign it takes longer than all the rest of a start."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.clr20.store.hosted import Published
from mock_provider.tls import keep

_FOLDER: Final = "content"
_MOST_FILES: Final = 16
_MOST_IN_MEMORY: Final = 4

_recent: dict[tuple[Path, str], Content] = {}


@dataclass(frozen=True, slots=True)
class Content:
    """All records, the profile of each owner, the documents beside the API by path, and drafts (as JSON) by id."""

    records: tuple[StoredCredential, ...]
    profiles: tuple[tuple[str, bytes], ...]
    documents: Mapping[str, Published]
    drafts: tuple[tuple[str, bytes], ...]


def kept(folder: Path, mark: str, make: Callable[[], Content]) -> Content:
    """The content with that mark: of this process, of the folder, or newly made and then kept in both."""
    known = _recent.get((folder, mark))
    if known is None:
        known = _of_folder(folder / _FOLDER, mark, make)
        while len(_recent) >= _MOST_IN_MEMORY:
            _recent.pop(next(iter(_recent)), None)
        _recent[folder, mark] = known
    return known


def _of_folder(folder: Path, mark: str, make: Callable[[], Content]) -> Content:
    path = folder / f"clr20-{hashlib.sha256(mark.encode()).hexdigest()[:32]}.json"
    with suppress(OSError, ValueError, LookupError, TypeError):  # a file that was damaged is made anew
        return _read(path.read_bytes())
    content = make()
    with suppress(OSError):  # where nothing can be kept it is made at each start
        path.unlink(missing_ok=True)
        keep(path, lambda: _written(content))
        _prune(folder)
    return content


def _prune(folder: Path) -> None:
    """Leaves the newest files only: another port is another content, and free ports are another each time."""
    files = sorted(folder.glob("clr20-*.json"), key=lambda file: file.stat().st_mtime)
    for file in files[:-_MOST_FILES]:
        file.unlink(missing_ok=True)


def _written(content: Content) -> bytes:
    value = {
        "records": [
            [each.owner, each.key, each.valid_from, each.compact, each.body.decode()] for each in content.records
        ],
        "profiles": [[owner, body.decode()] for owner, body in content.profiles],
        "documents": [
            [path, each.media_types, base64.b64encode(each.body).decode("ascii")]
            for path, each in content.documents.items()
        ],
        "drafts": [[identifier, body.decode()] for identifier, body in content.drafts],
    }
    return json.dumps(value, ensure_ascii=False).encode()


def _read(data: bytes) -> Content:
    value: Any = json.loads(data)
    records = tuple(
        StoredCredential(owner, key, valid_from, compact, True, body.encode())
        for owner, key, valid_from, compact, body in value["records"]
    )
    documents = {path: Published(tuple(types), base64.b64decode(body)) for path, types, body in value["documents"]}
    profiles, drafts = (tuple((name, body.encode()) for name, body in value[of]) for of in ("profiles", "drafts"))
    return Content(records, profiles, documents, drafts)
