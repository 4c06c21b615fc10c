"""Records what a mock serves, until the mock does so itself."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from conformance.traffic.values import Handshake


class Recorder:
    """An ASGI layer that keeps every exchange; ``run`` is the number of the start of the client."""

    def __init__(self) -> None:
        self.run = 1
        self._kept: list[Served] = []
        self.operations: Any = None
        self.inside: Any = str

    def around(self, app: ASGIApp) -> ASGIApp:
        """The app with every exchange recorded."""

        async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            asked, answered, began = bytearray(), bytearray(), time.monotonic()
            head: dict[str, Any] = {}
            started = datetime.now(UTC).isoformat(timespec="milliseconds")

            async def heard() -> Message:
                message = await receive()
                asked.extend(message.get("body", b""))
                return message

            async def told(message: Message) -> None:
                if message["type"] == "http.response.start":
                    head.update(message)
                else:
                    answered.extend(message.get("body", b""))
                await send(message)

            try:
                await app(scope, heard, told)
            finally:
                headers = _read(scope["headers"])
                path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
                query = scope["query_string"].decode("latin-1")
                operation = self.operations.at(scope["method"], self.inside(scope["path"]) or "")
                self._kept.append(
                    Served(
                        len(self._kept),
                        "oauth" if operation in ("token", "register", "revoke", "authorize") else "api",
                        operation,
                        scope["method"],
                        f"{scope['scheme']}://{headers.get('host')}{path}{'?' if query else ''}{query}",
                        headers,
                        bytes(asked),
                        "TLSv1.3",
                        began,
                        started,
                        head.get("status"),
                        _read(head.get("headers", ())),
                        bytes(answered),
                        time.monotonic(),
                        run=self.run,
                    )
                )

        return recorded

    def exchanges(self) -> tuple[Served, ...]:
        """All that were kept."""
        return tuple(self._kept)

    def handshakes(self) -> tuple[Handshake, ...]:
        """None are seen."""
        return ()


def _read(headers: Any) -> Headers:
    return Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers])
