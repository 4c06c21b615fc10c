"""``clr-conformance requirements``: the catalogue as a table, JSON or CSV, filtered or counted."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from conformance.errors import UsageFault
from conformance.record import Verdict
from conformance.standard import Basis, Level, Requirement, Role, Standard, load

if TYPE_CHECKING:
    from rich.table import Table

Rows = Sequence[Requirement]
Verdicts = Mapping[str, str]

_PLAIN_WIDTH: Final = 10_000
_LEVEL_STYLE: Final = {Level.MUST: "bold", Level.MUST_NOT: "bold", Level.MAY: "dim"}
_STATES: Final = ("decided", "excluded", "planned")


@click.command()
@click.option("--area", "-a", "areas", multiple=True, metavar="CODE", help="Only this area, such as GCS (repeatable).")
@click.option(
    "--role",
    "-r",
    "roles",
    multiple=True,
    metavar="ROLE",
    help="Only this role: P or provider, A, C, V, U, D (repeatable).",
)
@click.option(
    "--level",
    "-l",
    "levels",
    multiple=True,
    metavar="LEVEL",
    help="Only this level: MUST, MUST-NOT, SHOULD, SHOULD-NOT, MAY (repeatable).",
)
@click.option(
    "--verdict",
    "-v",
    "verdicts",
    multiple=True,
    type=click.Choice([each.value for each in Verdict]),
    help="Only those with this verdict in the run given by --run (repeatable).",
)
@click.option(
    "--run",
    "run_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A run record (run.json); adds the verdict of each requirement.",
)
@click.option("--format", "-f", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--summary", is_flag=True, help="Count instead of listing.")
def command(
    areas: tuple[str, ...],
    roles: tuple[str, ...],
    levels: tuple[str, ...],
    verdicts: tuple[str, ...],
    run_file: Path | None,
    form: str,
    summary: bool,
) -> None:
    """List the requirements of the standard, or count them.

    \b
    clr-conformance requirements --area GCS --level MUST
    clr-conformance requirements --run clr-report/run.json --verdict fail
    clr-conformance requirements --format json > requirements.json
    """
    if verdicts and run_file is None:
        raise click.UsageError("--verdict needs --run: the run.json that holds the verdicts.")
    standard = load()
    seen = _verdicts(run_file) if run_file else None
    chosen = _chosen(standard, areas, roles, levels)
    if seen is not None and verdicts:
        chosen = [row for row in chosen if seen.get(row.id) in verdicts]
    if summary:
        _SUMMARIES[form](standard, chosen)
    else:
        _LISTS[form](chosen, seen)
        if form == "table" and sys.stdout.isatty():
            click.echo(f"\n{len(chosen)} of {len(standard.requirements)} requirements")


def as_row(requirement: Requirement) -> dict[str, Any]:
    """The requirement in JSON's own types, members in the order in which they are printed."""
    return {
        "id": requirement.id,
        "level": requirement.level.value,
        "role": requirement.role.value,
        "area": requirement.area,
        "text": requirement.text,
        "basis": requirement.basis.value,
        "confidence": requirement.confidence,
        "source": {
            "document": requirement.source.document,
            "section": requirement.source.section,
            "url": requirement.source.url,
        },
        "test": requirement.test,
        "why": requirement.why,
        "fix": requirement.fix,
        "applies_when": list(requirement.applies_when),
        "checks": list(requirement.checks),
        "excluded": requirement.excluded,
        "planned": requirement.planned,
    }


def state(requirement: Requirement) -> str:
    """``decided`` when a check decides it, ``excluded`` when none can, ``planned`` while the check is to come."""
    if requirement.checks:
        return "decided"
    return "excluded" if requirement.excluded else "planned"


# --- choosing ----------------------------------------------------------------------------------------------------


def _chosen(standard: Standard, areas: Iterable[str], roles: Iterable[str], levels: Iterable[str]) -> list[Requirement]:
    wanted_areas = {_one_of("--area", area, {code: code for code in standard.areas}) for area in areas}
    wanted_roles = {_one_of("--role", role, _ROLES) for role in roles}
    wanted_levels = {_one_of("--level", level, _LEVELS) for level in levels}
    return [
        row
        for row in standard
        if (not wanted_areas or row.area in wanted_areas)
        and (not wanted_roles or row.role.value in wanted_roles)
        and (not wanted_levels or row.level.value in wanted_levels)
    ]


_ROLES: Final = {role.value: role.value for role in Role} | {role.label.upper(): role.value for role in Role}
_LEVELS: Final = {level.value: level.value for level in Level}


def _one_of(option: str, given: str, known: Mapping[str, str]) -> str:
    found = known.get(given.upper().replace("-", " ").replace("_", " "))
    if found is None:
        raise click.BadParameter(f"{given!r} is none of {', '.join(known)}.", param_hint=option)
    return found


def _verdicts(path: Path) -> dict[str, str]:
    """Verdict by requirement id of that run record."""
    from clr_reports.run_file import RunFileError
    from clr_reports.run_file import load as load_run

    try:
        record = load_run(path)
    except RunFileError as error:
        problem = error.problem
        raise UsageFault(problem.code, problem.message, problem.likely, problem.todo) from error
    return {result.id: result.verdict.value for result in record.requirements}


# --- lists -------------------------------------------------------------------------------------------------------


def _list_table(rows: Rows, seen: Verdicts | None) -> None:
    from rich.text import Text

    table = _table("id", "level", "role", *(("verdict",) if seen is not None else ()), "state", "text")
    for row in rows:
        verdict = () if seen is None else (seen.get(row.id, "-"),)
        table.add_row(
            row.id,
            Text(row.level.value, _LEVEL_STYLE.get(row.level, "")),
            row.role.label,
            *verdict,
            state(row),
            Text(row.text),
        )
    _print(table)


def _list_json(rows: Rows, seen: Verdicts | None) -> None:
    objects = [as_row(row) for row in rows]
    if seen is not None:
        objects = [each | {"verdict": seen.get(each["id"])} for each in objects]
    _print_json(objects)


def _list_csv(rows: Rows, seen: Verdicts | None) -> None:
    flat = [_flat(as_row(row)) for row in rows]
    if seen is not None:
        flat = [each | {"verdict": seen.get(each["id"])} for each in flat]
    names = list(flat[0]) if flat else ["id"]
    _print_csv(names, ([each[name] for name in names] for each in flat))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with nothing nested: the source as three cells, a list as one text."""
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= {f"{name}_{part}": text for part, text in value.items()}
        else:
            cells[name] = "; ".join(value) if isinstance(value, list) else value
    return cells


_LISTS: Final[Mapping[str, Callable[[Rows, Verdicts | None], None]]] = {
    "table": _list_table,
    "json": _list_json,
    "csv": _list_csv,
}


# --- summaries ---------------------------------------------------------------------------------------------------


def _counts(standard: Standard, rows: Rows) -> dict[str, Any]:
    """Numbers of the rows by level, role, basis, state and area."""
    levels, roles = Counter(row.level for row in rows), Counter(row.role for row in rows)
    bases, states = Counter(row.basis for row in rows), Counter(state(row) for row in rows)
    per_area = Counter((row.area, state(row)) for row in rows)
    areas = {area: {name: per_area[area, name] for name in _STATES} for area in standard.areas}
    return {
        "total": len(rows),
        "level": {level.value: levels[level] for level in Level},
        "role": {role.label: roles[role] for role in Role},
        "basis": {basis.value: bases[basis] for basis in Basis},
        "state": {name: states[name] for name in _STATES},
        "area": {area: counts for area, counts in areas.items() if any(counts.values())},
    }


def _summary_table(standard: Standard, rows: Rows) -> None:
    counts = _counts(standard, rows)
    for name in ("level", "role", "basis"):
        table = _table(name, ">requirements")
        for key, number in counts[name].items():
            table.add_row(key, str(number))
        _print(table)
        click.echo()
    table = _table("area", "chapter", *(f">{name}" for name in _STATES), ">total")
    for area, numbers in counts["area"].items():
        cells = [str(numbers[name]) for name in _STATES]
        table.add_row(area, standard.areas[area].title, *cells, str(sum(numbers.values())))
    table.add_row("total", "", *(str(counts["state"][name]) for name in _STATES), str(counts["total"]))
    _print(table)
    click.echo()
    for name, sentence in _IN_WORDS.items():
        click.echo(f"{counts['state'][name]} of {counts['total']} {sentence}")


_IN_WORDS: Final = {
    "decided": "requirements are decided by checks.",
    "excluded": "are excluded: nothing that a run can see decides them, and each says why.",
    "planned": "are planned: their checks come with a later release.",
}


def _summary_json(standard: Standard, rows: Rows) -> None:
    _print_json(_counts(standard, rows))


def _summary_csv(standard: Standard, rows: Rows) -> None:
    counts = _counts(standard, rows)
    lines = [[area, *numbers.values(), sum(numbers.values())] for area, numbers in counts["area"].items()]
    _print_csv(["area", *_STATES, "total"], [*lines, ["total", *counts["state"].values(), counts["total"]]])


_SUMMARIES: Final[Mapping[str, Callable[[Standard, Rows], None]]] = {
    "table": _summary_table,
    "json": _summary_json,
    "csv": _summary_csv,
}


# --- printing ----------------------------------------------------------------------------------------------------


def _table(*columns: str) -> Table:
    """An empty table; a column whose name starts with ``>`` is aligned to the right."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in columns:
        last = name == columns[-1]
        table.add_column(name.removeprefix(">"), justify="right" if name[0] == ">" else "left", no_wrap=not last)
    return table


def _print(table: Table) -> None:
    """Print a table: as wide as a terminal, and for a pipe one line per row without colours or padding."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    text = io.StringIO()
    Console(file=text, width=_PLAIN_WIDTH, highlight=False, force_terminal=False, color_system=None).print(table)
    click.echo("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    click.echo(text.getvalue(), nl=False)
