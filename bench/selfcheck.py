"""Time of 250 faults, 40 variations and the clean mock in the self-check, beside as many runs without it."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping

from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.matrix import matrix
from conformance.selfcheck.trial import trial
from conformance.selfcheck.workers import trials
from conformance.standard import editions, facts, load
from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import faults, variations

FAULTS, VARIATIONS = 250, 40


def run() -> None:
    """As ``_of``, for each edition with an API."""
    for book in editions():
        if facts(book).has_api:
            print(facts(book).name)
            _of(book)


def _of(book: str) -> None:
    """Print the wall time of all, what did not prove anything, and the ratio to as many runs one after the other."""
    chosen = [CLEAN, *_spread(variations(book), VARIATIONS), *_spread(faults(book), FAULTS)]
    workers = os.cpu_count() or 1
    start = time.perf_counter()
    found = list(trials(chosen, workers, book))
    seconds = time.perf_counter() - start
    proved = matrix(found, {**faults(book), **variations(book)}, load(book), seconds, whole=False)
    wrong = [row.id for row in proved.rows if not row.good]
    each = seconds / len(found)
    print(f"{len(found)} trials on {workers} processes: {seconds:.0f} s, {each:.2f} s each; not proved: {wrong}")
    alone = statistics.median(_alone(book) for _ in range(3))
    ratio = alone * len(found) / seconds
    print(f"one clean run that starts anew, in process: {alone:.2f} s; so many one after the other take {ratio:.1f} x")


def _spread(known: Mapping[str, Behaviour], count: int) -> list[str]:
    """So many ids, at even distances; what needs TLS first, as the self-check does."""
    ids = list(known)
    picked = [ids[len(ids) * number // count] for number in range(count)]
    return sorted(picked, key=lambda one: not known[one].wire)


def _alone(book: str) -> float:
    start = time.perf_counter()
    trial(CLEAN, book=book)
    return time.perf_counter() - start
