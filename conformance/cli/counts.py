"""How many requirements there are: by level, role, basis, state and area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import click

from conformance.cli import tables
from conformance.standard import Basis, Level, Requirement, Standard

Rows = Sequence[Requirement]
Chosen = Sequence[tuple[Standard, Rows]]
"""The rows that were chosen of each edition."""

_STATES: Final = ("decided", "excluded", "planned")


def state(requirement: Requirement) -> str:
    """``decided`` when a check decides it, ``excluded`` when none can, ``planned`` while the check is to come."""
    if requirement.checks:
        return "decided"
    return "excluded" if requirement.excluded else "planned"


def title(chosen: Chosen, standard: Standard) -> None:
    """The title of the edition above what is its own, where there is more than one."""
    if len(chosen) > 1:
        click.secho(standard.title, bold=True)


def _counts(standard: Standard, rows: Rows) -> dict[str, Any]:
    """Numbers of the rows by level, role, basis, state and area."""
    levels, roles = Counter(row.level for row in rows), Counter(row.role for row in rows)
    bases, states = Counter(row.basis for row in rows), Counter(state(row) for row in rows)
    per_area = Counter((row.area, state(row)) for row in rows)
    areas = {area: {name: per_area[area, name] for name in _STATES} for area in standard.areas}
    return {
        "total": len(rows),
        "level": {level.value: levels[level] for level in Level},
        "role": {role.label: roles[role] for role in standard.roles},
        "basis": {basis.value: bases[basis] for basis in Basis},
        "state": {name: states[name] for name in _STATES},
        "area": {area: counts for area, counts in areas.items() if any(counts.values())},
    }


def _summary_table(chosen: Chosen) -> None:
    for standard, rows in chosen:
        title(chosen, standard)
        _tables_of(standard, _counts(standard, rows))


def _tables_of(standard: Standard, counts: Mapping[str, Any]) -> None:
    for name in ("level", "role", "basis"):
        table = tables.table(name, ">requirements")
        for key, number in counts[name].items():
            table.add_row(key, str(number))
        tables.print_table(table)
        click.echo()
    table = tables.table("area", "chapter", *(f">{name}" for name in _STATES), ">total")
    for area, numbers in counts["area"].items():
        cells = [str(numbers[name]) for name in _STATES]
        table.add_row(area, standard.areas[area].title, *cells, str(sum(numbers.values())))
    table.add_row("total", "", *(str(counts["state"][name]) for name in _STATES), str(counts["total"]))
    tables.print_table(table)
    click.echo()
    for name, sentence in _IN_WORDS.items():
        click.echo(f"{counts['state'][name]} of {counts['total']} {sentence}")


_IN_WORDS: Final = {
    "decided": "requirements are decided by checks.",
    "excluded": "are excluded: nothing that a run can see decides them, and each says why.",
    "planned": "are planned: no run of this version decides them, and each says what it waits for.",
}


def _summary_json(chosen: Chosen) -> None:
    """The numbers; of several editions by the name of each."""
    counts = {standard.id: _counts(standard, rows) for standard, rows in chosen}
    tables.print_json(counts if len(counts) > 1 else next(iter(counts.values())))


def _summary_csv(chosen: Chosen) -> None:
    """The numbers by area; of several editions with a first column for the name of each."""
    lines = [[standard.id, *line] for standard, rows in chosen for line in _lines(_counts(standard, rows))]
    names = ["standard", "area", *_STATES, "total"]
    first = 0 if len(chosen) > 1 else 1
    tables.print_csv(names[first:], (line[first:] for line in lines))


def _lines(counts: Mapping[str, Any]) -> Iterator[list[Any]]:
    yield from ([area, *numbers.values(), sum(numbers.values())] for area, numbers in counts["area"].items())
    yield ["total", *counts["state"].values(), counts["total"]]


SUMMARIES: Final[Mapping[str, Callable[[Chosen], None]]] = {
    "table": _summary_table,
    "json": _summary_json,
    "csv": _summary_csv,
}
