"""The bits of a status list, read from the most significant one on; and lists that cannot be read."""

from __future__ import annotations

import base64
import gzip
import tracemalloc

import pytest

from conformance.trust.status import LEAST_ENTRIES, StatusError, decode
from conformance.trust.status.bits import MOST_BYTES

SHORTEST = LEAST_ENTRIES // 8


def encoded(data: bytes, prefix: str = "u") -> str:
    return prefix + base64.urlsafe_b64encode(gzip.compress(data, mtime=0)).rstrip(b"=").decode()


def bits(*ones: int, size: int = SHORTEST) -> bytes:
    data = bytearray(size)
    for index in ones:
        data[index // 8] |= 0x80 >> index % 8
    return bytes(data)


def codes(text: str, *, multibase: bool = True) -> list[str]:
    return [fault.code for fault in decode(text, multibase=multibase).faults]


@pytest.mark.parametrize("index", [0, 1, 7, 8, 94567, LEAST_ENTRIES - 1])
def test_a_set_bit_is_counted_from_the_most_significant_one(index: int) -> None:
    read = decode(encoded(bits(index))).bits
    assert [each for each in (0, 1, 7, 8, 9, 94566, 94567, LEAST_ENTRIES - 1) if read.value(each)] == [index]


def test_an_entry_of_several_bits_may_cross_a_byte() -> None:
    read = decode(encoded(bits(6, 8, size=SHORTEST))).bits  # 0000_0010 1000_0000
    assert [read.value(index, 3) for index in range(4)] == [0, 0, 0b101, 0]
    assert read.entries(3) == LEAST_ENTRIES // 3


@pytest.mark.parametrize(("index", "size"), [(LEAST_ENTRIES, 1), (LEAST_ENTRIES // 2, 2), (-1, 1), (10**30, 1)])
def test_an_index_outside_the_list_is_no_value(index: int, size: int) -> None:
    with pytest.raises(StatusError) as caught:
        decode(encoded(bits())).bits.value(index, size)
    assert caught.value.code == "index-beyond-list"


def test_a_right_list_has_no_fault() -> None:
    assert codes(encoded(bits(3))) == []
    assert codes(encoded(bits(3), prefix=""), multibase=False) == []


def test_a_short_list_is_reported_and_read() -> None:
    read = decode(encoded(bits(5, size=2)))
    assert [fault.code for fault in read.faults] == ["list-too-short"]
    assert read.bits.value(5) == 1


def test_other_forms_of_base64_are_reported_and_read() -> None:
    data = bits(9)
    plain = base64.b64encode(gzip.compress(data[:-1] + b"\xff")).decode()
    assert set(codes("u" + plain)) <= {"list-padded", "list-base64"}
    assert codes(encoded(data, prefix="")) == ["prefix-missing"]
    assert codes(encoded(data), multibase=False) == ["prefix-superfluous"]
    assert codes(encoded(data) + "==") == ["list-padded"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "list-not-text"),
        (7, "list-not-text"),
        ("", "list-multibase"),
        ("zabc", "list-multibase"),
        ("u", "list-cut-off"),
        ("u*", "list-not-base64url"),
        ("uA", "list-not-base64url"),
        ("uAAAA", "list-not-gzip"),
        (encoded(bits())[:-12], "list-cut-off"),
        (encoded(bits())[:20] + "AAAA" + encoded(bits())[24:], "list-not-gzip"),
    ],
)
def test_what_cannot_be_unpacked_is_named(text: object, code: str) -> None:
    with pytest.raises(StatusError) as caught:
        decode(text)
    assert caught.value.code == code


def test_a_bomb_is_not_unpacked_beyond_the_bound() -> None:
    bomb = encoded(bytes(4 * MOST_BYTES))
    tracemalloc.start()
    with pytest.raises(StatusError) as caught:
        decode(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "list-too-large"
    assert peak < 2.2 * MOST_BYTES
