"""Some thousand changed documents of other hands, chosen by chance: each ends in a verdict."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.mutants import mutant
from tests.fuzz.target import judge

MANY = 400


@pytest.mark.parametrize("seed", range(4))
def test_no_change_makes_it_raise(seed: int) -> None:
    chance = random.Random(seed)
    grades = {judge(chance.randbytes(chance.choice((3, 20, 60)))) for _ in range(MANY // 4)}
    assert "fail" in grades


def test_the_same_bytes_give_the_same_document() -> None:
    data = random.Random(7).randbytes(60)
    assert mutant(data) == mutant(data)
