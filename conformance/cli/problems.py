"""How a problem is told on the terminal: what happened, the likely cause, what to do."""

from __future__ import annotations

import click

from conformance.record import Problem


def tell(problem: Problem) -> None:
    """Write a problem to standard error; colours only on a terminal."""
    click.echo(f"{click.style('error', fg='red', bold=True)} [{problem.code}] {problem.message}", err=True)
    if problem.likely:
        click.echo(f"  likely: {problem.likely}", err=True)
    if problem.todo:
        click.echo(f"  to do:  {problem.todo}", err=True)
