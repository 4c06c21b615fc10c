"""Variations are legal: they break nothing, and each says where the standard allows it."""

from __future__ import annotations

import re

import pytest

from mock_provider.faults import Fault
from mock_provider.faults.library import faults
from mock_provider.variations import variations

KNOWN = list(variations().values())


def test_there_are_many() -> None:
    assert len(KNOWN) >= 45


def test_no_fault_has_the_same_id() -> None:
    assert not variations().keys() & faults().keys()


@pytest.mark.parametrize("variation", KNOWN, ids=lambda one: one.id)
def test_variation_is_told_in_full(variation: Fault) -> None:
    assert variation.kind == "variation"
    assert re.fullmatch(r"var-[a-z]+(-[a-z0-9]+)+", variation.id)
    assert not variation.breaks
    assert not variation.drags
    assert variation.title
    assert variation.how.count("\n") == 1
    assert variation.asked or variation.told or variation.settings


@pytest.mark.parametrize("variation", KNOWN, ids=lambda one: one.id)
def test_variation_names_the_place_that_allows_it(variation: Fault) -> None:
    assert re.search(r"RFC \d{4}|CLR10-|The contract|the contract|The standard|JSON-LD|HTML", variation.how)
