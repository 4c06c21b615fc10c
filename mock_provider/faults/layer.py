"""The ASGI layer that plays the faults that are switched on, around a mock that stays right."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from urllib.parse import unquote_plus, urlencode

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.faults.exchange import Asked, Told, asked_of, told_of
from mock_provider.faults.log import EventLog
from mock_provider.faults.model import Fault
from mock_provider.faults.trigger import Switch, Trigger
from mock_provider.signing import SigningKey, signing_key
from mock_provider.store.database import Database

BODYLESS = (204, 304)
MAX_BODY = 64 * 1024 * 1024
MOST_TOKENS = 1000  # whose owners are remembered


@dataclass(slots=True)
class _Active:
    fault: Fault
    switch: Switch
    memory: dict[str, Any] = field(default_factory=dict)


class FaultLayer:
    """Wraps an app. ``whose`` tells the client and the learner behind an Authorization header, for triggers.

    ``signing_key`` gives the key pair of an organisation, for faults inside what is signed; ``database`` is the mock's.
    Without active faults requests go straight through; nothing is buffered.
    """

    def __init__(  # noqa: PLR0917
        self,
        app: ASGIApp,
        faults: Iterable[tuple[Fault, Trigger]] = (),
        whose: Callable[[str | None], tuple[str | None, str | None]] | None = None,
        log: EventLog | None = None,
        signing_key: Callable[[str], SigningKey] | None = None,
        database: Database | None = None,
    ) -> None:
        self._app = app
        self._signing_key = signing_key
        self._database = database
        self._whose = whose or (lambda _: (None, None))
        self.log = log or EventLog()
        self._active: dict[str, _Active] = {}
        for fault, trigger in faults:
            self.switch_on(fault, trigger)

    @property
    def active(self) -> Mapping[str, Switch]:
        """The switches of the faults that are on, by id."""
        return {fault_id: active.switch for fault_id, active in self._active.items()}

    def switch_on(self, fault: Fault, trigger: Trigger | None = None) -> None:
        """Let a fault strike from now on; one that is on already starts anew."""
        self._active = {**self._active, fault.id: _Active(fault, Switch(_when(fault, trigger)))}

    def switch_off(self, fault_id: str) -> bool:
        """Let it strike no more; false when it was not on."""
        known = fault_id in self._active
        self._active = {name: active for name, active in self._active.items() if name != fault_id}
        return known

    def clear(self) -> None:
        """Switch everything off."""
        self._active = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._active:
            await self._app(scope, receive, send)
            return
        request = asked_of(scope, await _body(receive))
        request.signing_key, request.database = self._signing_key, self._database
        client, learner = self._whose(request.headers.get("authorization"))
        client = client or _basic_user(request.headers.get("authorization"))
        method, path = request.method, request.path
        struck = [
            active
            for active in self._active.values()
            if active.fault.concerns(request.original) and active.switch.strikes(request.original, client, learner)
        ]
        answer = await self._play(scope, request, struck)
        self.log.add(
            at=time.time(),
            method=method,
            path=path,
            operation=request.original,
            status=answer.status,
            client=client,
            learner=learner,
            faults=tuple(active.fault.id for active in struck),
        )
        await _send(answer, method, send)

    async def _play(self, scope: Scope, request: Asked, struck: list[_Active]) -> Told:
        for active in struck:
            if active.fault.asked:
                request.memory = active.memory
                active.fault.asked(request)
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        # What no fault may change goes on as it came.
        onward = _scope(scope, request) if any(active.fault.asked for active in struck) else scope
        await self._app(onward, _replay(request.body), keep)
        answer = told_of(request, kept)
        for active in reversed(struck):
            if active.fault.told:
                request.memory = active.memory
                active.fault.told(answer)
        return answer


def _when(fault: Fault, asked: Trigger | None) -> Trigger:
    """When a fault strikes: as it was switched on, else by its own habit, else always."""
    always = Trigger()
    return asked if asked not in (None, always) else fault.trigger or always


def layer_around(app: Starlette, faults: Iterable[tuple[Fault, Trigger]] = ()) -> FaultLayer:
    """The layer around a mock of ``create_app``, which can tell clients and learners apart.

    Whose a token is, it knows of dead ones too, when it has met them alive.
    """

    @lru_cache(maxsize=MOST_TOKENS)
    def holder(header: str) -> tuple[str | None, str | None]:
        token = app.state.authorization.authenticate_bearer(header)
        if token is None:
            raise LookupError  # may be issued later: not to be remembered
        return token.client_id, token.user

    def whose(header: str | None) -> tuple[str | None, str | None]:
        with suppress(LookupError):
            return holder(header) if header else (None, None)
        return None, None

    keys = app.state.settings.data_dir / "keys"
    return FaultLayer(app, faults, whose, signing_key=partial(signing_key, keys), database=app.state.database)


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while len(body) <= MAX_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)


def _scope(scope: Scope, request: Asked) -> Scope:
    if request.body or "content-length" in request.headers:
        request.headers["content-length"] = str(len(request.body))
    changed: dict[str, Any] = {"method": request.method, "headers": request.headers.raw}
    before = asked_of(scope, b"")
    # What no fault has changed stays as it was sent: escapes and repeated parameters mean something.
    if request.path != before.path:
        changed |= {"path": request.path, "raw_path": request.path.encode()}
    if request.query != before.query:
        changed["query_string"] = urlencode(request.query).encode()
    return {**scope, **changed}


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _send(answer: Told, method: str, send: Send) -> None:
    if answer.pieces > 1:
        del answer.headers["content-length"]
    elif answer.status not in BODYLESS and method != "HEAD":
        answer.headers["content-length"] = str(len(answer.body))
    headers = _spelled(answer.headers.raw, answer.spelling) if answer.spelling else answer.headers.raw
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if method == "HEAD" else answer.body
    size = max(1, -(-len(body) // answer.pieces))
    for start in range(0, len(body), size):
        more = start + size < len(body)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": more})
    if not body:
        await send({"type": "http.response.body", "body": b""})


class _Spelled(bytes):
    """A header name that stays as it is spelled: uvicorn would write it in lower case."""

    def lower(self) -> bytes:
        return self


def _spelled(headers: Iterable[tuple[bytes, bytes]], spelling: Callable[[bytes], bytes]) -> list[tuple[bytes, bytes]]:
    """The headers with their names spelled anew, but for the two that uvicorn itself reads."""
    own = (b"content-length", b"connection")
    return [(name if name in own else _Spelled(spelling(name)), value) for name, value in headers]


def _basic_user(header: str | None) -> str | None:
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return unquote_plus(base64.b64decode(value).decode()).partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return None
