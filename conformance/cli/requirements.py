"""``clr-conformance requirements``: the catalogue as a table, JSON or CSV, filtered or counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from conformance.cli import tables
from conformance.cli.counts import SUMMARIES, Chosen, Rows, state, title
from conformance.cli.editions import any_edition
from conformance.errors import UsageFault
from conformance.record import RunRecord, Verdict
from conformance.standard import Level, Requirement, Role, Standard, book_of, editions, facts, load

Verdicts = Mapping[str, str]

_LEVEL_STYLE: Final = {Level.MUST: "bold", Level.MUST_NOT: "bold", Level.MAY: "dim"}


def _letters() -> str:
    """The letters of the roles that editions know, the first one with its name."""
    first, *others = dict.fromkeys(role for book in editions() for role in facts(book).roles)
    return f"{first} or {Role(first).label}, {', '.join(others)}"


@click.command()
@click.option("--area", "-a", "areas", multiple=True, metavar="CODE", help="Only this area, such as GCS (repeatable).")
@click.option(
    "--role",
    "-r",
    "roles",
    multiple=True,
    metavar="ROLE",
    help=f"Only this role: {_letters()} (repeatable).",
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
@any_edition
def command(
    areas: tuple[str, ...],
    roles: tuple[str, ...],
    levels: tuple[str, ...],
    verdicts: tuple[str, ...],
    run_file: Path | None,
    form: str,
    summary: bool,
    book: str | None,
) -> None:
    """List the requirements of the standard, or count them.

    \b
    clr-conformance requirements --area GCS --level MUST
    clr-conformance requirements --run clr-report/run.json --verdict fail
    clr-conformance requirements --format json > requirements.json
    """
    if verdicts and run_file is None:
        raise click.UsageError("--verdict needs --run: the run.json that holds the verdicts.")
    record = _record(run_file) if run_file else None
    books = [book_of(record.standard)] if record else [book] if book else editions()
    seen = {result.id: result.verdict.value for result in record.requirements} if record else None
    chosen = _chosen([load(each) for each in books], areas, roles, levels)
    if seen is not None and verdicts:
        chosen = [(standard, [row for row in rows if seen.get(row.id) in verdicts]) for standard, rows in chosen]
    if summary:
        SUMMARIES[form](chosen)
    else:
        _LISTS[form](chosen, seen)
        if form == "table" and sys.stdout.isatty():
            count, total = sum(len(rows) for _, rows in chosen), sum(len(each.requirements) for each, _ in chosen)
            click.echo(f"\n{count} of {total} requirements")


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


# --- choosing ----------------------------------------------------------------------------------------------------


def _chosen(standards: Sequence[Standard], areas: Iterable[str], roles: Iterable[str], levels: Iterable[str]) -> Chosen:
    known_areas = {code: code for each in standards for code in each.areas}
    wanted_areas = {_one_of("--area", area, known_areas) for area in areas}
    wanted_roles = {_one_of("--role", role, _roles(standards)) for role in roles}
    wanted_levels = {_one_of("--level", level, _LEVELS) for level in levels}

    def wanted(row: Requirement) -> bool:
        return (
            (not wanted_areas or row.area in wanted_areas)
            and (not wanted_roles or row.role.value in wanted_roles)
            and (not wanted_levels or row.level.value in wanted_levels)
        )

    return [(each, list(filter(wanted, each))) for each in standards]


def _roles(standards: Sequence[Standard]) -> dict[str, str]:
    """The letter of each role that the editions know, by its letter and by its name."""
    bound = dict.fromkeys(role for each in standards for role in each.roles)
    return {role.value: role.value for role in bound} | {role.label.upper(): role.value for role in bound}


_LEVELS: Final = {level.value: level.value for level in Level}


def _one_of(option: str, given: str, known: Mapping[str, str]) -> str:
    found = known.get(given.upper().replace("-", " ").replace("_", " "))
    if found is None:
        raise click.BadParameter(f"{given!r} is not one of {', '.join(known)}.", param_hint=option)
    return found


def _record(path: Path) -> RunRecord:
    """The run record of that file; raises ``UsageFault`` when it cannot be read."""
    from clr_reports.run_file import RunFileError
    from clr_reports.run_file import load as load_run

    try:
        return load_run(path)
    except RunFileError as error:
        problem = error.problem
        raise UsageFault(problem.code, problem.message, problem.likely, problem.todo) from error


# --- lists -------------------------------------------------------------------------------------------------------


def _list_table(chosen: Chosen, seen: Verdicts | None) -> None:
    for standard, rows in chosen:
        title(chosen, standard)
        _table_of(rows, seen)


def _table_of(rows: Rows, seen: Verdicts | None) -> None:
    from rich.text import Text

    table = tables.table("id", "level", "role", *(("verdict",) if seen is not None else ()), "state", "text")
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
    tables.print_table(table)


def _list_json(chosen: Chosen, seen: Verdicts | None) -> None:
    objects = [as_row(row) for _, rows in chosen for row in rows]
    if seen is not None:
        objects = [each | {"verdict": seen.get(each["id"])} for each in objects]
    tables.print_json(objects)


def _list_csv(chosen: Chosen, seen: Verdicts | None) -> None:
    flat = [_flat(as_row(row)) for _, rows in chosen for row in rows]
    if seen is not None:
        flat = [each | {"verdict": seen.get(each["id"])} for each in flat]
    names = list(flat[0]) if flat else ["id"]
    tables.print_csv(names, ([each[name] for name in names] for each in flat))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with nothing nested: the source as three cells, a list as one text."""
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= {f"{name}_{part}": text for part, text in value.items()}
        else:
            cells[name] = "; ".join(value) if isinstance(value, list) else value
    return cells


_LISTS: Final[Mapping[str, Callable[[Chosen, Verdicts | None], None]]] = {
    "table": _list_table,
    "json": _list_json,
    "csv": _list_csv,
}
