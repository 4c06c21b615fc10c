"""Speaking to one client on a bare socket, in a thread of its own."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_SECONDS = 120.0
"""A connection is given up after that, so that no thread outlives a test."""

_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Conversation:
    """One connection of a client; ``stopped`` is set when the server ends, ``media_type`` is what the API speaks."""

    plain: socket.socket
    tls: ssl.SSLContext
    stopped: threading.Event
    media_type: str
    secure: ssl.SSLSocket | None = None

    @property
    def ok(self) -> bytes:
        """The first two lines of a response of success."""
        return f"HTTP/1.1 200 OK\r\nContent-Type: {self.media_type}\r\n".encode("ascii")

    def request(self) -> ssl.SSLSocket:
        """Finish the TLS handshake and read the header section of the first request."""
        self.secure = secure = self.tls.wrap_socket(self.plain, server_side=True)
        read = b""
        while b"\r\n\r\n" not in read:
            piece = secure.recv(65_536)
            if not piece:
                raise ConnectionError("the client went away")
            read += piece
        return secure

    def drip(self, secure: socket.socket, pieces: Iterable[bytes], pause: float = 0.0) -> None:
        """Send pieces until the client leaves or the server ends."""
        for piece in pieces:
            secure.sendall(piece)
            if self.stopped.wait(pause) if pause else self.stopped.is_set():
                return

    def wait(self) -> None:
        """Say nothing more until the server ends."""
        self.stopped.wait(MOST_SECONDS)


Talk = Callable[[Conversation], None]


def reset(connection: socket.socket) -> None:
    """Close with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()
