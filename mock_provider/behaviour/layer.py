"""The ASGI layer that plays the faults that are switched on, around a mock that stays right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.behaviour.callers import Callers, Noting, Who
from mock_provider.behaviour.exchange import Request, Response, request_of, response_of
from mock_provider.behaviour.messages import changed_scope, read_body, replay, send_changed
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.operations import Operations
from mock_provider.behaviour.trigger import Switch, Trigger
from mock_provider.behaviour.turn import Active, Turn
from mock_provider.http.notes import NOTES, not_refused, placed
from mock_provider.http.status import StatusForm
from mock_provider.signing import SigningKey
from mock_provider.store.database import Database
from mock_provider.store.overrides import overriding

_T = TypeVar("_T")
_MOST_PATHS = 1024  # whose operations are remembered


class FaultLayer:
    """Wraps an app. ``operations`` are all that a client can call, ``statuses`` writes the status objects of the API.
    Where several editions are played, a fault of one strikes at no request to another.
    ``callers`` tells the client and the learner of a request, for triggers and for what is remembered.

    ``signing_key`` gives the key pair of an organisation, for faults inside what is signed; ``database`` is the mock's;
    ``learners`` are the users that a trigger may name; ``outside`` gives the path that clients have to call for one of
    the mock; ``before`` is awaited with the book of an edition before a fault looks at a request to it; ``elsewhere``
    is the origin of another host that serves the same, empty for none, and ``plain_port`` the port without TLS. An
    exchange counts as struck when a fault has changed the request, what the mock sees stored, or the response;
    ``told``, when there is one, is called with the ids of those that struck before the response goes out.
    Requests that no active fault speaks of go straight through; nothing is buffered. What is known of an exchange goes
    into the notes of whoever records it.
    """

    def __init__(
        self,
        app: ASGIApp,
        operations: Operations,
        statuses: StatusForm,
        faults: Iterable[tuple[Behaviour, Trigger]] = (),
        *,
        callers: Callers | None = None,
        signing_key: Callable[[str], SigningKey] | None = None,
        database: Database | None = None,
        learners: Collection[str] | None = None,
        outside: Callable[[str], str] = str,
        before: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._app = app
        self._operations = operations
        self._at = lru_cache(maxsize=_MOST_PATHS)(self._called)
        self._statuses = statuses
        self._signing_key = signing_key
        self._database = database
        self._who = Who(callers, database)
        self._learners = learners
        self._outside = outside
        self._before = before
        self.elsewhere = ""
        self.plain_port = 0
        self.told: Callable[[tuple[str, ...]], None] | None = None
        self._active: dict[str, Active] = {}
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
        when.check_operation(self._operations)
        when.check(fault.id, fault.operations, self._learners)
        active = {**self._active, fault.id: Active(fault, Switch(when))}
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
        """Begins anew: the faults of the start alone are on and remember nothing."""
        self._active = {}
        self._switch_on_first()
        self._who.forget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        notes, (operation, edition) = NOTES.get(), self._at(scope["method"], scope["path"])
        if notes is not None:
            notes.operation = operation
            notes.place = self._operations.place(operation)
        if not any(each.fault.concerns(operation) and each.fault.of_edition(edition) for each in self._active.values()):
            if notes is not None:
                noting = Noting(self._who, self._operations, self._statuses, scope, notes)
                receive = await noting.receiving(receive)
            await self._app(scope, receive, send)
            return
        body = await read_body(receive)
        if body is None:
            return  # the client left before it had said all
        if self._before is not None and edition:
            await self._before(edition)
        request = request_of(scope, body, self._operations, self._statuses)
        request.signing_key, request.database, request.outside = self._signing_key, self._database, self._outside
        request.elsewhere, request.plain_port = self.elsewhere, self.plain_port
        request.client, request.learner = await self._who.calls(request)
        if notes is not None:
            notes.client, notes.learner = request.client, request.learner
        turns = [Turn(active) for active in self._active.values() if active.concerns(request)]
        response = await self._play(scope, receive, request, turns)
        struck = tuple(turn.id for turn in turns if turn.struck)
        if notes is not None:
            notes.struck = struck
        if self.told:
            self.told(struck)
        await send_changed(response, scope, receive, send)

    def _called(self, method: str, path: str) -> tuple[str, str]:
        """The operation of a request and the book of the edition whose it is, empty for what editions share."""
        edition = self._operations.edition(path)
        return self._operations.at(method, path), edition.book if edition else ""

    async def _run(self, function: Callable[[Request], _T], request: Request) -> _T:
        """What the function gives; in a thread when the store that it may ask can let it wait."""
        if self._database is not None and self._database.may_wait:
            return await run_in_threadpool(function, request)
        return function(request)

    async def _play(self, scope: Scope, receive: Receive, request: Request, turns: list[Turn]) -> Response:
        for turn in turns:
            await self._run(turn.on_request, request)
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        # What no fault has changed goes on as it came.
        onward = changed_scope(scope, request) if any(turn.struck for turn in turns) else scope
        with overriding(request.overrides):
            await self._app(onward, replay(request.body, receive), keep)
        response = response_of(request, kept)
        answered = response.status
        for turn in reversed(turns):
            turn.on_response(response)
        if response.status != answered:  # what the mock would have said is no longer why
            not_refused()
            placed(self._operations.place(request.operation))
        return response


def _when(fault: Behaviour, wanted: Trigger | None) -> Trigger:
    """When a fault strikes: as it was switched on, else by its own habit, else always."""
    always = Trigger()
    return wanted if wanted not in (None, always) else fault.trigger or always
