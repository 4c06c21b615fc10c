"""The ASGI layer that plays the faults that are switched on, around a mock that stays right."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.behaviour.callers import NOBODY, Caller, Callers
from mock_provider.behaviour.exchange import Request, Response, request_of, response_of, rewritten
from mock_provider.behaviour.log import EventLog
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.trigger import Switch, Trigger
from mock_provider.signing import SigningKey, signing_key
from mock_provider.store.database import Database
from mock_provider.store.guise import Guise, wearing

BODYLESS = (204, 304)
MAX_BODY = 64 * 1024 * 1024

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Active:
    """A fault that is on. ``lock`` is held while it works: what it remembers is shared by all exchanges."""

    fault: Behaviour
    switch: Switch
    memory: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Turn:
    """A fault at one exchange: it strikes when its trigger lets stand what it has changed."""

    def __init__(self, active: _Active) -> None:
        self._active = active
        self._scratch: dict[str, Any] = {}
        self._decided: bool | None = None

    @property
    def struck(self) -> bool:
        """True when the exchange is another one than without the fault."""
        return self._decided is True

    @property
    def id(self) -> str:
        """The fault's id."""
        return self._active.fault.id

    def ask(self, request: Request) -> None:
        """Let the fault change the request."""
        if self._active.fault.on_request:
            self._make(self._active.fault.on_request, request, request, _Question(request))

    def tell(self, answer: Response) -> None:
        """Let the fault change the answer."""
        if self._active.fault.on_response:
            self._make(self._active.fault.on_response, answer, answer.request, _Reply(answer))

    def _make(
        self, change: Callable[[Any], object], subject: Any, request: Request, before: _Question | _Reply
    ) -> None:
        """Make a change and keep it when the trigger says so; one that fails is undone, and told in the log."""
        with self._active.lock:
            request.memory, request.scratch = self._active.memory, self._scratch
            try:
                change(subject)
            except Exception as error:
                _log.warning("the fault %s could not be applied to %s: %s", self.id, request.original, error)
                _log.debug("where it failed", exc_info=error)
                before.restore()
                return
            if before.same():
                return
            if self._decided is None:
                self._decided = self._active.switch.strikes()
            if not self._decided:
                before.restore()
                self._scratch.clear()


class _Question:
    """A request as it was, to be compared with and to go back to."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._was = self._state()

    def _state(self) -> tuple[str, str, dict[str, str], list[tuple[bytes, bytes]], bytes, Guise]:
        now = self._request
        return now.method, now.path, dict(now.query), list(now.headers.raw), now.body, now.guise.copy()

    def same(self) -> bool:
        return self._state() == self._was

    def restore(self) -> None:
        now = self._request
        now.method, now.path, now.query, headers, now.body, now.guise = self._was
        now.headers.raw[:] = headers


class _Reply:
    """An answer as it was, to be compared with and to go back to."""

    def __init__(self, answer: Response) -> None:
        self._answer = answer
        self._was = self._state()

    def _state(self) -> tuple[int, list[tuple[bytes, bytes]], bytes, int, float, object]:
        now = self._answer
        return now.status, list(now.headers.raw), now.body, now.pieces, now.pause, now.spelling

    def same(self) -> bool:
        return self._state() == self._was

    def restore(self) -> None:
        now = self._answer
        now.status, headers, now.body, now.pieces, now.pause, spelling = self._was
        now.headers.raw[:] = headers
        now.spelling = spelling  # type: ignore[assignment]


class FaultLayer:
    """Wraps an app. ``callers`` tells the client and the learner of a request, for triggers and for what is remembered.

    ``signing_key`` gives the key pair of an organisation, for faults inside what is signed; ``database`` is the mock's;
    ``learners`` are the users that a trigger may name. An exchange counts as struck when a fault has changed the
    request, what the mock sees stored, or the answer. Without active faults requests go straight through; nothing is
    buffered.
    """

    def __init__(  # noqa: PLR0917
        self,
        app: ASGIApp,
        faults: Iterable[tuple[Behaviour, Trigger]] = (),
        callers: Callers | None = None,
        log: EventLog | None = None,
        signing_key: Callable[[str], SigningKey] | None = None,
        database: Database | None = None,
        learners: Collection[str] | None = None,
    ) -> None:
        self._app = app
        self._signing_key = signing_key
        self._database = database
        self._callers = callers
        self._learners = learners
        self.log = log or EventLog()
        self._active: dict[str, _Active] = {}
        self._first = tuple(faults)
        self._switch_on_first()

    def _switch_on_first(self) -> None:
        for fault, trigger in self._first:
            self.switch_on(fault, trigger)

    @property
    def active(self) -> Mapping[str, Switch]:
        """The switches of the faults that are on, by id."""
        return {fault_id: active.switch for fault_id, active in self._active.items()}

    def switch_on(self, fault: Behaviour, trigger: Trigger | None = None) -> None:
        """Let a fault strike from now on; one that is on already starts anew. Their ranks tell who comes first.

        Raises ``TriggerError`` for a trigger that could never strike.
        """
        when = _when(fault, trigger)
        when.check(fault.id, fault.operations, self._learners)
        active = {**self._active, fault.id: _Active(fault, Switch(when))}
        self._active = dict(sorted(active.items(), key=lambda one: one[1].fault.rank))

    def switch_off(self, fault_id: str) -> bool:
        """Let it strike no more; false when it was not on."""
        known = fault_id in self._active
        self._active = {name: active for name, active in self._active.items() if name != fault_id}
        return known

    def clear(self) -> None:
        """Switch everything off."""
        self._active = {}

    def reset(self) -> None:
        """Begins anew: the faults of the start alone are on and remember nothing, and the log is empty."""
        self._active = {}
        self._switch_on_first()
        self.log = EventLog()
        if self._callers:
            self._callers.forget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._active:
            await self._app(scope, receive, send)
            return
        body = await _body(receive)
        if body is None:
            return  # the client left before it had said all
        request = request_of(scope, body)
        request.signing_key, request.database = self._signing_key, self._database
        request.client, request.learner = self._caller(request)
        method, path = request.method, request.path
        turns = [_Turn(active) for active in self._active.values() if _concerned(active, request)]
        answer = await self._play(scope, receive, request, turns)
        self.log.add(
            at=time.time(),
            method=method,
            path=path,
            operation=request.original,
            status=answer.status,
            client=request.client,
            learner=request.learner,
            faults=tuple(turn.id for turn in turns if turn.struck),
        )
        await _send(answer, method, send)

    def _caller(self, request: Request) -> Caller:
        """Who asks; nobody when that cannot be found out, for example in a store that is locked."""
        try:
            return self._callers(request) if self._callers else NOBODY
        except Exception as error:
            _log.warning("who asks for %s could not be found out: %s", request.original, error)
            return NOBODY

    async def _play(self, scope: Scope, receive: Receive, request: Request, turns: list[_Turn]) -> Response:
        for turn in turns:
            turn.ask(request)
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        # What no fault has changed goes on as it came.
        onward = _scope(scope, request) if any(turn.struck for turn in turns) else scope
        with wearing(request.guise):
            await self._app(onward, _replay(request.body, receive), keep)
        answer = response_of(request, kept)
        for turn in reversed(turns):
            turn.tell(answer)
        return answer


def _when(fault: Behaviour, asked: Trigger | None) -> Trigger:
    """When a fault strikes: as it was switched on, else by its own habit, else always."""
    always = Trigger()
    return asked if asked not in (None, always) else fault.trigger or always


def layer_around(app: Starlette, faults: Iterable[tuple[Behaviour, Trigger]] = ()) -> FaultLayer:
    """The layer around a mock of ``create_app``, which can tell clients and learners apart."""
    keys = app.state.settings.data_dir / "keys"
    return FaultLayer(
        app,
        faults,
        Callers(app.state.authorization),
        signing_key=lambda name: _own_key(keys, name),
        database=app.state.database,
        learners=tuple(app.state.settings.users),
    )


def _own_key(folder: Path, name: str) -> SigningKey:
    """The key pair of one of the mock's organisations; raises ``LookupError`` for any other name, and makes none."""
    if not re.fullmatch(r"[a-z]+", name) or not (folder / f"{name}-key.pem").is_file():
        raise LookupError(f"the mock has no key {name!r}")
    return signing_key(folder, name)


def _concerned(active: _Active, request: Request) -> bool:
    return active.fault.concerns(request.original) and active.switch.concerns(
        request.original, request.client, request.learner
    )


async def _body(receive: Receive) -> bytes | None:
    """The whole body; ``None`` when the client is gone before its end."""
    body = bytearray()
    while len(body) <= MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)


def _scope(scope: Scope, request: Request) -> Scope:
    if request.body or "content-length" in request.headers:
        request.headers["content-length"] = str(len(request.body))
    changed: dict[str, Any] = {"method": request.method, "headers": request.headers.raw}
    before = request_of(scope, b"")
    # What no fault has changed stays as it was sent: escapes and repeated parameters mean something.
    if request.path != before.path:
        changed |= {"path": request.path, "raw_path": request.path.encode()}
    if request.query != before.query:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        changed["query_string"] = urlencode(rewritten(pairs, request.query)).encode()
    return {**scope, **changed}


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the whole body once, and then what the client does next."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _send(answer: Response, method: str, send: Send) -> None:
    if answer.pause:
        await asyncio.sleep(answer.pause)
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
