"""Variations are legal: they break nothing, and each says where the standard allows it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from mock_provider.behaviour import Behaviour, Fault
from mock_provider.behaviours import faults, stacked, variations

KNOWN = list(variations().values())


def test_there_are_many() -> None:
    assert len(KNOWN) >= 45


def test_no_fault_has_the_same_id() -> None:
    assert not variations().keys() & faults().keys()


@pytest.mark.parametrize("variation", KNOWN, ids=lambda one: one.id)
def test_variation_is_told_in_full(variation: Behaviour) -> None:
    assert variation.kind == "variation"
    assert re.fullmatch(r"var-[a-z]+(-[a-z0-9]+)+", variation.id)
    assert not variation.breaks
    assert not variation.consequences
    assert variation.title
    assert variation.how.count("\n") == 1
    assert variation.on_request or variation.on_response or variation.settings


@pytest.mark.parametrize("variation", KNOWN, ids=lambda one: one.id)
def test_variation_names_the_place_that_allows_it(variation: Fault) -> None:
    assert re.search(r"RFC \d{4}|CLR10-|The contract|the contract|The standard|JSON-LD|HTML", variation.how)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("var-doc-fractions", "var-doc-offset"),
        ("var-doc-context-array", "var-doc-extension-members"),
        ("var-link-unquoted", "var-link-shared"),
        ("var-list-small-pages", "var-list-default-20"),
        ("var-del-200", "var-del-202"),
        ("var-rfr-no-rotation", "var-rfr-not-offered"),
    ],
)
def test_variations_that_contradict_each_other_exclude_each_other(one: str, other: str) -> None:
    assert variations()[one].excludes(variations()[other])
    assert variations()[other].excludes(variations()[one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("var-doc-fractions", "var-json-escapes"),
        ("var-rfr-not-offered", "var-rvk-not-offered"),
        ("var-link-unquoted", "var-link-cursors"),
        ("var-login-other-fields", "var-login-two-pages"),
    ],
)
def test_variations_of_different_things_stand_together(one: str, other: str) -> None:
    assert not variations()[one].excludes(variations()[other])
    assert not variations()[other].excludes(variations()[one])


def test_what_a_variation_touches_is_touched_by_another_one() -> None:
    touched = Counter(thing for one in KNOWN for thing in one.touches)
    assert [thing for thing, count in touched.items() if count < 2 and thing not in BY_RANK] == []


BY_RANK = ("content coding",)  # says when it plays, too


def test_who_writes_the_bytes_of_an_answer_comes_after_who_reads_them() -> None:
    chosen = ("var-doc-fractions", "var-link-unquoted", "var-list-small-pages", "var-json-escapes", "var-http-gzip")
    told_last_to_first = [one.id for one in stacked(variations()[name] for name in chosen)]
    assert told_last_to_first == [
        "var-http-gzip",
        "var-json-escapes",
        "var-link-unquoted",
        "var-doc-fractions",
        "var-list-small-pages",
    ]
