"""Pictures that hold no credential, two of them, or one that cannot be had."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Final

import pytest

from conformance.inspection.outcome import Grade
from tests.foreign.credentials import content
from tests.foreign.credentials.people import QUILLHAVEN
from tests.inspection.bad_credentials.judging import OURS, token, told

SIGNED: Final = token(content.badge("bad", QUILLHAVEN)).encode()
START: Final = b"\x89PNG\r\n\x1a\n"
NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"


def chunk(kind: bytes, data: bytes, *, checksum: int | None = None) -> bytes:
    right = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", right if checksum is None else checksum)


def text(body: bytes, keyword: bytes = b"openbadgecredential", *, compressed: bool = False) -> bytes:
    return keyword + (b"\0\1\0" if compressed else b"\0\0\0") + b"\0\0" + body


HEADER: Final = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS: Final = chunk(b"IDAT", zlib.compress(b"\0\0"))
END: Final = chunk(b"IEND", b"")


def png(*chunks: bytes) -> bytes:
    return START + HEADER + b"".join(chunks) + PIXELS + END


def svg(inside: str, before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def element(verify: str = "", body: str = "", namespace: str = NAMESPACE) -> str:
    attribute = f' verify="{verify}"' if verify else ""
    return f'<ob:credential xmlns:ob="{namespace}"{attribute}>{body}</ob:credential>'


BAKED: Final = chunk(b"iTXt", text(SIGNED))
TOKEN: Final = SIGNED.decode()
ENTITIES: Final = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE: Final = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

BAD: dict[str, tuple[bytes, str]] = {
    "cut in the chunk": (png(BAKED)[:200], "picture-broken"),
    "cut behind the chunk": ((START + HEADER + BAKED)[:-2], "picture-broken"),
    "chunk of four gigabytes": (START + b"\xff\xff\xff\xff" + b"iTXt" + b"openbadgecredential", "picture-broken"),
    "two chunks": (png(BAKED, BAKED), "CLR20-SER-18"),
    "compressed": (png(chunk(b"iTXt", text(zlib.compress(SIGNED), compressed=True))), "CLR20-SER-14"),
    "compressed, and cut": (png(chunk(b"iTXt", text(zlib.compress(SIGNED)[:-8], compressed=True))), "picture-broken"),
    "chunk is empty": (png(chunk(b"iTXt", text(b""))), "empty-document"),
    "chunk has a keyword alone": (png(chunk(b"iTXt", b"openbadgecredential\0")), "empty-document"),
    "tEXt": (png(chunk(b"tEXt", b"openbadgecredential\0" + SIGNED)), "CLR20-SER-13"),
    "SVG with entities": (svg(element("&b;"), ENTITIES), "picture-entities"),
    "SVG with a file of this machine": (svg(element("&x;"), OUTSIDE), "picture-entities"),
    "SVG with two credentials": (svg(element(TOKEN) * 2), "CLR20-SER-15"),
    "SVG of another namespace": (svg(element(TOKEN, namespace="urn:other")), "CLR20-SER-15"),
    "SVG with a JWS as text": (svg(element("", TOKEN)), "CLR20-SER-16"),
    "SVG that is no XML": (svg("<circle>"), "picture-broken"),
}


@pytest.mark.parametrize(("data", "name"), BAD.values(), ids=BAD)
def test_the_fault_of_a_picture_is_named(data: bytes, name: str) -> None:
    outcome = told(data)
    assert name in outcome.all
    assert OURS not in outcome.codes


NOTHING: dict[str, tuple[bytes, str]] = {
    "no credential": (png(), "nothing-baked"),
    "signature of a PNG alone": (START, "nothing-baked"),
    "SVG without credential": (svg("<circle/>"), "nothing-baked"),
    "SVG with JSON in the attribute": (svg(element(json.dumps({}).replace('"', "&quot;"))), "not-recognised"),
}


@pytest.mark.parametrize(("data", "code"), NOTHING.values(), ids=NOTHING)
def test_a_picture_that_holds_no_credential_is_told_as_that(data: bytes, code: str) -> None:
    assert told(data).codes == frozenset({code})


def test_a_wrong_checksum_is_told_and_the_credential_read() -> None:
    outcome = told(png(chunk(b"iTXt", text(SIGNED), checksum=1)))
    assert outcome.judged.recognised == "AchievementCredential"
    assert any("checksum" in finding.message for finding in outcome.judged.findings)


def test_a_right_picture_is_read() -> None:
    assert told(png(BAKED)).judged.recognised == "AchievementCredential"
    assert told(svg(element(TOKEN))).judged.recognised == "AchievementCredential"


def test_a_chunk_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = zlib.compress(b" " * 60_000_000, 9)
    assert told(png(chunk(b"iTXt", text(bomb, compressed=True)))).judged.grade is Grade.UNREADABLE
