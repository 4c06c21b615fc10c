"""A progress bar for many documents."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from conformance.inspection.outcome import Grade, Judged


def watched(outcomes: Iterator[Judged], total: int) -> Generator[Judged, None, None]:
    """The same outcomes; while they come, a bar on standard error counts them."""
    # Nothing is redirected: what is written to standard output stays there, though the bar is on standard error.
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    broken = 0
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task("documents", total=total)
        for judged in outcomes:
            broken += judged.grade in (Grade.FAIL, Grade.UNREADABLE)
            progress.update(task, advance=1, description=f"documents ({broken} broken)" if broken else "documents")
            yield judged
