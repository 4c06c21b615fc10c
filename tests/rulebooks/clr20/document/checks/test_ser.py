"""Contexts in the serialised form, names of files, and pictures that hold a document."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import pytest

from conformance.document.baked import PNG
from conformance.document.origin import Origin
from tests.rulebooks.clr20.document.judging import CLR, OB, VC, badge, broken, judged, of_area, record

OF_BADGES = "https://purl.imsglobal.org/ob/v3p0"


def chunk(kind: bytes, body: bytes, *, crc: int | None = None) -> bytes:
    checksum = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def text(document: Any, keyword: str = "openbadgecredential", *, compressed: bool = False) -> bytes:
    body = json.dumps(document).encode()
    packed = zlib.compress(body) if compressed else body
    return keyword.encode() + bytes([0, compressed, 0, 0, 0]) + packed


def png(*chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return PNG + header + b"".join(chunks) + pixel + chunk(b"IEND", b"")


def svg(inside: str, *, namespace: str = OF_BADGES, verify: str = "", more: str = "") -> bytes:
    attribute = f' verify="{verify}"' if verify else ""
    element = f'<ob:credential xmlns:ob="{namespace}"{attribute}>{inside}</ob:credential>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">{element}{more}</svg>'.encode()


def cdata(document: Any) -> str:
    return f"<![CDATA[{json.dumps(document)}]]>"


def token(document: Any) -> str:
    parts = ({"alg": "RS256"}, document)
    head = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*head, "c2lnbmF0dXJl"])


@pytest.mark.parametrize("document", [record(context=[VC, CLR]), record(context=[VC, OB, "https://x.example/c"])])
def test_a_context_of_the_standard_that_is_nowhere_is_told(document: Any) -> None:
    assert "CLR20-SER-07" in of_area(document, "SER")


@pytest.mark.parametrize(
    ("name", "document", "counts"),
    [
        ("record.json", json.dumps(record()).encode(), False),
        ("record.txt", json.dumps(record()).encode(), True),
        ("https://college.example/record.json?learner=7", json.dumps(record()).encode(), False),
        ("record.jwt", token(record()).encode(), False),
        ("record.json", token(record()).encode(), True),
        ("record", json.dumps(record()).encode(), False),
    ],
)
def test_files_are_named_after_their_form(name: str, document: bytes, counts: bool) -> None:
    assert ("CLR20-SER-10" in broken(document, origin=Origin(name))) is counts


def test_a_member_that_stands_twice_and_a_byte_order_mark_are_told() -> None:
    whole = json.dumps(record())
    assert "CLR20-SER-20" in broken(whole.replace('"name"', '"name": "Other", "name"', 1).encode())
    assert "CLR20-SER-06" in broken(b"\xef\xbb\xbf" + whole.encode())


def test_a_baked_picture_is_judged_like_the_document_in_it() -> None:
    for picture in (png(chunk(b"iTXt", text(badge()))), svg(cdata(badge())), svg("", verify=token(badge()))):
        judgement = judged(picture)
        assert judgement.recognised is not None
        assert judgement.recognised.what == "AchievementCredential"
        assert [each for each in judgement.findings if "-SER-" in each.requirement] == []
    assert "CLR20-MOD-03" in broken(png(chunk(b"iTXt", text(badge(validFrom="2026-06-30")))))


@pytest.mark.parametrize(
    ("picture", "requirement"),
    [
        (png(chunk(b"iTXt", text(badge())), chunk(b"iTXt", text(badge()))), "CLR20-SER-18"),
        (png(chunk(b"iTXt", text(badge(), compressed=True))), "CLR20-SER-14"),
        (png(chunk(b"iTXt", text(badge()), crc=7)), "CLR20-SER-12"),
        (png(chunk(b"tEXt", b"openbadgecredential\0" + json.dumps(badge()).encode())), "CLR20-SER-13"),
        (png(chunk(b"iTXt", text(badge(), "clrcredential"))), "CLR20-SER-13"),
        (svg(cdata(badge()), namespace="https://college.example/badges"), "CLR20-SER-15"),
        (svg(cdata(badge()), more=svg(cdata(badge())).decode()), "CLR20-SER-15"),
        (svg(cdata(badge()), namespace="https://purl.imsglobal.org/clr/v2p0"), "CLR20-SER-15"),
        (svg(token(badge())), "CLR20-SER-16"),
        (svg(cdata(badge()), verify=token(badge())), "CLR20-SER-16"),
    ],
)
def test_what_is_wrong_with_a_baked_picture(picture: bytes, requirement: str) -> None:
    assert list(of_area(picture, "SER")) == [requirement]


@pytest.mark.parametrize(
    ("picture", "requirement"),
    [(png(chunk(b"iTXt", text(record()))), "CLR20-SER-13"), (svg(cdata(record())), "CLR20-SER-15")],
)
def test_a_record_in_the_place_of_a_badge_is_only_noted(picture: bytes, requirement: str) -> None:
    judgement = judged(picture)
    assert [each.requirement for each in judgement.notes if "-SER-" in each.requirement] == [requirement]
    assert judgement.about(requirement) == ()


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (png(), "nothing-baked"),
        (png(chunk(b"iTXt", text(badge())))[:-30], "picture-broken"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + b"no zlib data")), "picture-broken"),
        (svg("")[:-9], "picture-broken"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("&a;"), "picture-entities"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "nothing-baked"),
    ],
)
def test_a_picture_that_cannot_be_read_is_a_problem_with_its_cause(picture: bytes, code: str) -> None:
    error = judged(picture).error
    assert error is not None
    assert error.code == code
    assert error.likely
    assert error.todo


def test_a_chunk_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    bomb = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b" " * 60_000_000)
    error = judged(png(chunk(b"iTXt", bomb))).error
    assert error is not None
    assert error.code == "picture-broken"
