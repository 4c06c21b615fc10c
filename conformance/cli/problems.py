"""How a problem is shown on the terminal: what happened, the likely cause, what to do."""

from __future__ import annotations

import click

from conformance.record import Problem


def show(problem: Problem) -> None:
    """Write a problem to standard error; colours only on a terminal."""
    from clr_reports.text import visible

    click.echo(f"{click.style('error', fg='red', bold=True)} [{problem.code}] {visible(problem.message)}", err=True)
    for name, text in (("likely", problem.likely), ("to do ", problem.todo)):
        if text:
            click.echo(f"  {name}: {visible(text)}", err=True)
