"""Text from a target is shown, and never hides or steers anything."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clr_reports.text import clip, one_line, spread_json, visible

anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("two\r\nlines\tand tab", "two\nlines\tand tab"),
        ("lone\rreturn", "lone⟨U+000D⟩return"),
        ("\x1b[31m\x00\x7f\x9b", "⟨U+001B⟩[31m⟨U+0000⟩⟨U+007F⟩⟨U+009B⟩"),
        ("a\u202eb\u2066c\u200fd", "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200F⟩d"),
        ("\ud800\uffff\ufeff\u200b", "⟨U+D800⟩⟨U+FFFF⟩⟨U+FEFF⟩⟨U+200B⟩"),
        ("tag \U000e0041", "tag ⟨U+E0041⟩"),
        ("名前 مرحبا é 👩‍👩‍👧 می‌خواهم", "名前 مرحبا é 👩‍👩‍👧 می‌خواهم"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(given_text: str, shown: str) -> None:
    assert visible(given_text) == shown


@settings(max_examples=60, deadline=None)
@given(anything)
def test_nothing_invisible_is_left_and_the_result_can_be_written(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    left = {unicodedata.category(character) for character in shown.replace("\n", "").replace("\t", "")}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert visible(shown) == shown


@settings(max_examples=60, deadline=None)
@given(anything)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_what_is_cut_is_said() -> None:
    assert clip("x" * 10, 4) == "xxxx … (6 more characters in run.json)"
    assert clip("x" * 4, 4) == "xxxx"


def test_json_gets_a_line_per_member() -> None:
    assert spread_json('{"a":[1,{"b":"x,}"}],"c":{},"d":[ ]}') == (
        '{\n  "a": [\n    1,\n    {\n      "b": "x,}"\n    }\n  ],\n  "c": {},\n  "d": []\n}'
    )


def test_json_that_was_cut_off_is_spread_as_far_as_it_goes() -> None:
    assert spread_json('{"a":[1,2,"thr') == '{\n  "a": [\n    1,\n    2,\n    "thr'


@pytest.mark.parametrize("text", ["<html>{}</html>", "", "plain, text: here", "eyJhbGciOi.e30.x"])
def test_what_is_not_json_stays_as_it_is(text: str) -> None:
    assert spread_json(text) == text


values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(), values, max_size=4))
def test_spreading_changes_white_space_only(value: dict[str, Any]) -> None:
    assert json.loads(spread_json(json.dumps(value))) == value


def test_duplicate_members_are_not_lost() -> None:
    assert spread_json('{"a":1,"a":2}').count('"a"') == 2


def test_a_deep_text_stays_linear() -> None:
    assert len(spread_json("[" * 10_000)) < 2_000_000
