"""``clr-conformance demo``: the built-in mock provider, judged in full, over real HTTPS on loopback."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from conformance.cli.editions import one_edition


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("clr-report"),
    show_default=True,
    help="Folder for run.json and the reports.",
)
@one_edition
@click.option("--keep-personal-data", is_flag=True, help="Keep the invented learners' data in the reports.")
@click.option("--quiet", "-q", is_flag=True, help="Only the verdict.")
def command(out: Path, book: str, keep_personal_data: bool, quiet: bool) -> None:
    """Judge the built-in mock provider with the plan that claims all that it offers, and write all reports.

    Starts the mock on a free loopback port with a certificate authority of its own, runs every
    check against it over HTTPS, and stops it again.
    """
    from clr_reports import default_formats
    from conformance.cli.running import run_and_report
    from conformance.extras import need
    from conformance.selfcheck.own_mock import own_mock, plan_for
    from conformance.standard import facts

    need("provider", "mock")
    with own_mock(standard=facts(book).id) as mock:
        plan = replace(plan_for(mock), keep_personal_data=keep_personal_data)
        code = run_and_report(plan, out=out, formats=default_formats(), quiet=quiet)
    sys.exit(code)
