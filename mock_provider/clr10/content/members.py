"""JSON objects as texts: a member taken out, every other byte left as it came."""

from __future__ import annotations

import json
import re

_BLANK = re.compile(r"[ \t\r\n]*")
_AS_TEXT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def without_member(text: str, name: str) -> str:
    """The text of a JSON object, which is known to be one, without the member of that name."""
    kept: list[str] = []
    place = _after_blanks(text, text.index("{") + 1)
    while text[place] != "}":
        start = place
        member, place = _AS_TEXT.raw_decode(text, place)
        place = _after_blanks(text, place) + 1  # the colon
        _, end = _AS_TEXT.raw_decode(text, _after_blanks(text, place))
        if member != name:
            kept.append(text[start:end])
        place = _after_blanks(text, end)
        if text[place] == ",":
            place = _after_blanks(text, place + 1)
    return f"{{{','.join(kept)}}}"


def _after_blanks(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place
