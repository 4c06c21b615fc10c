"""A run against a consumer on the terminal: a line for each sitting, the verdict at the end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from conformance.cli import INTERRUPTED
from conformance.cli.running import command_line, prepare_folder

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from conformance.by_hand.listening import Whereabouts
    from conformance.plan.consumer import ConsumerPlan
    from conformance.record import RunRecord
    from conformance.traffic import Sitting

_COLOURS = {"through": "green", "refused": "green", "unable": "bright_black"}


class TerminalAudience:
    """Shows a line for each sitting that ended on standard error, and on a terminal a bar beneath."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def begins(self, sittings: int) -> None:
        """Open the bar; one that is open is closed, since sittings that are played again have one of their own."""
        self.close()
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
            self._progress = self._task = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a plan is played, and how: ``only`` these scenarios, the variations too, so many at a time.

    With ``resume`` what is left of an earlier run in the same folder is gone on with. ``by_hand`` is where a person
    leads the consumer to; ``None`` where a command is started.
    """

    only: tuple[str, ...] = ()
    variations: bool = False
    workers: int | None = None
    resume: bool = False
    by_hand: Whereabouts | None = None


def run_and_report(
    plan: ConsumerPlan, wanted: Wanted, *, out: Path, formats: Sequence[str], quiet: bool = False
) -> int:
    """Play the plan, write the reports to ``out``, show the outcome, and return the public exit code.

    After Ctrl-C the reports hold what was played until then, and the exit code is that of an interrupted program.
    """
    from clr_reports import write_reports
    from clr_reports.terminal import print_report

    prepare_folder(out)
    audience = TerminalAudience(quiet)
    try:
        with _ends_in_peace():
            record, interrupted = _played(plan, wanted, out, audience)
    finally:
        audience.close()
    written = write_reports(record, out, formats)
    print_report(record, quiet=quiet)
    for path in written:
        click.echo(f"wrote {path}")
    return INTERRUPTED if interrupted else record.exit_code


def _played(plan: ConsumerPlan, wanted: Wanted, out: Path, audience: TerminalAudience) -> tuple[RunRecord, bool]:
    """The record of the run, and whether a command was interrupted: a person may stop at any time."""
    if wanted.by_hand is not None:
        return _led(plan, wanted, wanted.by_hand, out, audience), False
    from conformance.consumer.interrupted import interrupted
    from conformance.consumer.kept import Kept
    from conformance.consumer.parts import parts_of
    from conformance.consumer.process import Stop
    from conformance.consumer.quiet import quiet_mock
    from conformance.consumer.run import ConsumerRun
    from conformance.consumer.series import Means, workers_of
    from conformance.consumer.starting import as_process
    from conformance.consumer.terms import Terms

    terms, stop, kept = Terms.of(plan), Stop(), Kept(out, plan)
    todo = parts_of(plan, wanted.only, with_variations=wanted.variations)
    known = kept.read(todo) if wanted.resume else {}
    means = Means(
        as_process(plan.command, terms, stop), terms, stop, workers_of(plan, wanted.workers), audience, kept.keep
    )
    run = ConsumerRun(plan, means, todo, known=known, command=command_line())
    if not wanted.resume:
        kept.begin()
    try:
        with quiet_mock():
            run.play()
    except KeyboardInterrupt:
        return run.finish(interrupted(run.series.left, len(todo), out)), True
    except BaseException:
        kept.clear()
        raise
    kept.clear()
    return run.finish(), False


def _led(plan: ConsumerPlan, wanted: Wanted, where: Whereabouts, out: Path, audience: TerminalAudience) -> RunRecord:
    """The record of a run that a person leads."""
    from conformance.by_hand.leading import Wishes, lead

    def announce(address: str) -> None:
        click.echo("Open this page in a browser of this machine; the wallet runs where you like:")
        click.echo(f"  {address}")

    wishes = Wishes(where, wanted.only, wanted.variations, wanted.resume, announce, audience, command_line())
    return lead(plan, out, wishes)


@contextmanager
def _ends_in_peace() -> Iterator[None]:
    """Lets SIGTERM end the run as Ctrl-C does, so that no consumer is left behind."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
