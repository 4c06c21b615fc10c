"""Reads the body of an answer piece by piece, bounded before and after decompression."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from conformance.exchanges import Failure

GZIP = 16 + zlib.MAX_WBITS


@dataclass(slots=True)
class Body:
    """What was read: the decompressed bytes, the number of bytes on the wire, and why reading ended early."""

    content: bytearray = field(default_factory=bytearray)
    size: int = 0
    failure: Failure | None = None


class Inflater:
    """Undoes one content coding (``gzip``, ``deflate``) without ever producing more than asked for."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._inner = self._fresh(b"")
        self._started = False

    def _fresh(self, first: bytes) -> zlib._Decompress:
        if self._coding == "gzip":
            return zlib.decompressobj(GZIP)
        # RFC 9110, section 8.4.1.2: deflate means the zlib format, but some servers send it raw.
        raw = bool(first) and (first[0] & 0x0F) != 8
        return zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS)

    def feed(self, data: bytes, room: int) -> bytes:
        """Up to ``room`` + 1 decompressed bytes of ``data``; raises zlib.error when it is not the coding."""
        if not self._started:
            self._inner, self._started = self._fresh(data), True
        output = bytearray(self._inner.decompress(data, room + 1))
        while self._inner.eof and self._inner.unused_data.startswith(b"\x1f\x8b") and len(output) <= room:
            rest, self._inner = self._inner.unused_data, self._fresh(b"")
            output += self._inner.decompress(rest, room + 1 - len(output))
        return bytes(output)

    @property
    def complete(self) -> bool:
        """True when the compressed stream came to its own end, or never began."""
        return self._inner.eof or not self._started


class Identity:
    """No coding: the bytes as they are."""

    complete = True

    def feed(self, data: bytes, room: int) -> bytes:  # noqa: ARG002 (same shape as Inflater)
        """The bytes unchanged."""
        return data


def read_into(body: Body, stream: Iterable[bytes], coding: str, limit: int) -> None:
    """Read a body into ``body``, so that an error of the stream leaves there what came before it."""
    decoder = _decoder(coding)
    if decoder is None:
        body.failure = _undecodable(f"the content coding {coding!r} was not asked for")
        decoder = Identity()
    try:
        for piece in stream:
            body.size += len(piece)
            body.content += decoder.feed(piece, max(limit - len(body.content), 0))
            if body.size > limit or len(body.content) > limit:
                del body.content[limit:]
                body.failure = _too_large(limit, compressed=body.size <= limit)
                return
    except zlib.error as error:
        body.failure = _undecodable(f"the body is not {coding}: {error}")
        return
    if not decoder.complete:
        body.failure = _undecodable(f"the {coding} stream ends too early")


def _decoder(coding: str) -> Inflater | Identity | None:
    name = coding.strip().lower().removeprefix("x-")
    if name in {"", "identity"}:
        return Identity()
    return Inflater(name) if name in {"gzip", "deflate"} else None


def _too_large(limit: int, *, compressed: bool) -> Failure:
    what = "decompressed body" if compressed else "body"
    return Failure(
        "body-too-large",
        f"the {what} is longer than {limit} bytes; reading was stopped there",
        "a compression bomb" if compressed else "the server never ends its answer, or pages are missing",
    )


def _undecodable(message: str) -> Failure:
    return Failure("decompression", message, "the Content-Encoding header does not fit the body")
