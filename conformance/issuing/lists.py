"""Status lists: strings of bits that say which credentials are revoked or suspended (W3C Bitstring Status List 1.0)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from conformance.issuing.keys import encoded

LEAST: Final = 131_072
"""Entries that a list has at least, so that an entry does not tell whose it is."""

_LONGEST: Final = 258


def bits(values: Mapping[int, int], length: int = LEAST, size: int = 1) -> bytes:
    """The string with those values, by index; each takes ``size`` bits, the highest first. The others are 0."""
    string = bytearray(length * size // 8)
    for index, value in values.items():
        for bit in range(size):
            place = index * size + bit
            if value >> (size - 1 - bit) & 1:
                string[place // 8] |= 0x80 >> place % 8
    return bytes(string)


def encoded_list(string: bytes) -> str:
    """The string as ``encodedList``: packed (GZIP), base64url, multibase prefix u."""
    return "u" + encoded(packed(string))


def packed(data: bytes) -> bytes:
    """A GZIP file that holds the data. The bytes are the same wherever it is made, which those of zlib need not be."""
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return head + _deflated(data) + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")


def _deflated(data: bytes) -> bytes:
    """One block with the fixed codes of RFC 1951, in which a run of one byte is told by its length."""
    done, number, width = bytearray(), 0b011, 3
    for code, size in _codes(data):
        number |= code << width
        width += size
        while width >= 8:
            done.append(number & 0xFF)
            number >>= 8
            width -= 8
    return bytes(done) + (bytes([number]) if width else b"")


def _codes(data: bytes) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(data):
        byte, end = data[place], place + 1
        yield _symbol(byte)
        while end < len(data) and data[end] == byte:
            end += 1
        run = end - place - 1
        while run >= _LONGEST:
            yield _symbol(285)
            yield 0, 5  # one byte back
            run -= _LONGEST
        for _ in range(run):
            yield _symbol(byte)
        place = end
    yield _symbol(256)


def _symbol(symbol: int) -> tuple[int, int]:
    """The fixed code of a symbol, its first bit lowest, and its width."""
    first, base, width = next(row for row in _FIXED if symbol >= row[0])
    return int(f"{base + symbol - first:0{width}b}"[::-1], 2), width


_FIXED: Final = ((280, 0b11000000, 8), (256, 0, 7), (144, 0b110010000, 9), (0, 0b00110000, 8))
