"""``python -m mutation [AREA…]``: changes the checks, one small change at a time, and looks whether anything notices.

Exit code 1 when a mutant survived that docs/explanation/mutation.md does not judge.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from cosmic_ray.work_db import WorkDB, use_db

from mutation.report import PAGE, Tried, judged, of_diff, told
from mutation.session import Wish, prepare, progress, start

SIZES = {"document": 200, "suites": 60, "traffic": 60}
SEED = 1
POLL = 15.0  # seconds between two lines of progress


def main() -> int:
    """Run what is asked for and tell what came of it."""
    asked = _parser().parse_args()
    sizes = {area: None if asked.all else asked.size or SIZES[area] for area in asked.areas or SIZES}
    wishes = [Wish(area, size, asked.seed, asked.only) for area, size in sizes.items()]
    if not asked.report:
        for wish in wishes:
            prepare(wish, fresh=asked.fresh, again=asked.again)
        _run(wishes)
    known = judged(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else frozenset()
    reports = [told(wish.area, _tried(wish), known) for wish in wishes]
    print("\n\n".join(text for text, _ in reports))
    return 1 if any(unknown for _, unknown in reports) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"{' or '.join(SIZES)}; all at once when left out")
    parser.add_argument("--size", type=int, help=f"mutants of each area, one at a place (default: {SIZES})")
    parser.add_argument("--all", action="store_true", help="every mutant: hours")
    parser.add_argument("--seed", type=int, default=SEED, help="another sample (default: %(default)s)")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="only these files: '*/provider/test_gcs_*.py'")
    parser.add_argument("--fresh", action="store_true", help="begin again, though a session can be gone on with")
    parser.add_argument("--again", action="store_true", help="try the survivors of the last session once more")
    parser.add_argument("--report", action="store_true", help="run nothing, tell of the last session")
    return parser


def _run(wishes: Sequence[Wish]) -> None:
    running = [start(wish) for wish in wishes]
    try:
        while any(process.poll() is None for process in running):
            time.sleep(POLL)
            print("; ".join("{} {} of {}".format(wish.area, *progress(wish)) for wish in wishes), flush=True)
    finally:
        for process in running:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


def _tried(wish: Wish) -> Iterator[Tried]:
    with use_db(str(wish.database), WorkDB.Mode.open) as session:
        for item, result in session.completed_work_items:
            one = item.mutations[0]
            before, after = of_diff(result.diff or "")
            outcome = result.test_outcome.value if result.test_outcome else result.worker_outcome.value
            path, definition = str(one.module_path), one.definition_name or ""
            yield Tried(path, definition, before, after, outcome, result.output or "")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("broken off; the same command goes on from here")
