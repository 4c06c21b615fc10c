"""A behaviour at one exchange: it changes request and response, and its trigger decides whether that stands."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.memory import Memory
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.trigger import Switch
from mock_provider.store.overrides import Overrides

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Active:
    """A fault that is on. ``lock`` is held while it works: what it remembers is shared by all exchanges."""

    fault: Behaviour
    switch: Switch
    memory: Memory = field(default_factory=Memory)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def concerns(self, request: Request) -> bool:
        """True when the fault speaks of such an exchange and its trigger has strikes left."""
        return (
            self.fault.of_edition(request.edition)
            and self.fault.concerns(request.operation)
            and self.switch.concerns(request.operation, request.client, request.learner)
        )


class Turn:
    """A fault at one exchange: it strikes when its trigger lets stand what it has changed."""

    def __init__(self, active: Active) -> None:
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

    def on_request(self, request: Request) -> None:
        """Let the fault change the request."""
        if self._active.fault.on_request:
            self._make(self._active.fault.on_request, request, request, _RequestBefore(request))

    def on_response(self, response: Response) -> None:
        """Let the fault change the response."""
        if self._active.fault.on_response:
            self._make(self._active.fault.on_response, response, response.request, _ResponseBefore(response))

    def _make(
        self, change: Callable[[Any], object], subject: Any, request: Request, before: _RequestBefore | _ResponseBefore
    ) -> None:
        """Make a change and keep it when the trigger says so; one that fails is undone, and named in the log."""
        with self._active.lock:
            request.memory, request.scratch = self._active.memory, self._scratch
            try:
                change(subject)
            except Exception as error:
                _log.warning("the fault %s could not be applied to %s: %s", self.id, request.operation, error)
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


class _RequestBefore:
    """A request as it was, to be compared with and to go back to."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._was = self._state()

    def _state(self) -> tuple[str, str, dict[str, str], list[tuple[bytes, bytes]], bytes, Overrides]:
        now = self._request
        return now.method, now.path, dict(now.query), list(now.headers.raw), now.body, now.overrides.copy()

    def same(self) -> bool:
        return self._state() == self._was

    def restore(self) -> None:
        now = self._request
        now.method, now.path, now.query, headers, now.body, now.overrides = self._was
        now.headers.raw[:] = headers


class _ResponseBefore:
    """A response as it was, to be compared with and to go back to."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._was = self._state()

    def _state(self) -> tuple[int, list[tuple[bytes, bytes]], bytes, int, float, bool, bytes, object]:
        now = self._response
        sent = (now.pieces, now.pause, now.cut, now.endless, now.spelling)
        return now.status, list(now.headers.raw), now.body, *sent

    def same(self) -> bool:
        return self._state() == self._was

    def restore(self) -> None:
        now = self._response
        now.status, headers, now.body, now.pieces, now.pause, now.cut, now.endless, spelling = self._was
        now.headers.raw[:] = headers
        now.spelling = spelling  # type: ignore[assignment]
