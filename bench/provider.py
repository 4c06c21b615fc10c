"""Own time of the full plan of each edition against the local mock, beside the time that its exchanges take alone."""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from pathlib import Path

from conformance.standard import editions, facts

ROUNDS = 5


def run() -> None:
    """Print checks, exchanges, the time of a run after start-up and the share that the target took, by edition."""
    own = {book: _measured(book) for book in editions() if facts(book).has_api}
    first, *others = own.values()
    for other in others:
        print(f"beside the first: {other - first:+.2f} s of own time (ratio {other / first:.2f})")


def _measured(book: str) -> float:
    """The own time of a run in seconds: all of it but for the waiting."""
    from clr_reports.run_file import load
    from conformance.cli.running import run_and_report
    from conformance.selfcheck.own_mock import own_mock, plan_for

    seconds, waited = [], []
    with own_mock(standard=facts(book).id) as mock, tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
                run_and_report(plan_for(mock), out=Path(folder), formats=("json",), quiet=True)
            seconds.append(time.perf_counter() - start)
            record = load(Path(folder) / "run.json")
            waited.append(sum(exchange.seconds for exchange in record.exchanges))
    checks = len({check.id for result in record.requirements for check in result.checks})
    whole, target = statistics.median(seconds[1:]), statistics.median(waited[1:])
    print(f"{facts(book).name}: checks {checks}, exchanges {len(record.exchanges)}, exit code {record.exit_code}")
    print(f"whole run          {whole:6.2f} s   (median of {ROUNDS}, in one process, reports: run.json)")
    print(f"waiting for target {target:6.2f} s   ratio {whole / target:.2f}")
    return whole - target
