"""Which mutants a session holds."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mutation.sample import Place, choose

SOURCE = """\
@dataclass(frozen=True)
class Thing:
    name: str | None

    @property
    def known(self) -> bool | None:
        return self.name == "x"


def limit(value: int | None = 3, *rest: int | str) -> int:
    return value + 1 if value > 2 else 0
"""


def places(text: str) -> list[tuple[int, int]]:
    """Where that text begins, as positions."""
    lines = SOURCE.splitlines()
    return [
        (number, column)
        for number, line in enumerate(lines, 1)
        for column in range(len(line))
        if line.startswith(text, column)
    ]


def place(start: tuple[int, int], occurrence: int = 0, definition: str = "limit", operator: str = "Add") -> Place:
    return Place("conformance/a.py", definition, operator, occurrence, start, (start[0], start[1] + 1))


def chosen(items: Iterable[Place], size: int | None = None, seed: int = 1, only: str = "*") -> list[Place]:
    return choose(items, lambda one: one, lambda _: SOURCE, seed=seed, size=size, only=only)


def test_annotations_and_decorators_of_classes_are_left_alone() -> None:
    silent = [*places("|"), *places("True")]
    assert len(silent) == 5
    assert chosen(place(start) for start in silent) == []


@pytest.mark.parametrize("text", ["==", "3", "+", "> 2", "@property"])
def test_code_is_changed(text: str) -> None:
    (start,) = places(text)
    assert chosen([place(start)]) == [place(start)]


MANY = [place((number, 0), number) for number in range(20, 60)]


def test_the_same_seed_gives_the_same_sample_and_another_one_does_not() -> None:
    first = chosen(MANY, 10)
    assert len(first) == 10
    assert chosen(reversed(MANY), 10) == first
    assert chosen(MANY, 10, seed=2) != first


def test_a_sample_stays_when_lines_move_and_other_functions_change() -> None:
    second = [place((30 + number, 0), number, "second") for number in range(30)]
    moved = [place((31 + number, 0), number + 1, "second") for number in range(30)]
    other = place((20, 0), 0, "first")
    rows = [one.start[0] for one in chosen(second, 5)]
    assert [one.start[0] - 1 for one in chosen([other, *moved], 6) if one != other][:5] == rows


def test_a_place_is_changed_once_unless_all_are_wanted() -> None:
    same = [place((20, 0), operator=name) for name in ("Add", "Sub", "Mul")]
    assert len(chosen(same, 10)) == 1
    assert len(chosen(same)) == 3


def test_only_some_files() -> None:
    assert chosen(MANY, only="*/b.py") == []
    assert len(chosen(MANY, only="*/a.py")) == len(MANY)
