"""Time of ``clr-conformance --help``, beside a bare interpreter and ``pytest --version``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROUNDS = 15


def run() -> None:
    """Print medians in milliseconds and the ratio to the bare interpreter."""
    command = Path(sys.executable).with_name("clr-conformance")
    rows = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "clr-conformance --help": [str(command), "--help"],
        "pytest --version": [sys.executable, "-m", "pytest", "--version"],
    }
    medians = {name: median_seconds(arguments) for name, arguments in rows.items()}
    bare = medians["python -c pass"]
    for name, seconds in medians.items():
        print(f"{name:26} {seconds * 1000:7.0f} ms   {seconds / bare:5.1f} x bare interpreter")


def median_seconds(arguments: Sequence[str]) -> float:
    """Median wall time of a command, in seconds, after one round to warm the file cache."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])
