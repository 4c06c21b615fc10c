"""Mocks that run on this machine: where they note that they do, and how a command asks one of them for a token."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_FOLDER = "running"
_MOST_BYTES = 100_000
_SECONDS = 10.0


class NotRunningError(LookupError):
    """There is no such mock, or it refuses; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Running:
    """A mock that runs: its base URL, the URL of its control API, and the token for that.

    ``others`` are the base URLs of editions that it plays beside the main one.
    """

    url: str
    control_url: str
    control_token: str = field(repr=False)
    others: tuple[str, ...] = ()

    def is_at(self, url: str) -> bool:
        """Whether it is the mock with that base URL or origin."""
        return any(f"{own}/".startswith(f"{url.rstrip('/')}/") for own in (self.url, *self.others))


@contextlib.contextmanager
def noted(data_dir: Path, port: int, running: Running) -> Iterator[None]:
    """Notes in a file of this user alone that the mock runs, as long as the block lasts."""
    folder = data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{port}.json"
    path.unlink(missing_ok=True)  # of one that ended without a word
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        json.dump(asdict(running), stream)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def find_running(data_dir: Path, url: str = "") -> Running:
    """The mock with that base URL (or origin), or the only one that runs; raises ``NotRunningError``."""
    found = [running for path in sorted((data_dir / _FOLDER).glob("*.json")) if (running := _read(path))]
    wanted = [one for one in found if not url or one.is_at(url)]
    if len(wanted) == 1:
        return wanted[0]
    if not found:
        raise NotRunningError(f"no mock of {data_dir} is running; start one with clr-conformance mock")
    listed = ", ".join(one.url for one in found)
    raise NotRunningError(f"{'several mocks run' if wanted else f'no mock runs at {url}'}; name one of {listed}")


def token_of(running: Running, user: str, scopes: Sequence[str]) -> str:
    """An access token of a running mock for a user (empty: its first) and scopes (none: all).

    Raises ``NotRunningError`` when it does not answer, or has no such user or scope.
    """
    asked = {"scopes": list(scopes), **({"user": user} if user else {})}
    headers = {"Authorization": f"Bearer {running.control_token}", "Content-Type": "application/json"}
    connection = HTTPConnection(urlsplit(running.control_url).netloc, timeout=_SECONDS)
    try:
        connection.request("POST", "/tokens", json.dumps(asked), headers)
        response = connection.getresponse()
        members = _members(response.read(_MOST_BYTES))
    except (OSError, HTTPException) as error:
        raise NotRunningError(f"the mock at {running.url} does not answer any more; start it again") from error
    finally:
        connection.close()
    if "access_token" not in members:
        told = members.get("error") or f"it answers {response.status}"
        raise NotRunningError(f"the mock at {running.url} gives no token: {told}")
    return str(members["access_token"])


def _read(path: Path) -> Running | None:
    try:
        members = _members(path.read_bytes())
        others = members.get("others")
        url, control_url, token = (str(members[name]) for name in ("url", "control_url", "control_token"))
        return Running(url, control_url, token, tuple(map(str, others)) if isinstance(others, list) else ())
    except (OSError, KeyError):
        return None


def _members(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
