"""A run on the terminal: progress while it goes on, the verdict at the end."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.record import CheckResult, Diagnosis, Outcome

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from conformance.plan import Plan

_SIGN = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red"), "skipped": ("-", "bright_black")}


class TerminalListener:
    """Shows the doctor's steps and a progress bar on standard error; plain lines where there is no terminal."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._broken = 0

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """One line per step of the doctor."""
        if self._quiet:
            return
        from clr_reports.text import visible

        sign, colour = _SIGN[diagnosis.status]
        click.echo(f"{click.style(sign, fg=colour)} {diagnosis.step:13} {visible(diagnosis.message)}", err=True)
        if diagnosis.todo and diagnosis.status in ("warning", "failed"):
            click.echo(f"  {'':13} {visible(diagnosis.todo)}", err=True)

    def started(self, checks: int) -> None:
        """Open the bar."""
        if self._quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("checks", total=checks)
        self._progress.start()

    def checked(self, result: CheckResult) -> None:
        """Move the bar."""
        if result.outcome is Outcome.FAIL:
            self._broken += 1
        if self._progress is not None and self._task is not None:
            shown = f"checks ({self._broken} broken)" if self._broken else "checks"
            self._progress.update(self._task, advance=1, description=shown)

    def close(self) -> None:
        """Close the bar, also after Ctrl-C."""
        if self._progress is not None:
            self._progress.stop()


def run_and_report(
    plan: Plan, *, out: Path, formats: Sequence[str], pytest_arguments: Sequence[str] = (), quiet: bool = False
) -> int:
    """Run the plan, write the record and the reports to ``out``, show the outcome, and return the public exit code."""
    from clr_reports import write_reports
    from clr_reports.terminal import print_report
    from conformance.run.provider import ProviderRun
    from conformance.runner import run_suites

    prepare_folder(out)
    listener = TerminalListener(quiet)
    run = ProviderRun(plan, out=out, listener=listener, command=command_line())
    try:
        run_suites(run, pytest_arguments)
    finally:
        listener.close()
    record = run.finish()  # when pytest itself has broken off; else it is there
    written = write_reports(record, out, ("json", *formats))  # every other report can be made from the record later
    print_report(record, quiet=quiet)
    for path in written:
        click.echo(f"wrote {path}")
    return record.exit_code


def command_line() -> str:
    """The command line of this process when it is one of ours, for the report to name."""
    started = Path(sys.argv[0])
    ours = started.stem == "clr-conformance" or started.parts[-2:] == ("conformance", "__main__.py")
    return shlex.join(["clr-conformance", *_without_secrets(sys.argv[1:])]) if ours else ""


def _without_secrets(arguments: Sequence[str]) -> Iterator[str]:
    """The arguments, those of options that carry a secret, or say who a learner is, with a mark in its place."""
    from conformance.exchanges import Redactor

    by_name, option = Redactor().by_name, ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if option in _SECRET_PARTS:
            yield re.sub(_SECRET_PARTS[option], "[redacted]", argument)
        elif equals and name in _SECRET_PARTS:
            yield f"{name}={re.sub(_SECRET_PARTS[name], '[redacted]', value)}"
        else:
            yield by_name(argument)
        option = argument


_SECRET_PARTS = {
    "--header": r"(?<=:).+",
    "--basic": r"(?<=:).+|^[^:]+$",
    "--proxy": r"(?<=://)[^@/]+(?=@)",
    "--recipient": r"(?<==).+",
}
"""Options of which a part is nobody else's business, and that part."""


def prepare_folder(out: Path) -> None:
    """Make the folder for the reports; raises ``UsageFault`` when it cannot be written to."""
    from conformance.errors import UsageFault

    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise UsageFault(
            "out-not-writable", f"cannot write to {out}: {error.strerror}", todo="Give another folder with --out."
        ) from error
