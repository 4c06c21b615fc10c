"""TLS connections that were begun, and which of them were finished."""

from __future__ import annotations

import ssl
import threading
from collections import deque
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary, ref

from conformance.exchanges.served import Handshake

MOST_HANDSHAKES = 10_000

# A server of old versions alone refuses a newer client before it looks at the name that the client asks for; the only
# place where its hello is seen is the callback for each message, which ssl keeps for debugging.
_OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
_CLIENT_HELLO = (22, 1)


class _Hello:
    """A handshake that was begun."""

    __slots__ = ("connection", "finished", "listener", "name", "run", "version")

    connection: ref[Any]

    def __init__(self, run: int, listener: str, name: str) -> None:
        self.run = run
        self.listener = listener
        self.name = name
        self.finished = False
        self.version: str | None = None

    def shown(self) -> Handshake:
        return Handshake(self.run, self.listener, self.name, self.finished, self.version)


class Handshakes:
    """The last handshakes, oldest first; safe between threads. ``run`` gives the number of the start of the client.

    ``on_failure`` are called with each that was given up, from wherever its connection ceases to be: they must neither
    wait nor fail.
    """

    def __init__(self, run: Callable[[], int], most: int = MOST_HANDSHAKES) -> None:
        self._run = run
        self._hellos: deque[_Hello] = deque(maxlen=most)
        self._open: WeakKeyDictionary[Any, _Hello] = WeakKeyDictionary()
        self._lock = threading.Lock()
        self.on_failure: list[Callable[[Handshake], None]] = []

    def watched(self, context: ssl.SSLContext, listener: str) -> ssl.SSLContext:
        """The context, of which from now on every handshake is noted, also of clients that send no server name."""

        def begun(connection: Any, name: str | None, _context: ssl.SSLContext) -> None:
            with self._lock:
                if connection not in self._open:  # a client that is asked to try again says hello twice
                    hello = self._open[connection] = _Hello(self._run(), listener, name or "")
                    hello.connection = ref(connection, lambda _: self._given_up(hello))
                    self._hellos.append(hello)

        def read(connection: Any, direction: str, _version: int, content: int, kind: int, _data: bytes) -> None:
            if (direction, content, kind) == ("read", *_CLIENT_HELLO):
                begun(connection, None, context)

        context.sni_callback = begun
        if context.maximum_version in _OLD:
            context._msg_callback = read  # type: ignore[attr-defined]
        return context

    def finished(self, connection: Any) -> str | None:
        """This one was finished; gives its TLS version. ``connection`` is the ``ssl_object``; ``None`` has none."""
        if connection is None:
            return None
        version: str | None = connection.version()
        with self._lock:
            hello = self._open.pop(connection, None)
            if hello is not None:
                hello.finished, hello.version = True, version
        return version

    def _given_up(self, hello: _Hello) -> None:
        if not hello.finished:
            for told in self.on_failure:
                told(hello.shown())

    def kept(self) -> tuple[Handshake, ...]:
        """All that are kept."""
        with self._lock:
            return tuple(hello.shown() for hello in self._hellos)

    def clear(self) -> None:
        """Keep none of those so far."""
        with self._lock:
            self._hellos.clear()
