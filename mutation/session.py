"""One area's session: copies of the project, the mutants that cosmic-ray makes, and their run."""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkItem

from mutation.judge import PRISTINE
from mutation.sample import Place, choose

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".mutation"
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "dist", "build", "clr-report")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to try: an area, how many of its mutants (``None``: all), by which seed, and in which files."""

    area: str
    size: int | None
    seed: int
    only: str

    @property
    def database(self) -> Path:
        """The session file of cosmic-ray."""
        return HOME / f"{self.area}.sqlite"

    @property
    def config(self) -> Path:
        """The configuration of cosmic-ray."""
        return Path(__file__).with_name(f"{self.area}.toml")


def prepare(wish: Wish, *, fresh: bool, again: bool) -> None:
    """Copy the project, and make a session unless there is one with the same wish and the same code.

    ``fresh`` makes a new one in any case; ``again`` forgets the survivors, so that they are tried once more.
    """
    HOME.mkdir(exist_ok=True)
    for name in (f"{wish.area}-pristine", wish.area):
        shutil.rmtree(HOME / name, ignore_errors=True)
        shutil.copytree(ROOT, HOME / name, ignore=_NOT_COPIED)
        compileall.compile_dir(HOME / name, quiet=2)  # the tool lets Python write none
    told = HOME / f"{wish.area}.json"
    state = json.dumps({**asdict(wish), "code": _digest(ROOT / "conformance" / wish.area)})
    if fresh or not told.exists() or told.read_text() != state or not wish.database.exists():
        told.unlink(missing_ok=True)
        wish.database.unlink(missing_ok=True)
        _init(wish)
        told.write_text(state)
    elif again:
        with closing(sqlite3.connect(wish.database)) as session, session:
            session.execute("DELETE FROM work_results WHERE test_outcome = 'SURVIVED'")


def _digest(folder: Path) -> str:
    sources = (path.read_bytes() for path in sorted(folder.rglob("*.py")))
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def _init(wish: Wish) -> None:
    subprocess.run([*_tool(), "init", str(wish.config), str(wish.database)], cwd=HOME / wish.area, check=True)
    with use_db(str(wish.database), WorkDB.Mode.open) as session:
        chosen = choose(
            session.work_items,
            _place,
            lambda path: (ROOT / path).read_text(encoding="utf-8"),
            seed=wish.seed,
            size=wish.size,
            only=wish.only,
        )
        session.clear()
        session.add_work_items(chosen)


def _place(item: WorkItem) -> Place:
    one = item.mutations[0]
    path, definition = str(one.module_path), one.definition_name or ""
    return Place(path, definition, one.operator_name, one.occurrence, one.start_pos, one.end_pos)


def start(wish: Wish) -> subprocess.Popen[bytes]:
    """Begin to try what has not been tried yet, one mutant after the other."""
    copy = HOME / wish.area
    settings = {
        PRISTINE: str(HOME / f"{wish.area}-pristine"),
        "PYTHONPATH": str(copy),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    command = [*_tool(), "exec", str(wish.config), str(wish.database)]
    return subprocess.Popen(command, cwd=copy, env={**os.environ, **settings})


def _tool() -> list[str]:
    return [sys.executable, "-m", "cosmic_ray.cli"]


def progress(wish: Wish) -> tuple[int, int]:
    """How many mutants have been tried, and how many there are."""
    with use_db(str(wish.database), WorkDB.Mode.open) as session:
        return session.num_results, session.num_work_items
