"""The bits of a status list: base64url of GZIP data, unpacked within bounds (W3C Bitstring Status List 1.0, 3)."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from dataclasses import dataclass
from typing import Final

from conformance.trust.status.faults import Fault, StatusError

LEAST_ENTRIES: Final = 131_072
"""Entries of one bit that a list has at least, so that nobody learns from a look-up whose credential it is."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""Bytes of a list that are unpacked at most: 134 million entries of one bit."""
MOST_TEXT: Final = 24 * 1024 * 1024
"""Characters of an encoded list that are read at most."""

_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_URL_SAFE: Final = str.maketrans("+/", "-_")
_GZIP: Final = 16 + zlib.MAX_WBITS
_GZIP_START: Final = "H4sI"
"""How GZIP data begins in base64: what starts like this has no multibase prefix."""


@dataclass(frozen=True, slots=True)
class Bits:
    """The unpacked list; the entry 0 begins at the most significant bit of the first byte."""

    data: bytes

    def entries(self, size: int = 1) -> int:
        """How many entries of ``size`` bits the list has."""
        return len(self.data) * 8 // size

    def value(self, index: int, size: int = 1) -> int:
        """The value of an entry of ``size`` bits. Raises ``StatusError`` for an index outside the list."""
        if not 0 <= index < self.entries(size):
            raise StatusError(
                "index-beyond-list", f"the list has {self.entries(size)} entries, and none with the index of this one"
            )
        first, last = index * size, (index + 1) * size
        chunk = self.data[first // 8 : (last + 7) // 8]
        return int.from_bytes(chunk, "big") >> (-last % 8) & ((1 << size) - 1)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A list that could be read, with what is wrong with its form all the same."""

    bits: Bits
    faults: tuple[Fault, ...] = ()


def decode(encoded: object, *, multibase: bool = True) -> Decoded:
    """Unpacks ``encodedList``; with ``multibase`` it has to begin with ``u`` (StatusList2021 has no such prefix).

    A wrong prefix, padding and the letters of plain base64 are faults of a list that is read, so is a list that is too
    short. Raises ``StatusError`` for what cannot be unpacked, and for what passes a bound.
    """
    if not isinstance(encoded, str):
        raise StatusError("list-not-text", "its encodedList is not a text")
    if len(encoded) > MOST_TEXT:
        raise StatusError("list-too-large", f"its encodedList has more than {MOST_TEXT} characters")
    faults: list[Fault] = []
    data = _unpack(_bytes(_without_prefix(encoded, multibase, faults), faults), faults)
    if len(data) * 8 < LEAST_ENTRIES:
        text = f"the list has {len(data) * 8} bits; at least {LEAST_ENTRIES} keep a look-up from telling whom it is for"
        faults.append(Fault("list-too-short", text))
    return Decoded(Bits(data), tuple(faults))


def _without_prefix(encoded: str, multibase: bool, faults: list[Fault]) -> str:
    if encoded[:1] == "u" and not encoded.startswith(_GZIP_START):
        if not multibase:
            faults.append(Fault("prefix-superfluous", "a list of 2021 is base64url without the multibase prefix u"))
        return encoded[1:]
    if multibase:
        if not encoded.startswith(_GZIP_START):
            raise StatusError("list-multibase", "its encodedList does not begin with u, the prefix of base64url")
        faults.append(Fault("prefix-missing", "its encodedList has no multibase prefix u"))
    return encoded


def _bytes(text: str, faults: list[Fault]) -> bytes:
    bare = text.rstrip("=")
    if bare != text:
        faults.append(Fault("list-padded", "its encodedList is padded, which base64url in multibase is not"))
    safe = bare.translate(_URL_SAFE)
    if safe != bare:
        faults.append(Fault("list-base64", "its encodedList is base64 with + and /, not base64url"))
    if _BASE64URL.fullmatch(safe) is None or len(safe) % 4 == 1:
        raise StatusError("list-not-base64url", "its encodedList is not base64url")
    return b64decode(safe + "=" * (-len(safe) % 4), altchars=b"-_")


def _unpack(packed: bytes, faults: list[Fault]) -> bytes:
    reader = zlib.decompressobj(_GZIP)
    try:
        data = reader.decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        raise StatusError("list-not-gzip", "its encodedList is not GZIP data, or was damaged") from None
    if len(data) > MOST_BYTES:
        raise StatusError("list-too-large", f"the list unpacks to more than {MOST_BYTES} bytes")
    if not reader.eof:
        raise StatusError("list-cut-off", "the GZIP data of its encodedList are cut off")
    if reader.unused_data:
        faults.append(Fault("list-trailing", "bytes follow the GZIP data of its encodedList"))
    return data
