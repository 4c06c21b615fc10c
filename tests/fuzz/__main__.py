"""Lets atheris choose bytes: ``python -m tests.fuzz [-max_total_time=600 ...]``, with the arguments of libFuzzer.

What makes it raise is written to a file ``crash-...``; ``python -m tests.fuzz crash-...`` plays that once more.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

atheris: Any = import_module("atheris")  # no part of the tests' packages: the environment "fuzz" brings it

with atheris.instrument_imports(include=["conformance"]):
    from tests.fuzz.target import judge

    for kind in range(8):  # what is imported late is imported here, so that its branches count too
        for number in range(0, 250, 7):
            judge(bytes((kind, number)))


def main() -> None:
    """Run until the time is over or something raises."""
    atheris.Setup([*sys.argv, "-timeout=20", "-rss_limit_mb=2048", "-max_len=2048", "-len_control=0"], judge)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
