"""The mock with its faults in this process, and many clients that talk to it at the same time."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Table, select
from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from mock_provider.app import create_app, layer_around
from mock_provider.behaviour import FaultLayer
from mock_provider.recorder import Recorder
from mock_provider.settings import Settings
from mock_provider.store.database import metadata
from mock_provider.store.overrides import overrides


@dataclass(frozen=True)
class Request:
    """One request of a client; ``note`` is what the test wants to know of it later."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    query: str = ""
    note: Any = None


@dataclass(frozen=True)
class Answer:
    """What came back; ``whole`` when the answer was sent to its end.

    ``struck`` are the faults that the mock's own log says have changed the exchange; ``changed`` says whether the
    mock behind them was asked or shown something else, or answered something else, than the client knows of.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool
    struck: tuple[str, ...]
    changed: bool

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def form(
    method: str, path: str, members: Mapping[str, str], client: tuple[str, str] | None, note: Any = None
) -> Request:
    """A form as OAuth has it, with HTTP Basic when the client has a secret."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    if client:
        headers["authorization"] = "Basic " + base64.b64encode(":".join(client).encode()).decode()
    return Request(method, path, headers, urlencode(members).encode(), note=note)


@dataclass
class Exchange:
    """One exchange as it is seen behind the faults, and in the log."""

    asked: Any = None
    answered: list[Message] = field(default_factory=list)
    shown: bool = False
    struck: tuple[str, ...] = ()


_EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")


def note_struck(struck: tuple[str, ...]) -> None:
    """Tell the exchange that is under way what struck it."""
    _EXCHANGE.get().struck = struck


class Failures(logging.Handler):
    """What the layer says of faults that could not be applied."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        logging.getLogger("mock_provider.behaviour.layer").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.said.append(record.getMessage())


class Behind:
    """Stands between the faults and the mock, and writes down what passes."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self.state = app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _EXCHANGE.get()
        body = await receive()
        exchange.asked = _asked(scope, body["body"])
        exchange.shown = bool(overrides())
        waiting = [body]

        async def again() -> Message:
            return waiting.pop() if waiting else await receive()

        async def noted(message: Message) -> None:
            exchange.answered.append(message)
            await send(message)

        await self._app(scope, again, noted)


def _asked(scope: Scope, body: bytes) -> tuple[Any, ...]:
    headers = [(name, value) for name, value in scope["headers"] if name != b"content-length"]
    return scope["method"], scope["path"], scope["query_string"], headers, body


def _told(messages: Sequence[Message]) -> tuple[Any, ...]:
    start, *rest = messages
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    return start["status"], headers, b"".join(message.get("body", b"") for message in rest)


class Crowd:
    """The mock with its store, and clients that talk to it all at once, without a network between."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        self.settings = settings
        self.faults: FaultLayer = layer_around(Behind(self.app))  # type: ignore[arg-type]
        self.faults.told = note_struck
        self.recorder = Recorder()
        self.served = self.recorder.around(self.faults)
        self.failures = Failures()
        self.database = self.app.state.database
        self.grants = self.app.state.authorization.grants
        self.host = settings.origin.removeprefix("https://")

    def at_once(self, requests: Sequence[Request]) -> list[Answer]:
        """Send all of them at the same time; the answers in the same order."""
        return self.run(self.ask(one) for one in requests)

    def run(self, talks: Iterable[Awaitable[Any]]) -> list[Any]:
        """Let these talks take place at the same time."""

        async def gathered() -> list[Any]:
            return list(await asyncio.gather(*talks))

        return asyncio.run(gathered())

    async def ask(self, request: Request) -> Answer:
        """One exchange."""
        exchange = Exchange()
        _EXCHANGE.set(exchange)
        headers = {"host": self.host, "content-length": str(len(request.body)), **request.headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "https",
            "path": request.path,
            "raw_path": request.path.encode(),
            "root_path": "",
            "query_string": request.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": ("127.0.0.1", 8440),
            "client": ("127.0.0.1", 50000),
        }
        sent: list[Message] = []
        waiting = [{"type": "http.request", "body": request.body, "more_body": False}]

        async def receive() -> Message:
            if waiting:
                return waiting.pop()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.served(scope, receive, send)
        start, *rest = sent
        return Answer(
            start["status"],
            {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
            b"".join(message.get("body", b"") for message in rest),
            bool(rest) and not rest[-1].get("more_body", False),
            exchange.struck,
            exchange.shown
            or exchange.asked != _asked(scope, request.body)
            or _told(exchange.answered) != _told(sent)
            or len(exchange.answered) != len(sent),
        )

    def rows(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in these tables, in a fixed order."""
        with self.database.read() as connection:
            return {name: sorted(map(tuple, connection.execute(select(_table(name)))), key=str) for name in tables}

    def restore(self, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
        """Put these tables back as they were."""
        with self.database.write() as connection:
            for name, kept in rows.items():
                connection.execute(_table(name).delete())
                columns = [column.name for column in _table(name).columns]
                if kept:
                    connection.execute(_table(name).insert(), [dict(zip(columns, row, strict=True)) for row in kept])

    def emptied(self, *tables: str) -> None:
        """Forget everything in these tables."""
        with self.database.write() as connection:
            for name in tables:
                connection.execute(_table(name).delete())


def _table(name: str) -> Table:
    return metadata.tables[name]
