"""``clr-conformance diff``: what changed between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.report import read_run
from conformance.errors import UsageFault


@click.command("diff")
@click.argument("old", metavar="OLD.JSON", type=click.Path(path_type=Path))
@click.argument("new", metavar="NEW.JSON", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, old: Path, new: Path, form: str) -> None:
    """Say per requirement what changed from OLD.JSON to NEW.JSON.

    From best to worst: pass, warn, waived, incomplete, fail; a step down is worse. What is now waived, not
    applicable, by hand or excluded has changed, and so has a fail that is now incomplete.

    The exit code is 1 when something got worse, 2 when a file cannot be read or the two cannot be compared.
    """
    from clr_reports import diff

    records = read_run(old), read_run(new)
    try:
        found = diff.compare(*records)
    except diff.NotComparableError as error:
        problem = error.problem
        raise UsageFault(problem.code, problem.message, problem.likely, problem.todo) from error
    forms = {"text": diff.text, "markdown": diff.markdown, "json": diff.as_json}
    click.echo(forms[form](found).encode("utf-8"), nl=False)
    if found.worse:
        context.exit(1)
