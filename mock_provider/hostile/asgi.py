"""Attacks in front of a mock that is right otherwise, as ASGI."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.edition import Edition
from mock_provider.tls import local_authority


@dataclass(slots=True)
class Scene:
    """One request to a hostile target, and what is needed to answer it.

    ``elsewhere`` is the origin of another host, at which clients should not show up with credentials; ``edition`` is
    the one that the target plays, ``memory`` lives as long as the target.
    """

    scope: Scope
    receive: Receive
    send: Send
    app: ASGIApp
    elsewhere: str
    edition: Edition
    memory: dict[str, Any]

    @property
    def operation(self) -> str:
        """The operationId of the contract, or the OAuth path."""
        return self.edition.operations.at(self.scope["method"], self.scope["path"])

    @property
    def origin(self) -> str:
        """The target's own origin."""
        host: bytes = next(value for name, value in self.scope["headers"] if name == b"host")
        return "https://" + host.decode("latin-1")

    async def go_on(self) -> None:
        """Let the mock answer."""
        await self.app(self.scope, self.receive, self.send)

    async def answer(
        self, body: bytes | Iterable[bytes], status: int = 200, pause: float = 0.0, **headers: str
    ) -> None:
        """Answer with a body, or with pieces until the client leaves; ``headers`` with ``_`` for ``-``."""
        given = {"content_type": self.edition.statuses.media_type, **headers}
        raw = [(name.replace("_", "-").encode("ascii"), value.encode("latin-1")) for name, value in given.items()]
        if isinstance(body, bytes):
            raw.append((b"content-length", str(len(body)).encode("ascii")))
        await self.send({"type": "http.response.start", "status": status, "headers": raw})
        left = asyncio.create_task(self._client_left())
        for piece in (body,) if isinstance(body, bytes) else body:
            await self.send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(pause)
            if left.done():
                break
        left.cancel()
        await self.send({"type": "http.response.body", "body": b""})

    async def changed(self, change: Callable[[bytes], bytes], headers: Mapping[str, str] | None = None) -> None:
        """Let the mock answer, with its body changed and headers replaced when it is a 2xx."""
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self.app(self.scope, self.receive, keep)
        body = b"".join(message.get("body", b"") for message in kept[1:])
        own = dict(kept[0]["headers"])
        if kept[0]["status"] < 300:
            body = change(body)
            own |= {name.encode("ascii"): value.encode("latin-1") for name, value in (headers or {}).items()}
        if b"content-length" in own:
            own[b"content-length"] = str(len(body)).encode("ascii")
        await self.send({**kept[0], "headers": list(own.items())})
        await self.send({"type": "http.response.body", "body": body})

    async def _client_left(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass


Attack = Callable[[Scene], Awaitable[None]]


def at(*operations: str) -> Callable[[Attack], Attack]:
    """Attacks at these operations only."""

    def only(attack: Attack) -> Attack:
        async def attacking(scene: Scene) -> None:
            await (attack(scene) if scene.operation in operations else scene.go_on())

        return attacking

    return only


@dataclass(slots=True)
class Attacking:
    """The ASGI app that lets an attack answer before the mock does."""

    app: ASGIApp
    attack: Attack
    elsewhere: str
    edition: Edition
    memory: dict[str, Any] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.attack(Scene(scope, receive, send, self.app, self.elsewhere, self.edition, self.memory))


@contextlib.contextmanager
def bystander(data_dir: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Another host (another loopback port): its origin, and the header sections of whoever comes by.

    ``data_dir`` is where the authority is kept that its certificate is of.
    """
    came: list[bytes] = []
    context = local_authority(data_dir).server_context()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        stopped = threading.Event()

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    connection.settimeout(2.0)
                    with context.wrap_socket(connection, server_side=True) as secure:
                        came.append(secure.recv(65_536))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}", came
        finally:
            stopped.set()
            thread.join()
