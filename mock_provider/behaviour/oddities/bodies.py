"""Pages that break off, do not end, grow when they are expanded, or lead to another host."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.paging import LIST, next_as, second
from mock_provider.behaviour.trigger import Trigger

library = Library()

_PIECE = b" " * (512 * 1024)
_BLOCK = 1024 * 1024
_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"

BOMB_SIZE = 256 * 1024 * 1024
"""How many bytes of white space follow a page that is small on the wire."""


def _cut(response: Response) -> None:
    response.cut = True


library.add(
    Oddity(
        id="odd-page-broken-off",
        title="The second page breaks off in the middle, the first time",
        how="The process behind the gateway dies.\nThe connection is closed before the last byte.",
        operations=LIST,
        wire=True,
        on_response=second(_cut),
        trigger=Trigger(next=1),
    )
)


def _never_end(response: Response) -> None:
    response.endless = _PIECE


library.add(
    Oddity(
        id="odd-page-endless",
        title="The second page does not end",
        how="A loop of the serialiser has no exit.\nIt writes white space as fast as it is read.",
        operations=LIST,
        wire=True,
        on_response=second(_never_end),
    )
)


@cache
def _blank_block() -> bytes:
    """White space of ``_BLOCK`` bytes, deflated so that it can be repeated: it refers to nothing before it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(b" " * _BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)


def bomb(body: bytes) -> bytes:
    """The body with ``BOMB_SIZE`` bytes of white space behind it, as gzip (RFC 1952) of a thousandth of the size."""
    blocks = BOMB_SIZE // _BLOCK
    checksum, blank = zlib.crc32(body), b" " * _BLOCK
    for _ in range(blocks):
        checksum = zlib.crc32(blank, checksum)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    size = (len(body) + BOMB_SIZE) % (1 << 32)
    return _GZIP + head + _blank_block() * blocks + end + struct.pack("<II", checksum, size)


def _explode(response: Response) -> None:
    if "gzip" in response.request.headers.get("accept-encoding", ""):
        response.body = bomb(response.body)
        response.headers["content-encoding"] = "gzip"


library.add(
    Oddity(
        id="odd-gzip-bomb",
        title="The second page is small as gzip, and 256 MiB when it is expanded",
        how="A page of blanks takes a thousandth of its size.\nRFC 9110, section 17.5: readers need bounds.",
        operations=LIST,
        on_response=second(_explode),
    )
)


def _elsewhere(response: Response, target: str) -> str:
    origin = response.request.elsewhere
    return f"{origin}/{target.partition('://')[2].partition('/')[2]}" if origin else target


library.add(
    Oddity(
        id="odd-next-elsewhere",
        title="next of the second page leads to another host",
        how="The application behind the proxy knows another name of itself.\nIt builds its links with that.",
        operations=LIST,
        on_response=second(next_as(_elsewhere)),
    )
)


ODDITIES = library.oddities
