"""A baked picture is still a picture, and other software finds the credential in it."""

import zlib

import pytest
from lxml import etree

from conformance.errors import UsageFault
from conformance.issuing.baking import KEYWORDS, NAMESPACES, PNG, into_png, into_svg, plain_png, plain_svg


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, place = [], len(PNG)
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        assert int.from_bytes(data[place + 8 + size : place + 12 + size], "big") == zlib.crc32(name + body)
        found.append((name, body))
        place += 12 + size
    return found


def test_a_png_holds_the_text_in_one_chunk() -> None:
    names = dict(chunks(into_png(plain_png(), '{"é": 1}', keyword=KEYWORDS["record"])))
    assert list(names) == [b"IHDR", b"iTXt", b"IDAT", b"IEND"]
    assert names[b"iTXt"] == b"clrcredential\0\0\0\0\0" + '{"é": 1}'.encode()
    assert zlib.decompress(names[b"IDAT"]) == b"\0" + bytes((38, 84, 124))


def test_a_packed_text_unpacks() -> None:
    body = dict(chunks(into_png(plain_png(), "text", keyword="k", compressed=True)))[b"iTXt"]
    assert body[:5] == b"k\0\1\0\0"
    assert zlib.decompress(body[6:]) == b"text"


@pytest.mark.parametrize("text", ['{"id": "urn:x:1"}', "aa.bb.cc"])
def test_an_svg_holds_json_as_text_and_a_token_as_attribute(text: str) -> None:
    picture = etree.fromstring(into_svg(plain_svg(), text, namespace=NAMESPACES["badge"]).encode())
    (element,) = picture.findall("{https://purl.imsglobal.org/ob/v3p0}credential")
    assert (element.text or element.get("verify")) == text


def test_only_pictures_are_baked() -> None:
    for call in (
        lambda: into_png(b"GIF89a", "text", keyword="k"),
        lambda: into_svg("<html></html>", "text", namespace="urn:x"),
        lambda: into_svg("<svg/>", "text", namespace="urn:x"),
    ):
        with pytest.raises(UsageFault) as caught:
            call()
        assert caught.value.problem.code == "picture-unusable"
