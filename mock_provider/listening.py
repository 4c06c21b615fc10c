"""The sockets on which the mock listens: bound before anything is served, so that the ports are known."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from mock_provider.settings import Settings, with_ports
from mock_provider.side_by_side import played_by
from mock_provider.without_tls import answering

_NEXT_PORTS = 50


class ServeError(RuntimeError):
    """The mock cannot be started like this; the message says why and what to do."""


@contextlib.contextmanager
def listeners(settings: Settings) -> Iterator[tuple[Settings, socket.socket, socket.socket]]:
    """Bound sockets for https and http, and the settings with the ports that they got."""
    with bound(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        with _plain_listener(settings, port) as plain, _behind(listener, settings) as served:
            yield with_ports(settings, port, plain.getsockname()[1]), served, plain


@contextlib.contextmanager
def _behind(listener: socket.socket, settings: Settings) -> Iterator[socket.socket]:
    """The socket to speak TLS on: the listener, or one behind it when it has to answer plain HTTP too."""
    if not settings.without_tls:
        yield listener
        return
    statuses = played_by(settings).statuses
    with (
        bound("127.0.0.1", 0) as inner,
        answering(listener, inner.getsockname()[1], settings.without_tls, statuses, settings.doorway),
    ):
        yield inner


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one. Raises ``ServeError``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ServeError(
            f"cannot listen on {host} port {port}: {error.strerror or error}. "
            "Stop what listens there, or choose another port (0 takes a free one)."
        ) from error
    return listener


def _plain_listener(settings: Settings, port: int) -> socket.socket:
    if settings.http_port:
        return bound(settings.host, settings.http_port)
    for candidate in range(port + 1, min(port + _NEXT_PORTS, 65536)):
        with contextlib.suppress(ServeError):
            return bound(settings.host, candidate)
    return bound(settings.host, 0)
