"""uvicorn's server as the mock needs it, and what it serves on this machine alone, beside the mock."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from mock_provider.connection import Connection
from mock_provider.listening import bound

_TICKS, _TICK_SECONDS = 10, 0.1
_GOODBYES = 5


class Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready and does not wait for clients that only keep a connection open."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen."""
        await super().startup(sockets)
        if self.started and self._on_ready:
            self._on_ready()

    async def main_loop(self) -> None:
        """Waits for the end; ``stop`` is noticed at once, a signal within a tenth of a second."""
        self._loop, ticks = asyncio.get_running_loop(), 0
        while not await self.on_tick(ticks % _TICKS):
            ticks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), _TICK_SECONDS)

    def stop(self) -> None:
        """Ends it, from another thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._woken.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets running requests finish and drops idle connections."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if (cycle is None or cycle.response_complete) and connection.transport:
                connection.transport.abort()
        for _ in range(_GOODBYES):
            if not (self.server_state.connections or self.server_state.tasks):
                break
            await asyncio.sleep(0.001)
        else:
            await super().shutdown(sockets)  # which waits for them, a tenth of a second at least
            return
        for each in sockets or ():
            each.close()
        await self.lifespan.shutdown()


@contextlib.contextmanager
def at_port(app: ASGIApp, port: int = 0, log_level: str = "warning") -> Iterator[str]:
    """Serves an app on loopback, without TLS, as long as the block lasts; gives its origin. Port 0 takes a free one.

    Raises ``ServeError`` for a port that is taken.
    """
    with bound("127.0.0.1", port) as listener:
        config = uvicorn.Config(app, http=Connection, ws="none", lifespan="off", access_log=False, log_level=log_level)
        listener.listen()  # at once: who connects before the server is ready waits
        server = Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.stop()
            thread.join()
