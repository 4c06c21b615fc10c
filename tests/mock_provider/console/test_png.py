"""A screenshot is a whole PNG, and nothing else is kept of it than the picture."""

from __future__ import annotations

import struct

import pytest

from mock_provider.console.png import MOST_BYTES, read_png
from tests.mock_provider.console.pictures import chunk, png


def test_a_picture_has_its_size() -> None:
    picture = read_png(png(40, 30))
    assert (picture.width, picture.height) == (40, 30)
    assert picture.content == png(40, 30)


def test_what_tells_where_and_by_whom_it_was_taken_goes() -> None:
    told = chunk(b"tEXt", b"Author\0Mira") + chunk(b"eXIf", b"MM\0*48.1,11.5") + chunk(b"iTXt", b"XML:com.adobe.xmp")
    picture = read_png(png(more=told + chunk(b"gAMA", struct.pack(">I", 45455)), behind=b"<script>"))
    assert picture.content == png(more=chunk(b"gAMA", struct.pack(">I", 45455)))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 0, 0, 0, 0))
MAGIC, END = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a PNG"),
        (b"\xff\xd8\xff\xe0JFIF", "not a PNG"),
        (MAGIC, "cut off"),
        (MAGIC + HEADER, "cut off"),
        (png()[:-1], "cut off"),
        (MAGIC + struct.pack(">I4s", 2**31, b"IHDR") + b"x" * 40, "cut off"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (png()[:20] + b"\x7f" + png()[21:], "damaged"),
        (MAGIC + END, "no header or no picture"),
        (MAGIC + HEADER + END, "no header or no picture"),
        (MAGIC + chunk(b"IDAT", b"x") + HEADER + END, "no header or no picture"),
        (MAGIC + chunk(b"IHDR", b"short") + chunk(b"IDAT", b"x") + END, "no header or no picture"),
        (MAGIC + b"\0" * (MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_only_says_that_it_is_one_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_png(content)


@pytest.mark.parametrize(("width", "height"), [(0, 3), (4, 0), (20_001, 3), (4, 2**31)])
def test_a_picture_that_no_screen_shows_is_refused(width: int, height: int) -> None:
    rows = chunk(b"IDAT", b"x")
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="side"):
        read_png(MAGIC + header + rows + END)
