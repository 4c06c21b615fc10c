"""``clr-conformance report``: any report again, from ``run.json`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clr_reports import FORMATS, write_reports
from conformance.errors import UsageFault

if TYPE_CHECKING:
    from conformance.record import RunRecord


def read_run(path: Path) -> RunRecord:
    """The run record in that file; raises ``UsageFault`` (exit code 2) when it cannot be read."""
    from clr_reports.run_file import RunFileError, load

    try:
        return load(path)
    except RunFileError as error:
        problem = error.problem
        raise UsageFault(problem.code, problem.message, problem.likely, problem.todo) from error


@click.command("report")
@click.argument("run", metavar="RUN.JSON", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Format to make; may be given more than once. Default: text.",
)
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder to write into.")
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), help="File to write, for one format."
)
def command(run: Path, formats: tuple[str, ...], folder: Path | None, file: Path | None) -> None:
    """Make reports again from the RUN.JSON of a run.

    With neither --out nor -o one format that is a single file goes to standard output.
    """
    chosen = tuple(dict.fromkeys(formats)) or ("text",)
    _check_usage(chosen, folder, file)
    record = read_run(run)
    try:
        _deliver(record, chosen, folder, file)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageFault(
            "report-not-written",
            f"the report cannot be written: {error}",
            "the folder may not be written to, or the disk is full",
            "give another place with --out or -o",
        ) from error


def _check_usage(formats: tuple[str, ...], folder: Path | None, file: Path | None) -> None:
    if folder and file:
        raise click.UsageError("--out and -o exclude each other")
    if folder:
        return
    if len(formats) > 1:
        raise click.UsageError("more than one format needs --out FOLDER")
    if FORMATS[formats[0]].folder:
        raise click.UsageError(f"{formats[0]} makes many files: give --out FOLDER")


def _deliver(record: RunRecord, formats: tuple[str, ...], folder: Path | None, file: Path | None) -> None:
    from clr_reports.terminal import print_report

    if folder:
        for path in write_reports(record, folder, formats):
            click.echo(path)
    elif file:
        FORMATS[formats[0]].write(record, file)
        click.echo(file)
    elif formats == ("text",):
        print_report(record)
    else:
        click.echo(FORMATS[formats[0]].text(record).encode("utf-8"), nl=False)
