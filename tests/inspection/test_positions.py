"""Pointers are found in the text as it was written, wherever the line breaks are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.inspection.positions import Position, locate

TEXT = """{
  "a": [1, {"b/c": null}, "x\\"y"],
  "d~e": {"f": true,
    "\\u0067": -1.5e3}
}"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", Position(1, 1, 1, 2)),
        ("/a", Position(2, 8, 2, 9)),
        ("/a/0", Position(2, 9, 2, 10)),
        ("/a/1/b~1c", Position(2, 20, 2, 24)),
        ("/a/2", Position(2, 27, 2, 33)),
        ("/d~0e/f", Position(3, 16, 3, 20)),
        ("/d~0e/g", Position(4, 15, 4, 21)),
    ],
)
def test_a_pointer_leads_to_its_value(pointer: str, place: Position) -> None:
    assert locate(TEXT, [pointer]) == {pointer: place}


def test_what_is_absent_is_told_at_what_should_hold_it() -> None:
    assert locate(TEXT, ["/a/1/missing/deeper"])["/a/1/missing/deeper"] == Position(2, 12, 2, 13)


def test_inside_the_payload_of_a_jws_the_token_is_the_place() -> None:
    places = locate('{"signedAssertions":\n ["aaaa.bbbb.cccc"]}', ["/signedAssertions/0#/id", "/signedAssertions/0"])
    assert set(places.values()) == {Position(2, 3, 2, 19)}


@pytest.mark.parametrize("text", ["", "{", '{"a', '{"a":', "[1,", "nonsense", '{"a":[}', "[" * 500])
def test_text_that_is_no_json_does_no_harm(text: str) -> None:
    assert locate(text, ["/a/0", "/0/0"])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values, st.sampled_from([None, 2]), st.booleans())
def test_every_value_of_any_document_is_found(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = dict(_leaves(value, ""))
    lines = text.split("\n") if indent else [text]
    for pointer, place in locate(text, found).items():
        if place.line == place.end_line and "#" not in pointer and "\r" not in text:
            assert json.loads(lines[place.line - 1][place.column - 1 : place.end_column - 1]) == found[pointer]


def _leaves(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _leaves(child, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _leaves(child, f"{pointer}/{index}")
    else:
        yield pointer, value
