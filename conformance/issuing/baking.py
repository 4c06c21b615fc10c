"""Bakes a credential into a picture: one iTXt chunk of a PNG, one element of an SVG."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from conformance.errors import UsageFault

PNG: Final = b"\x89PNG\r\n\x1a\n"
KEYWORDS: Final = {"record": "clrcredential", "badge": "openbadgecredential"}
"""The keyword of the chunk, by what is baked."""
NAMESPACES: Final = {"record": "https://purl.imsglobal.org/clr/v2p0", "badge": "https://purl.imsglobal.org/ob/v3p0"}
"""The namespace of the element, by what is baked."""


def into_png(picture: bytes, *texts: str, keyword: str, compressed: bool = False) -> bytes:
    """The PNG with one iTXt chunk for each text, behind its header; ``compressed`` is against the rules.

    Raises ``UsageFault`` when the picture is no PNG.
    """
    if not picture.startswith(PNG):
        raise UsageFault("picture-unusable", "the picture is not a PNG", "another format", "give a PNG file")
    end = len(PNG) + 25  # the header chunk is always 25 bytes
    added = b"".join(chunk(b"iTXt", _itxt(keyword, text, compressed)) for text in texts)
    return picture[:end] + added + picture[end:]


def into_svg(picture: str, text: str, *, namespace: str) -> str:
    """The SVG with one element ``credential``: a token in its attribute ``verify``, JSON as its text.

    Raises ``UsageFault`` when the picture has no root that is open.
    """
    end = picture.find(">", picture.find("<svg"))
    if "<svg" not in picture or end < 0 or picture[end - 1] == "/":
        raise UsageFault("picture-unusable", "the picture has no svg element to put it in", "another format", "")
    inner = f"><![CDATA[{text}]]></ob:credential>" if text[:1] == "{" else f' verify="{text}"></ob:credential>'
    return f'{picture[: end + 1]}<ob:credential xmlns:ob="{namespace}"{inner}{picture[end + 1 :]}'


def plain_png(colour: tuple[int, int, int] = (38, 84, 124)) -> bytes:
    """A picture of one point. Its data is stored, not packed: the bytes are the same wherever it is made."""
    header = b"\0\0\0\1\0\0\0\1\x08\x02\0\0\0"
    return PNG + b"".join([chunk(b"IHDR", header), chunk(b"IDAT", stored(b"\0" + bytes(colour))), chunk(b"IEND", b"")])


def plain_svg(colour: str = "#26547c") -> str:
    """A picture of one square."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'
        f'<rect width="64" height="64" fill="{colour}"/></svg>\n'
    )


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG: length, name, data, CRC."""
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def stored(data: bytes) -> bytes:
    """A zlib stream that holds the data as it is."""
    return b"\x78\x01" + b"".join(_blocks(data)) + zlib.adler32(data).to_bytes(4, "big")


def _blocks(data: bytes) -> Iterator[bytes]:
    parts = [data[start : start + 0xFFFF] for start in range(0, len(data), 0xFFFF)] or [b""]
    for number, part in enumerate(parts):
        size = len(part).to_bytes(2, "little")
        yield bytes([number == len(parts) - 1]) + size + bytes(byte ^ 0xFF for byte in size) + part


def _itxt(keyword: str, text: str, compressed: bool) -> bytes:
    data = text.encode()
    return keyword.encode("latin-1") + bytes([0, compressed, 0, 0, 0]) + (stored(data) if compressed else data)
