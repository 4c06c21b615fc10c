"""What has come to the mock, line by line as it comes, without secrets; what is kept is bounded."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from weakref import ref

from conformance.exchanges.served import Handshake, Served
from conformance.exchanges.visible import named
from mock_provider.console.bell import Bell
from mock_provider.console.values import Found
from mock_provider.recorder import Recorder, Shown

MOST_LINES: Final = 500
MOST_WAITING: Final = 1000
"""Exchanges that wait to become lines; more are left out, and said so."""

MOST_TEXT: Final = 400
"""Characters of one text of a line."""

MOST_QUERY: Final = 100
MOST_CLIENT: Final = 16
"""Characters of the id of a client: enough to tell two apart."""

_ELSEWHERE: Final = {"plain": "on the port without TLS", "other": "on the other host"}
_UNTRUSTED: Final = "A TLS handshake was not finished: the client may not trust the mock's CA."

Line = Mapping[str, Any]
"""A JSON object: ``place`` counts lines, ``kind`` is ``exchange``, ``finding`` or ``note``."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the whole exchange of a line is kept, as long as it is."""

    recorder: ref[Recorder]
    number: int
    began: float


class Timeline:
    """The last lines, oldest first; safe between threads. ``bell`` is rung at each."""

    def __init__(self, bell: Bell | None = None) -> None:
        self.bell = bell or Bell()
        self._lock = threading.Lock()
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self._origins: dict[int, _Origin] = {}
        self._place = self._left_out = 0

    @contextlib.contextmanager
    def following(self, recorder: Recorder) -> Iterator[None]:
        """A line for each exchange that ends there, and each handshake that fails, as long as the block lasts."""
        came: queue.SimpleQueue[Served | Handshake | None] = queue.SimpleQueue()

        def take(one: Served | Handshake) -> None:
            if came.qsize() < MOST_WAITING:
                came.put(one)
            else:
                self._left_out += 1

        # What is hidden takes time to find: the mock does not wait for it.
        thread = threading.Thread(target=self._write, args=(came, recorder), daemon=True)
        thread.start()
        recorder.on_end.append(take)
        recorder.tls.on_failure.append(take)
        try:
            yield
        finally:
            recorder.on_end.remove(take)
            recorder.tls.on_failure.remove(take)
            came.put(None)
            thread.join(2.0)

    def note(self, text: str) -> None:
        """A line of one's own, such as the number of the step that begins."""
        self._add({"kind": "note", "text": _short(text)})

    def found(self, findings: Iterable[Found]) -> None:
        """A line for each finding."""
        for one in findings:
            self._add(
                {
                    "kind": "finding",
                    "requirement": one.requirement,
                    "message": _short(one.message),
                    "weight": one.weight,
                    "number": one.exchange,
                }
            )

    def after(self, place: int, *, blind: bool = False) -> list[Line]:
        """The lines after that place; a ``blind`` reader does not learn what the mock changed on purpose."""
        with self._lock:
            lines = [line for line in self._lines if line["place"] > place]
        return [{**line, "struck": []} if line.get("struck") else line for line in lines] if blind else lines

    def details(self, place: int) -> Mapping[str, Any] | None:
        """The whole exchange of a line, without secrets; ``None`` when it is of none or is not kept any more."""
        with self._lock:
            origin = self._origins.get(place)
        recorder = origin.recorder() if origin else None
        if origin is None or recorder is None:
            return None
        # A recorder that has begun anew gives the same numbers again.
        after = recorder.exchanges(origin.number - 1)
        found = next((one for one in after if (one.number, one.began) == (origin.number, origin.began)), None)
        return recorder.shown.members([found])[0] if found else None

    def _write(self, came: queue.SimpleQueue[Served | Handshake | None], recorder: Recorder) -> None:
        while (one := came.get()) is not None:
            if isinstance(one, Served):
                self._add(_exchange(one, recorder.shown), _Origin(ref(recorder), one.number, one.began))
            else:
                self.note(f"{_UNTRUSTED} It asked for {named(one.name)}." if one.name else _UNTRUSTED)
            if self._left_out:
                self.note(f"More came at once than can be shown: {self._left_out} left out.")
                self._left_out = 0

    def _add(self, line: Line, origin: _Origin | None = None) -> None:
        with self._lock:
            self._place += 1
            if len(self._lines) == MOST_LINES:
                self._origins.pop(self._lines[0]["place"], None)
            self._lines.append({"place": self._place, **line})
            if origin is not None:
                self._origins[self._place] = origin
        self.bell.ring()


def _exchange(one: Served, shown: Shown) -> Line:
    def said(text: str) -> str:
        return _short(shown.text(one, text))

    return {
        "kind": "exchange",
        "number": one.number,
        "at": one.started[11:19],
        "method": said(one.method) or "?",
        "path": said(one.path) or "?",
        "query": _cut(said(one.query_text), MOST_QUERY),
        "operation": one.operation,
        "status": one.status,
        "where": _ELSEWHERE.get(one.place, ""),
        "client": _cut(said(one.client or ""), MOST_CLIENT),
        "name": said(_name(one)),
        "learner": _short(one.learner or ""),
        "reason": said(one.reason),
        "struck": list(one.struck),
        "taken": [said(each) for each in one.taken],
        "whole": one.whole,
    }


def _name(one: Served) -> str:
    """The name by which a client registers itself."""
    sent = one.sent if one.operation == "register" else None
    name = sent.get("client_name") if isinstance(sent, dict) else None
    return name if isinstance(name, str) else ""


def _short(text: str) -> str:
    return named(_cut(text, MOST_TEXT))


def _cut(text: str, most: int) -> str:
    """The beginning of a text in which nothing is left that has to be hidden: half a word of it tells nothing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
