"""A stand-in has the shape of what it stands for, so that a finding about a shape stays true."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from conformance.privacy.shapes import Shapes


@pytest.fixture
def shapes() -> Shapes:
    return Shapes(b"a key of the tests", lambda part: part.lower() in {"clr.example:8443", "clrs", "ims"})


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("mira@learners.example", r"[a-z]+@[a-z]+\.example"),
        ("Mira Okafor", r"[A-Z][a-z]{3} [A-Z][a-z]{5}"),
        ("NH-20410", r"[A-Z]{2}-\d{5}"),
        ("+1 (555) 0100", r"\+\d \(\d{3}\) \d{4}"),
        ("urn:uuid:151e0b12-bb92-5e1c-9f16-d94ec1fb65fc", r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}"),
        ("sha256$5e884898da28047151d0e56f8dc62927", r"sha256\$[0-9a-f]{32}"),
        ("https://clr.example:8443/ims/clrs/mira-7?x=1#y", r"https://clr\.example:8443/ims/clrs/[a-z]{4}-\d\?[a-z]=\d#[a-z]"),
        ("https://okafor.name/about", r"https://[a-z]+\.example/[a-z]{5}"),
        ("data:image/png;base64,iVBORw0KGgo=", r"data:image/png;base64,[A-Za-z0-9]{11}="),
        ("12.4.1999", r"\d{2}\.\d\.\d{4}"),
        ("Größe", r"[A-Z]\w{4}"),
        ("", ""),
    ],
)  # fmt: skip
def test_shapes(shapes: Shapes, value: str, shape: str) -> None:
    made = shapes.of(value)
    assert re.fullmatch(shape, made)
    assert made != value or not value
    assert shapes.of(value) == made


def test_dates_stay_dates_and_what_is_none_stays_none(shapes: Shapes) -> None:
    for value in ("1999-12-31", "2000-02-29", "2024-01-01"):
        date.fromisoformat(shapes.of(value))
    datetime.fromisoformat(shapes.of("1999-12-31T23:59:58Z"))
    for value in ("1999-13-01", "1999-01-45"):
        with pytest.raises(ValueError, match=r"month|day"):
            date.fromisoformat(shapes.of(value))


@pytest.mark.parametrize("literal", ["0", "7", "-3", "3.75", "0.5", "1e5", "120", "-0.25E-3"])
def test_numbers_stay_numbers(shapes: Shapes, literal: str) -> None:
    made = shapes.number(literal)
    assert re.sub(r"\d", "9", made) == re.sub(r"\d", "9", literal)
    assert float(made) is not None
    assert not re.match(r"-?0\d", made)


def test_scripts_stay(shapes: Shapes) -> None:
    assert all("\u0600" <= each <= "\u06ff" for each in shapes.of("علم"))
    assert all(ord(each) > 0x2000 for each in shapes.of("干潟生態"))


def test_a_choice_stays_one_of_the_list(shapes: Shapes) -> None:
    values = ("Completed", "Failed", "OnHold")
    assert shapes.choice("Failed", values) in {"Completed", "OnHold"}
    assert shapes.choice("Fialed", values) not in values


def test_a_part_of_a_name_is_known_in_the_whole(shapes: Shapes) -> None:
    assert shapes.of("Mira Okafor").split() == [shapes.of("Mira"), shapes.of("Okafor")]
    assert shapes.of("mira") == shapes.of("Mira").lower()
    assert shapes.of("mira@a.example").startswith(shapes.of("mira") + "@")


def test_a_long_text_costs_little_and_keeps_its_length(shapes: Shapes) -> None:
    image = "data:image/png;base64," + "iVBO" * 100_000
    assert len(shapes.of(image)) == len(image)


def test_another_key_makes_others() -> None:
    one, other = (Shapes(key, lambda _: False).of("Mira Okafor, born 1999-04-12") for key in (b"one", b"other"))
    assert one != other
