"""Sittings of consumer-full with the reference consumer, beside the same consumer against a bare mock, no runner."""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.consumer.invitation import Invitation
from conformance.consumer.own import called
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.sitting import Starter, play
from conformance.consumer.standing import Standing
from conformance.consumer.starting import as_process, in_process
from conformance.consumer.terms import Terms
from conformance.record import RunRecord
from conformance.selfcheck import consumers
from conformance.selfcheck.workers import trials
from mock_provider.scenarios import scenarios
from mock_provider.testing import MockServer, mock_in_process, running_mock

BOOK = "clr10"
COMMAND = (sys.executable, "-m", "conformance.consumer.own")
MOCK: dict[str, Any] = {"content": "small", "max_page": 4, "log_level": "critical"}
ROUNDS = 15
WRONG = 12
GOALS = {"in process": 20.0, "as a process": 90.0}
MATRIX = 360.0
"""Seconds, on two cores with nothing else running."""


def run() -> None:
    """Print the time of a run, the runner's own share of a sitting, each in process and as a process, and of trials."""
    plan = consumers.plan_of(consumers.RIGHT, BOOK)
    terms = Terms.of(plan)
    function = called(consumers.reference(BOOK))
    with Standing() as mocks:
        inside = replace(terms, real_tls=False, standing=mocks)
        _whole("in process", in_process(function), inside)
        with _bare(mock_in_process) as told:
            _share("in process", lambda: _call(function, told), in_process(function), inside)
    _whole("as a process", as_process(COMMAND, terms), terms)
    with _bare(running_mock) as told:
        _share("as a process", lambda: _start(told), as_process(COMMAND, terms), terms)
    _matrix()


def _whole(how: str, start: Starter, terms: Terms) -> None:
    workers = 1 if terms.standing else os.cpu_count() or 1
    with redirect_stderr(io.StringIO()):
        seconds, record = _timed(lambda: _record(start, terms, workers))
    count = len(record.sittings)
    starts = sum(len(one.ends) for one in record.sittings)
    rate = f"{count} sittings, {starts} starts, {count / seconds:.1f}/s"
    print(f"consumer-full {how:12} {seconds:6.1f} s (goal: {GOALS[how]:.0f} s)  {rate}, exit code {record.exit_code}")


def _record(start: Starter, terms: Terms, workers: int) -> RunRecord:
    run = ConsumerRun(consumers.plan_of(consumers.RIGHT, BOOK), Means(start, terms, workers=workers))
    run.play()
    return run.finish()


def _share(how: str, bare: Callable[[], object], start: Starter, terms: Terms) -> None:
    """The same sitting with and without the runner, one after the other, so that a busy machine slows both."""
    plain = scenarios(BOOK)["plain"]
    pairs = [(_timed(lambda: play(plain, "read", start, terms))[0], _timed(bare)[0]) for _ in range(ROUNDS + 1)]
    with_runner, alone = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    own = with_runner - alone
    print(
        f"plain sitting {how:12} {with_runner * 1000:6.0f} ms  alone {alone * 1000:.0f} ms, "
        f"ratio {with_runner / alone:.2f}, own share {own * 1000:.0f} ms"
    )


def _matrix() -> None:
    known = list(consumers.wrong_consumers(BOOK))
    chosen = ["", *(known[len(known) * number // WRONG] for number in range(WRONG))]
    workers = (os.cpu_count() or 1) * consumers.PROCESSES_PER_CORE
    seconds, found = _timed(lambda: [*trials(chosen, workers, BOOK, play=consumers.series, lost=consumers.failed)])
    each = seconds / len(found)
    every = len(known) + 1
    print(
        f"kill matrix: {len(found)} of {every} trials on {workers} processes in {seconds:.0f} s, {each:.2f} s each; "
        f"all: about {each * every:.0f} s (goal: {MATRIX:.0f} s)"
    )


@contextmanager
def _bare(kind: Callable[..., Any]) -> Iterator[tuple[MockServer, Invitation]]:
    with kind(**MOCK) as mock, tempfile.TemporaryDirectory() as folder:
        yield (
            mock,
            Invitation(
                url=mock.url,
                origin=mock.settings.root_url,
                ca=mock.ca_path,
                username="mira",
                password=mock.users["mira"],
                task="read",
                state=Path(folder),
                outcome_file=Path(folder) / "outcome.json",
                app=None if kind is running_mock else mock.application,
            ),
        )


def _anew(told: tuple[MockServer, Invitation]) -> Invitation:
    mock, invitation = told
    mock.reset()
    for kept in invitation.state.iterdir() if invitation.state else ():
        kept.unlink()
    return invitation


def _call(function: Callable[[Invitation], int | None], told: tuple[MockServer, Invitation]) -> None:
    _checked(function(_anew(told)) or 0)


def _start(told: tuple[MockServer, Invitation]) -> None:
    _checked(subprocess.run(COMMAND, env=_anew(told).environment(), check=False).returncode)


def _checked(code: int) -> None:
    if code:
        raise RuntimeError(f"the reference consumer ended with {code}")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found
