"""Tables, JSON and CSV on standard output."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.table import Table

_PLAIN_WIDTH: Final = 10_000


def table(*columns: str) -> Table:
    """An empty table; a column whose name starts with ``>`` is aligned to the right."""
    from rich.table import Table

    empty = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in columns:
        last = name == columns[-1]
        empty.add_column(name.removeprefix(">"), justify="right" if name[0] == ">" else "left", no_wrap=not last)
    return empty


def print_table(filled: Table) -> None:
    """Print a table: as wide as a terminal, and for a pipe one line per row without colours or padding."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(filled)
        return
    text = io.StringIO()
    Console(file=text, width=_PLAIN_WIDTH, highlight=False, force_terminal=False, color_system=None).print(filled)
    click.echo("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def print_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under the names of their columns as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    click.echo(text.getvalue(), nl=False)
