"""A whole self-check: choose the trials, run them with progress, write what they prove."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import click

from conformance.errors import UsageFault
from conformance.selfcheck import files
from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.matrix import Matrix, matrix
from conformance.selfcheck.trial import Trial
from conformance.selfcheck.workers import trials
from conformance.standard import Standard
from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import faults, variations


def run(standard: Standard, out: Path, only: Sequence[str], workers: int, quiet: bool) -> bool:
    """Run the trials, write the three files to ``out``, tell the outcome; true when all is proved.

    Raises ``UsageFault`` when ``only`` names nothing, and ``KeyboardInterrupt`` again after writing what was learnt
    until then.
    """
    known = {**variations(standard.facts.book), **faults(standard.facts.book)}
    chosen = choose(only, known, standard)
    start = time.perf_counter()
    found: list[Trial] = []
    try:
        with progress(len(chosen), quiet) as advance:
            for one in trials(chosen, workers, standard.facts.book):
                found.append(one)
                advance(one)
    finally:
        proved = matrix(found, known, standard, time.perf_counter() - start, whole=not only)
        proved = replace(proved, missing=len(chosen) - len(found))
        if found:
            for path in files.write(proved, out, files.words_for(standard, files.OF_PROVIDERS)):
                click.echo(f"wrote {path}")
    show(proved)
    return proved.good


def choose(only: Sequence[str], known: Mapping[str, Behaviour], standard: Standard) -> list[str]:
    """The ids of the trials: the clean mock first, then variations and faults; those that ``only`` names.

    Slow ones, over real TLS, come early so that the processes end together.
    """
    names = {one.lower() for one in only}
    rows = {name for one in only if (name := standard.find(one))}
    ids = [fault.id for fault in known.values() if not only or fault.id in names or _breaks(fault, rows, standard)]
    if not ids and only:
        raise UsageFault(
            "nothing-to-check",
            f"no fault or variation for {', '.join(only)}",
            todo="clr-conformance faults lists them.",
        )
    return [CLEAN, *sorted(ids, key=lambda one: not known[one].wire)]


def _breaks(fault: Behaviour, rows: Collection[str], standard: Standard) -> bool:
    """True when the fault breaks one of these requirements, or one of these areas."""
    return any(standard.covers(rows, one) for one in fault.breaks)


KINDS = {"clean": "clean run", "variation": "variations", "fault": "faults"}


def show(proved: Matrix, kinds: Mapping[str, str] = MappingProxyType(KINDS)) -> None:
    """The outcome on the terminal: what survived, what was reported wrongly, what goes without a fault.

    ``kinds`` are the plural names of what was played.
    """
    for row in proved.rows:
        if row.survived:
            click.secho(f"survived     {row.id}: {', '.join(row.survived)} not named", fg="red")
        if row.false_alarms:
            click.secho(f"false alarm  {row.id}: {', '.join(row.false_alarms)}", fg="red")
        for crash in row.crashes:
            click.secho(f"crashed      {row.id}: {crash}", fg="red")
    for name, reason in proved.uncovered.items():
        if not reason:
            click.secho(f"no fault     {name} is decided, but nothing shows that it can fail", fg="red")
    if proved.missing:
        click.secho(f"not run      {proved.missing} trials", fg="red")
    counts = ", ".join(f"{len(proved.of(kind))} {title}" for kind, title in kinds.items())
    click.echo(f"{verdict(proved.good)}  {counts} in {proved.seconds:.0f} s")


def verdict(good: bool) -> str:
    """The first word of the last line, in its colour."""
    return click.style("PROVED", fg="green", bold=True) if good else click.style("NOT PROVED", fg="red", bold=True)


MANY = 50  # trials; fewer need no lines of progress


@contextmanager
def progress(total: int, quiet: bool) -> Iterator[Callable[[Trial], None]]:
    """A bar on a terminal, lines by tenths elsewhere, nothing with ``quiet``; call what it gives at every trial."""
    if quiet or not sys.stderr.isatty():
        yield (lambda _: None) if quiet else _tenths(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("trials"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("trials", total=total)
        yield lambda _: bar.advance(task)


def _tenths(total: int) -> Callable[[Trial], None]:
    """A line whenever another tenth is done, for logs."""
    done = itertools.count(1)

    def advance(_: Trial) -> None:
        number = next(done)
        if total >= MANY and number * 10 // total > (number - 1) * 10 // total:
            click.echo(f"trials {number}/{total}", err=True)

    return advance
