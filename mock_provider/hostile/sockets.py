"""Attacks below HTTP, or with HTTP that no server library would send."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mock_provider.edition import find
from mock_provider.hostile.model import HANG, MEMORY, TRACE, Hostile
from mock_provider.hostile.talk import MOST_SECONDS, Conversation, Talk, reset
from mock_provider.listening import bound
from mock_provider.settings import Settings, with_ports
from mock_provider.tls import local_authority

_HELLO_START = b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76"


def _silent(talk: Conversation) -> None:
    talk.wait()


def _stalled_handshake(talk: Conversation) -> None:
    talk.plain.recv(65_536)
    talk.plain.sendall(_HELLO_START)
    talk.wait()


def _reset_at_once(talk: Conversation) -> None:
    reset(talk.plain)


def _reset_in_handshake(talk: Conversation) -> None:
    talk.plain.recv(65_536)
    talk.plain.sendall(_HELLO_START)
    reset(talk.plain)


def _reset_after_request(talk: Conversation) -> None:
    reset(talk.request())


def _reset_in_headers(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok)
    reset(secure)


def _reset_in_body(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok + b'Content-Length: 1000\r\n\r\n{"@context": ')
    reset(secure)


def _plain_http(talk: Conversation) -> None:
    talk.plain.recv(65_536)
    talk.plain.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def _other_protocol(talk: Conversation) -> None:
    talk.request().sendall(b"220 mail.example ESMTP \x1b[2J\x07 ready\r\n\r\n" + bytes(range(256)) * 64)


def _slow_headers(talk: Conversation) -> None:
    talk.drip(talk.request(), (bytes([letter]) for letter in itertools.cycle(talk.ok)), pause=0.5)


def _endless_headers(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok)
    talk.drip(secure, (b"X-Flood-%d: %s\r\n" % (number, b"a" * 4000) for number in itertools.count()))


def _endless_line(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok + b"X-Flood: ")
    talk.drip(secure, itertools.repeat(b"a" * 65_536))


def _endless_1xx(talk: Conversation) -> None:
    talk.drip(talk.request(), itertools.repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"))


def _missing_bytes(talk: Conversation) -> None:
    talk.request().sendall(talk.ok + b'Content-Length: 1000\r\n\r\n{"@context": ')
    talk.wait()


def _endless_trailers(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")
    talk.drip(secure, (b"X-Trailer-%d: %s\r\n" % (number, b"a" * 4000) for number in itertools.count()))


def _huge_chunk(talk: Conversation) -> None:
    secure = talk.request()
    secure.sendall(talk.ok + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n")
    talk.drip(secure, itertools.repeat(b"[" * 65_536))


HOSTILE = (
    Hostile("silent", "The port takes connections and never says a word", HANG, _silent),
    Hostile("tls-stall", "TLS stops in the middle of the handshake", HANG, _stalled_handshake),
    Hostile("reset-at-once", "The connection is reset as soon as it is there", TRACE, _reset_at_once),
    Hostile("reset-in-handshake", "The connection is reset during the TLS handshake", TRACE, _reset_in_handshake),
    Hostile("reset-after-request", "The connection is reset after each request", TRACE, _reset_after_request),
    Hostile("reset-in-headers", "The connection is reset among the headers of each answer", TRACE, _reset_in_headers),
    Hostile("reset-in-body", "The connection is reset within the body of each answer", TRACE, _reset_in_body),
    Hostile("plain-http", "Plain HTTP is spoken where TLS is due", TRACE, _plain_http),
    Hostile(
        "other-protocol", "Something other than HTTP is spoken over TLS, with terminal escapes", TRACE, _other_protocol
    ),
    Hostile("slow-headers", "Headers come two bytes a second", HANG, _slow_headers),
    Hostile("endless-headers", "Header lines never end", MEMORY, _endless_headers),
    Hostile("endless-line", "One header line never ends", MEMORY, _endless_line),
    Hostile("endless-1xx", "Interim answers (103) never end", HANG, _endless_1xx),
    Hostile(
        "missing-bytes", "The body is shorter than Content-Length says, and the rest never comes", HANG, _missing_bytes
    ),
    Hostile("endless-trailers", "The trailers of a chunked body never end", MEMORY, _endless_trailers),
    Hostile("huge-chunk", "One chunk announces an exabyte, and it comes", MEMORY, _huge_chunk),
)


@contextlib.contextmanager
def talking(talk: Talk, settings: Settings) -> Iterator[tuple[str, Path, Mapping[str, str]]]:
    """A server that talks like this to every client; yields its base URL, its authority and user names.

    Of the settings it keeps to host, port, data folder, edition, users. Raises ``ServeError`` when the port is taken.
    """
    authority = local_authority(settings.data_dir)
    edition, context, stopped = find(settings.book), authority.server_context(), threading.Event()

    def conversation(connection: socket.socket) -> Conversation:
        return Conversation(connection, context, stopped, edition.statuses.media_type)

    with bound(settings.host, settings.port) as listener:
        listener.listen()
        listener.settimeout(0.2)
        accepting = threading.Thread(target=_accept, args=(listener, talk, conversation, stopped), daemon=True)
        accepting.start()
        try:
            taken = with_ports(settings, listener.getsockname()[1], settings.http_port)
            yield taken.base_url, authority.ca_path, settings.logins
        finally:
            stopped.set()
            accepting.join()


def _accept(
    listener: socket.socket, talk: Talk, begin: Callable[[socket.socket], Conversation], stopped: threading.Event
) -> None:
    while not stopped.is_set():
        with contextlib.suppress(TimeoutError):
            connection, _ = listener.accept()
            connection.settimeout(MOST_SECONDS)
            threading.Thread(target=_serve, args=(talk, begin(connection)), daemon=True).start()


def _serve(talk: Talk, conversation: Conversation) -> None:
    with contextlib.suppress(OSError):
        talk(conversation)
    for connection in (conversation.plain, conversation.secure):
        if connection is not None:
            connection.close()
