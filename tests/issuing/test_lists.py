"""A status list unpacks to the bits that were put in."""

import gzip
from base64 import urlsafe_b64decode
from random import Random

import pytest

from conformance.issuing.lists import LEAST, bits, encoded_list, packed


def test_a_set_bit_is_counted_from_the_highest_of_the_first_byte() -> None:
    string = bits({0: 1, 9: 1})
    assert string[:2] == bytes([0b10000000, 0b01000000])
    assert len(string) * 8 == LEAST


def test_an_entry_of_several_bits_has_its_highest_first() -> None:
    assert bits({1: 0b10}, size=2)[0] == 0b00100000


def test_an_encoded_list_is_gzip_in_base64url() -> None:
    string = bits({5: 1, 94_567: 1})
    text = encoded_list(string)
    assert text[0] == "u"
    assert gzip.decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))) == string


@pytest.mark.parametrize("length", [0, 1, 257, 258, 259, 260, 518, 5_000])
def test_any_bytes_come_back(length: int) -> None:
    random = Random(length)
    for data in (bytes(length), bytes(random.choices([0, 0, 0, 7, 143, 144, 255], k=length))):
        assert gzip.decompress(packed(data)) == data
