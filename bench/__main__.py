"""``python -m bench [NAME…]``: runs the benchmarks (all when none is named) and prints their figures."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

NAMES = (
    "start",
    "provider",
    "mock",
    "document",
    "credentials",
    "signatures",
    "hostile",
    "selfcheck",
    "consumer",
    "fixtures",
)


def main() -> None:
    """Run the benchmarks that are named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; all when left out")
    names = parser.parse_args().names or NAMES
    for name in names:
        if name not in NAMES:
            parser.error(f"no benchmark {name!r}; there are {', '.join(NAMES)}")
        run: Callable[[], None] = import_module(f"bench.{name}").run
        print(f"\n== {name}: {(import_module(f'bench.{name}').__doc__ or '').splitlines()[0]}")
        run()


if __name__ == "__main__":
    main()
