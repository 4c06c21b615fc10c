"""Tells a PNG from what only says that it is one, and keeps of it what makes the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from mock_provider.console.values import Screenshot

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_PIXELS: Final = 20_000
"""Of a side: no screen is larger, and neither is a page that was photographed as a whole."""

_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = 13
_AROUND: Final = 12  # length, type and checksum of a chunk
# What is not among them may say where and by whom the picture was taken.
_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"IDAT", b"IEND"})


def read_png(content: bytes) -> Screenshot:
    """The picture in these bytes, without its metadata; raises ``ValueError``, whose text says what is wrong."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"the picture is larger than {MOST_BYTES // 1024 // 1024} MB")
    if not content.startswith(_MAGIC):
        raise ValueError("this is not a PNG")
    chunks = list(_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or len(chunks[0][1]) != _HEADER or b"IDAT" not in kinds:
        raise ValueError("this PNG has no header or no picture in it")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ValueError(f"a side of the picture has no pixel, or more than {MOST_PIXELS}")
    kept = b"".join(_written(kind, data) for kind, data in chunks if kind in _KEPT)
    return Screenshot(width, height, _MAGIC + kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and data of each chunk, until the last one; what follows that is not read."""
    at = len(_MAGIC)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at) if at + _AROUND <= len(content) else (0, b"")
        end = at + _AROUND + length
        if not kind or end > len(content):
            raise ValueError("this PNG is cut off")
        data = content[at + 8 : end - 4]
        if struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(kind + data):
            raise ValueError("this PNG is damaged")
        yield kind, data
        if kind == b"IEND":
            return
        at = end


def _written(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
