"""A run against a consumer on the terminal: a line for each sitting, the verdict at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.running import command_line, prepare_folder

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from conformance.plan.consumer import ConsumerPlan
    from conformance.traffic import Sitting

_COLOURS = {"through": "green", "refused": "green", "unable": "bright_black"}


class TerminalAudience:
    """Shows a line for each sitting that ended on standard error, and on a terminal a bar beneath."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begins(self, sittings: int) -> None:
        """Open the bar."""
        if self._quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("sittings", total=sittings)
        self._progress.start()

    def played(self, sitting: Sitting, seconds: float) -> None:
        """One line."""
        if self._quiet:
            return
        ends = ", ".join(run.end.how for run in sitting.runs)
        colour = _COLOURS.get(sitting.end.how, "yellow")
        line = f"{sitting.scenario:24} {sitting.task:7} {ends}, {len(sitting.exchanges)} requests, {seconds:.1f} s"
        click.echo(f"{click.style('·', fg=colour)} {line}", err=True)
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)

    def close(self) -> None:
        """Close the bar, also after Ctrl-C."""
        if self._progress is not None:
            self._progress.stop()


def run_and_report(
    plan: ConsumerPlan,
    *,
    out: Path,
    formats: Sequence[str],
    only: Sequence[str] = (),
    workers: int | None = None,
    quiet: bool = False,
) -> int:
    """Play the plan, write the reports to ``out``, show the outcome, and return the public exit code."""
    from clr_reports import write_reports
    from clr_reports.terminal import print_report
    from conformance.consumer.process import Stop
    from conformance.consumer.run import ConsumerRun
    from conformance.consumer.starting import as_process
    from conformance.consumer.terms import Terms

    prepare_folder(out)
    terms, stop, audience = Terms.of(plan), Stop(), TerminalAudience(quiet)
    run = ConsumerRun(
        plan,
        terms,
        as_process(plan.command, terms, stop),
        only=only,
        stop=stop,
        workers=workers,
        audience=audience,
        command=command_line(),
    )
    try:
        run.play()
    finally:
        audience.close()
    record = run.finish()
    written = write_reports(record, out, formats)
    print_report(record, quiet=quiet)
    for path in written:
        click.echo(f"wrote {path}")
    return record.exit_code
