"""Where the mock is for those outside: a tenant's path in front of everything, and paths that have other names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from mock_provider.http.endpoint import send_response
from mock_provider.http.notes import placed, refused
from mock_provider.http.status import StatusForm

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# Letters that nobody has to escape, so that a path has one spelling (RFC 3986 section 2.3).
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+")
_MOST_BODY = 1024 * 1024
_DOTS = (".", "..")


_NOTHING = "there is nothing behind this path"


@dataclass(frozen=True, slots=True)
class Doorway:
    """How paths as clients call them, and paths as the routes have them, follow from each other.

    ``tenant`` is the path in front of all others, empty for none. ``renamed`` are the paths below it by those of the
    routes, whatever is below them included. ``well_known`` are paths that come before the tenant, which then follows
    them (RFC 8414 section 3.1).
    """

    tenant: str = ""
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    well_known: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """True when all paths are the same inside and outside."""
        return not self.tenant and all(inner == outer for inner, outer in self.renamed.items())

    def outside(self, path: str) -> str:
        """What clients have to call a path of the routes."""
        if path in self.well_known:
            return path + self.tenant
        inner = next((inner for inner in self.renamed if _is_below(path, inner)), None)
        return self.tenant + (path if inner is None else self.renamed[inner] + path.removeprefix(inner))

    def inside(self, path: str) -> str | None:
        """The path of the routes for one that a client calls; None when there is nothing behind it."""
        for document in self.well_known:
            if path == document + self.tenant:
                return document
        below = path.removeprefix(self.tenant)
        if not _is_below(path, self.tenant) or (self.tenant and below in self.well_known):
            return None
        for inner, outer in sorted(self.renamed.items(), key=lambda pair: -len(pair[1])):
            if _is_below(below, outer):
                return inner + below.removeprefix(outer)
        return None if any(_is_below(below, inner) for inner in self.renamed) else below


class Places(Mapping[str, str]):
    """Paths by the step that is there, as a mapping of this moment: they can move while the mock runs."""

    def __init__(self, paths: Mapping[str, str] | None = None) -> None:
        self._paths = {**(paths or {})}

    def move(self, paths: Mapping[str, str]) -> None:
        """From now on these steps are at these paths, and nothing is where they were; the others stay."""
        self._paths = {**self._paths, **paths}

    def __getitem__(self, step: str) -> str:
        return self._paths[step]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __repr__(self) -> str:
        return repr(self._paths)


class Door:
    """Wraps the mock: paths become those of the routes, and whatever is elsewhere is a 404 of ``statuses``.

    ``doorway`` gives the way in of this moment.
    """

    def __init__(self, app: ASGIApp, doorway: Callable[[], Doorway], statuses: StatusForm) -> None:
        self._app = app
        self._doorway = doorway
        self._nothing = statuses.failure(404, "unknown", _NOTHING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        doorway = self._doorway()
        if doorway.changes_nothing:
            await self._app(scope, receive, send)
            return
        path = doorway.inside(scope["path"])
        if path is None:
            placed("none")
            refused(_NOTHING)
            await _read(receive)
            await send_response(self._nothing, scope, send)
            return
        await self._app({**scope, "path": path, **_raw(scope, path, doorway.tenant)}, receive, send)


def _raw(scope: Scope, path: str, tenant: str) -> dict[str, bytes]:
    """The path as it was sent, with its escapes: they mean something where an id is a part of it."""
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        return {}
    kept = scope["path"] == tenant + path and raw.startswith(tenant.encode("ascii"))
    return {"raw_path": raw[len(tenant) :] if kept else path.encode("utf-8")}


async def _read(receive: Receive) -> None:
    """Take the body, so that whoever records the exchange has seen it."""
    left = _MOST_BODY
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def check_path(path: str) -> None:
    """Raises ``ValueError`` with what is wrong with a path that is to stand in a URL as it is written."""
    if not path.startswith("/"):
        raise ValueError(f"{path!r} does not begin with a slash; use a path such as /{path.strip('/') or 'a'}")
    if path.endswith("/"):
        raise ValueError(f"{path!r} ends with a slash; use a path such as {path.rstrip('/') or '/a'}")
    for segment in path[1:].split("/"):
        if not _SEGMENT.fullmatch(segment) or segment in _DOTS:
            what = f"the segment {segment!r}" if segment else "an empty segment"
            raise ValueError(f"{path!r} has {what}; use letters, digits, '-', '.', '_' and '~'")


def _is_below(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}/")
