"""One request on a connection of its own, with every byte that comes back: for what an HTTP client hides.

A client drops bytes after a 204 or 304 unseen (RFC 9110, section 15.4.5); here they are kept.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpcore

from conformance.exchanges import Headers
from conformance.wire.redirects import Request

if TYPE_CHECKING:
    from conformance.wire.network import DeadlineBackend

END = b"\r\n\r\n"
QUIET_SECONDS = 1.0


def converse(
    backend: DeadlineBackend,
    context: ssl.SSLContext,
    request: Request,
    *,
    timeout: float,
    limit: int,
) -> tuple[int, Headers, bytes]:
    """Send one HTTP/1.1 request with ``Connection: close``, read to the end or to ``limit`` bytes.

    Returns status, headers and all bytes after the header section. Raises httpcore.NetworkError,
    httpcore.TimeoutException, httpcore.RemoteProtocolError when the answer is not HTTP, or ValueError when the
    request cannot be written.
    """
    parts = urlsplit(request.url)
    secure = parts.scheme == "https"
    stream: httpcore.NetworkStream = backend.connect_tcp(
        parts.hostname or "", parts.port or (443 if secure else 80), timeout
    )
    try:
        if secure:
            stream = stream.start_tls(context, parts.hostname, timeout)
        stream.write(_message(request), timeout)
        received = _read(stream, timeout, limit)
    finally:
        stream.close()
    return _split(received)


def _message(request: Request) -> bytes:
    parts = urlsplit(request.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    size = str(len(request.content))
    fields = [*request.headers, ("Host", parts.netloc), ("Content-Length", size), ("Connection", "close")]
    lines = [f"{request.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    if any(character in line for line in lines for character in "\r\n\0"):
        raise ValueError("a line break in a header field")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + request.content


def _read(stream: httpcore.NetworkStream, timeout: float, limit: int) -> bytes:
    """What comes until the server closes, or pauses after the header section (some ignore Connection: close)."""
    received = bytearray()
    while len(received) < limit:
        headed = END in received
        try:
            piece = stream.read(65536, min(timeout, QUIET_SECONDS) if headed else timeout)
        except (httpcore.ReadTimeout, httpcore.ReadError):
            if headed:
                break
            raise
        if not piece:
            break
        received += piece
    return bytes(received[:limit])


def _split(received: bytes) -> tuple[int, Headers, bytes]:
    head, separator, rest = received.partition(END)
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ", 2)
    if not separator or not words[0].startswith("HTTP/1.") or len(words) < 2 or not words[1].isdigit():
        raise httpcore.RemoteProtocolError("no status line and header section")
    pairs = (line.partition(":") for line in lines[1:])
    return int(words[1]), Headers((name.strip(), value.strip()) for name, _, value in pairs), rest
