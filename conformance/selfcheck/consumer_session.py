"""A whole self-check of what is said of consumers: choose them, play with progress, write what they prove."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from conformance.errors import UsageFault
from conformance.selfcheck import consumers, files
from conformance.selfcheck.consumer_blend import playable
from conformance.selfcheck.matrix import Wrong, matrix
from conformance.selfcheck.session import progress, show
from conformance.selfcheck.trial import Trial
from conformance.selfcheck.workers import trials
from conformance.standard import Role, Standard

BOUND = frozenset({Role.CONSUMER, Role.VERIFIER})
_KINDS = {"clean": "right consumer", "variation": "variations", "fault": "wrong consumers"}


def run(standard: Standard, out: Path, only: Sequence[str], workers: int, quiet: bool) -> bool:
    """Play the consumers, write the three files to ``out``, tell the outcome; true when all is proved.

    Raises ``UsageFault`` when ``only`` names nothing, and ``KeyboardInterrupt`` again after writing what was learnt
    until then.
    """
    book = standard.facts.book
    known: dict[str, Wrong] = {**{one.id: one for one in playable(book)}, **consumers.wrong_consumers(book)}
    chosen = choose(only, standard)
    start = time.perf_counter()
    found: list[Trial] = []
    try:
        with progress(len(chosen), quiet) as advance:
            processes = workers * consumers.PROCESSES_PER_CORE
            for one in trials(chosen, processes, book, play=consumers.series, lost=consumers.failed):
                found.append(one)
                advance(one)
    finally:
        seconds = time.perf_counter() - start
        proved = matrix(
            found, known, standard, seconds, whole=not only, bound=BOUND, kind="consumer.", right="the right consumer"
        )
        proved = replace(proved, missing=len(chosen) - len(found))
        if found:
            for path in files.write(proved, out, files.words_for(standard, files.OF_CONSUMERS)):
                click.echo(f"wrote {path}")
    show(proved, _KINDS)
    return proved.good


def choose(only: Sequence[str], standard: Standard) -> list[str]:
    """The ids of the trials: the right consumer, then with each variation, then the wrong ones; or what ``only`` names.

    What shows over real TLS alone is slow, and comes early so that the processes end together.
    """
    book = standard.facts.book
    known = consumers.wrong_consumers(book)
    names = {one.lower() for one in only}
    rows = {name for one in only if (name := standard.find(one))}
    ids = [
        one.id
        for one in known.values()
        if not only or one.id in names or any(standard.covers(rows, row) for row in one.breaks)
    ]
    unusual = [one for one in playable(book) if not only or one.id in names]
    ids = [*(one.id for one in sorted(unusual, key=lambda one: not one.wire)), *ids]
    if not ids and only:
        raise UsageFault(
            "nothing-to-check",
            f"no wrong consumer or variation for {', '.join(only)}",
            todo="clr-conformance selfcheck --consumers plays them all; its page lists them.",
        )
    return [consumers.RIGHT, *ids]
