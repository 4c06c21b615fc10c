"""Names input that is not JSON text as what it is: compressed, a picture, another encoding, several documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import orjson


@dataclass(frozen=True, slots=True)
class Foreign:
    """What the input is, and what its owner can do; ``code`` where an edition may have better advice."""

    what: str
    todo: str
    code: str = ""


_UTF_8: Final = "Write it as UTF-8 without a byte order mark"
_UNPACK: Final = "Unpack it, and hand over what is inside"
_BEGINNINGS: Final = (
    (b"\x1f\x8b", Foreign("compressed by gzip", _UNPACK)),
    (b"PK\x03\x04", Foreign("a ZIP archive", _UNPACK)),
    (b"\x89PNG", Foreign("a PNG picture", "Take the assertion out of it, when it is a baked badge")),
    (b"\xff\xd8\xff", Foreign("a JPEG picture", "Hand over the JSON document")),
    (b"%PDF", Foreign("a PDF document", "Take the record out of it, when one is attached")),
    (b"\xff\xfe\x00\x00", Foreign("UTF-32 text", _UTF_8)),
    (b"\xff\xfe", Foreign("UTF-16 text", _UTF_8)),
    (b"\xfe\xff", Foreign("UTF-16 text", _UTF_8)),
    (b"<", Foreign("XML or HTML", "Hand over the JSON document; a page instead of it may ask for a login")),
    (b"-----BEGIN", Foreign("a PEM file", "Hand over the key as JSON, with the PEM text in it", "pem")),
)
_DETACHED: Final = re.compile(rb"\s*[A-Za-z0-9_-]{4,}\.\.[A-Za-z0-9_-]+\s*")
_ENCRYPTED: Final = re.compile(rb"\s*[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){4}\s*")
_LINES_LOOKED_AT: Final = 1_000_000


def foreign(data: bytes) -> Foreign | None:
    """What the input is when it is known and no JSON text; ``None`` otherwise."""
    for beginning, found in _BEGINNINGS:
        if data.startswith(beginning):
            return found
    if _wide(data[:64]):
        return Foreign("UTF-16 text without a byte order mark", _UTF_8)
    if _DETACHED.fullmatch(data):
        return Foreign("a JWS without its payload (RFC 7515, appendix F)", "Hand over the JWS with its payload in it")
    if _ENCRYPTED.fullmatch(data):
        return Foreign("an encrypted JWE", "Decrypt it, and hand over what is inside")
    return _lines(data)


def _wide(start: bytes) -> bool:
    """Every other byte of ASCII text in UTF-16 is zero."""
    even, odd = start[::2], start[1::2]
    return len(odd) > 1 and (not any(odd) or not any(even)) and any(start)


def _lines(data: bytes) -> Foreign | None:
    first, _, rest = data[:_LINES_LOOKED_AT].lstrip().partition(b"\n")
    second = rest.lstrip().partition(b"\n")[0]
    if not all(line.strip()[:1] in (b"{", b"[") and _is_json(line) for line in (first, second)):
        return None
    return Foreign("JSON lines: a document on each line", "Write each into a file of its own", "json-lines")


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True
