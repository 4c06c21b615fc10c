"""Makes a stand-in of the same shape for a value: an e-mail address for one, a date for a date, a word for a word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Final

_VOWELS: Final = "aeiou"
_CONSONANTS: Final = "bcdfghklmnprstvwz"
_DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d))?(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_EMAIL = re.compile(r"([^\s@<>\"',;:]+)@([^\s@<>\"',;:/]+)")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s]*)([^\s]*)")
_URN = re.compile(r"(urn:[A-Za-z0-9-]+:|did:[a-z0-9]+:|mailto:|[A-Za-z0-9]{2,12}\$)(?=\S+$)")
_DATA = re.compile(r"(data:[^,]{0,200},)(.*)", re.DOTALL)
_HEX = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9-]{0,40}[a-fA-F])(?=[a-fA-F-]{0,40}\d)[0-9a-fA-F]{8}[0-9a-fA-F-]{8,120}(?![A-Za-z0-9])"
)
_NUMBER = re.compile(r"(-?)(\d+)(\.?\d*)")
_PART = re.compile(r"[^\W\d_]+")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .,'-]{1,2}[^\W\d_]+){1,4}\.?")
_WORD = re.compile(r"[^\W_]+")
# The four shapes above where they occur in running text, without their groups.
_SHAPED = re.compile(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+"
    r"|(?<![^\s@<>\"',;:])[^\s@<>\"',;:]{1,64}@[^\s@<>\"',;:/]{1,255}"
    r"|(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|{_HEX.pattern}"
)
_LONG: Final = 2_000
_LONGEST_NAME: Final = 120
_TRIES: Final = 8

Stream = Iterator[int]


def is_name(text: str) -> bool:
    """True for a text that may be the name of a person: two to five words."""
    return len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None


class Shapes:
    """Stand-ins by a secret key: with the same key the same value has the same stand-in, and nobody else can make it.

    ``public`` is true for the host names and words of a URL that name nobody; they stay.
    """

    def __init__(self, key: bytes, public: Callable[[str], bool]) -> None:
        self._key = key
        self._public = public
        self._made: dict[str, str] = {}

    def of(self, value: str) -> str:
        """The stand-in of a text."""
        made = self._made.get(value)
        if made is None:
            stream = self._stream(value)
            # A short value may be its own stand-in by chance.
            tries = (self._make(value, stream) for _ in range(_TRIES))
            made = self._made[value] = next((each for each in tries if each != value), value)
        return made

    def number(self, literal: str) -> str:
        """The stand-in of a JSON number: as many digits, the same sign, point and exponent."""
        stream = self._stream(literal)
        found = _NUMBER.match(literal)
        if found is None:
            return literal
        sign, whole, rest = found.groups()
        first = whole if whole == "0" else str(1 + next(stream) % 9) + _any_digits(whole[1:], stream)
        return f"{sign}{first}{_any_digits(rest, stream)}{literal[found.end() :]}"

    def choice(self, value: str, values: tuple[str, ...]) -> str:
        """Another value of a list; a value that the list does not have gets a stand-in of its own shape."""
        others = [each for each in values if each != value]
        return others[next(self._stream(value)) % len(others)] if value in values and others else self.of(value)

    def _stream(self, value: str) -> Stream:
        """Numbers below 256 without end that depend on the key and the value alone."""
        text, counter = value.lower().encode("utf-8", "surrogatepass"), 0
        seed = hashlib.blake2b(text, key=self._key, digest_size=32).digest()
        while True:
            yield from hashlib.blake2b(seed + counter.to_bytes(8, "big"), digest_size=64).digest()
            counter += 1

    def _make(self, value: str, stream: Stream) -> str:
        if found := _DATA.fullmatch(value):
            return found[1] + _scrambled(found[2], stream)
        if len(value) > _LONG:
            # The rest of a long text repeats the beginning: its length says as much, and this costs less.
            return _tiled(self._make(value[:_LONG], stream), len(value))
        if found := _URL.fullmatch(value):
            return found[1] + self._host(found[2], stream) + self._path(found[3], stream)
        if is_name(value):
            # Part by part, so that "Mira" and "Mira Okafor" stay recognisable as one person.
            return _PART.sub(lambda part: self.of(part[0]), value)
        if found := _URN.match(value):
            return found[0] + self._plain(value[found.end() :], stream)
        return self._plain(value, stream)

    def _plain(self, text: str, stream: Stream) -> str:
        """Running text, with the shapes that may occur in it."""
        made, end = [], 0
        for found in _SHAPED.finditer(text):
            made += [_scrambled(text[end : found.start()], stream), self._shaped(found[0], stream)]
            end = found.end()
        return "".join([*made, _scrambled(text[end:], stream)])

    def _shaped(self, text: str, stream: Stream) -> str:
        if found := _URL.fullmatch(text):
            return found[1] + self._host(found[2], stream) + self._path(found[3], stream)
        if found := _EMAIL.fullmatch(text):
            return f"{self.of(found[1])}@{_scrambled(found[2].rpartition('.')[0] or 'host', stream)}.example"
        if found := _DATE.fullmatch(text):
            return _date(found, stream)
        return _hexadecimal(text, stream)

    def _host(self, host: str, stream: Stream) -> str:
        if self._public(host):
            return host
        name, _, port = host.rpartition("@")[2].partition(":")
        return f"{_scrambled(name.rpartition('.')[0] or name, stream)}.example{':' + port if port else ''}"

    def _path(self, path: str, stream: Stream) -> str:
        def part(found: re.Match[str]) -> str:
            return found[0] if self._public(found[0]) else _scrambled(found[0], stream)

        made, end = [], 0
        for found in _HEX.finditer(path):
            made += [_WORD.sub(part, path[end : found.start()]), _hexadecimal(found[0], stream)]
            end = found.end()
        return "".join([*made, _WORD.sub(part, path[end:])])


def _scrambled(text: str, stream: Stream) -> str:
    return _tiled("".join(_character(each, stream) for each in text[:_LONG]), len(text))


def _tiled(text: str, length: int) -> str:
    return text if len(text) >= length or not text else (text * (length // len(text) + 1))[:length]


def _character(each: str, stream: Stream) -> str:
    """Another one of the same kind: vowel for vowel, so that names can still be spoken; punctuation stays."""
    if each.isascii():
        if each.isdigit():
            return str(next(stream) % 10)
        if not each.isalpha():
            return each
        kind = _VOWELS if each.lower() in _VOWELS else _CONSONANTS
        made = kind[next(stream) % len(kind)]
        return made.upper() if each.isupper() else made
    return _foreign(each, stream) if each.isalnum() else each


def _foreign(each: str, stream: Stream) -> str:
    """A character of the same script: one of the 64 around it that is a letter (or digit) of the same case."""
    first = ord(each) & ~63
    near = [chr(code) for code in range(first, first + 64)]
    kind = [
        one for one in near if one.isalnum() and one.isupper() == each.isupper() and one.islower() == each.islower()
    ]
    return kind[next(stream) % len(kind)]


def _any_digits(text: str, stream: Stream) -> str:
    return "".join(str(next(stream) % 10) if each.isdigit() else each for each in text)


def _date(found: re.Match[str], stream: Stream) -> str:
    """A date for a date; what is not a date stays none."""
    year, month, day, mark, hour, minute, second, fraction, zone = found.groups()
    made = f"{_within(year, 1930, 2015, stream)}-{_within(month, 1, 12, stream)}-{_within(day, 1, 28, stream, 31)}"
    if mark:
        made += f"{mark}{_within(hour, 0, 23, stream)}:{_within(minute, 0, 59, stream)}"
        made += f":{_within(second, 0, 59, stream)}" if second else ""
        made += _any_digits(fraction or "", stream) + (zone or "")
    return made


def _within(text: str, low: int, high: int, stream: Stream, most: int | None = None) -> str:
    wide = len(text)
    if len(text) == 4 or low <= int(text) <= (most or high):
        return f"{low + (next(stream) * 256 + next(stream)) % (high - low + 1):0{wide}d}"
    return f"{int(text[0]) and 9}{next(stream) % 10}" if int(text) else text


def _hexadecimal(text: str, stream: Stream) -> str:
    """Hexadecimal for hexadecimal; version and variant of a UUID stay."""
    kept = (14, 19) if len(text) == 36 and text.count("-") == 4 else ()
    return "".join(each if place in kept or each == "-" else _nibble(each, stream) for place, each in enumerate(text))


def _nibble(each: str, stream: Stream) -> str:
    made = f"{next(stream) % 16:x}"
    return made.upper() if each.isupper() else made
