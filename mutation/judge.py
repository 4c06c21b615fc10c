"""``python -m mutation.judge AREA``, run in a copy of the project with one mutant: exit code 0 when nothing noticed it.

What is pure, the rules of documents and those of a consumer's traffic, is judged by its tests. The suites are judged by
what they are for: the trials of the self-check, those first that the changed code can be felt in, and by the tests of
the changed module.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from mutation.reach import Definition, changed_line, definitions, reached

PRISTINE = "MUTATION_PRISTINE"
"""The environment variable that names the folder of the code as it is."""

_DOCUMENT = "tests/rulebooks/clr10/document"
TESTS: Mapping[str, Sequence[str]] = {
    "document": (f"{_DOCUMENT}/test_broken_documents.py", _DOCUMENT, "tests/document"),
    "traffic": ("tests/traffic", "tests/rulebooks/clr10/consumer", "tests/rulebooks/oauth/consumer"),
}
"""The tests of the areas that nothing else judges, the likeliest first."""

SUITES = Path("conformance/suites")
RULEBOOKS = Path("conformance/rulebooks")
FAULTS, VARIATIONS = 16, 8
"""How many trials of each kind judge a mutant at most."""

FEW = 40
"""Up to so many checks are run alone; for more the whole plan is."""

BUDGET = 60.0
"""Seconds after which no further trial is begun."""

PLUGIN = "conformance.plugin"
MARKS = "tests/standard/test_checks.py"
"""The test that compares the marks of the checks with the catalogue."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What can tell a mutant of the suites: requirement ids, nearest first, and the checks to run (empty: all)."""

    ids: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def arguments(self) -> list[str]:
        """The arguments for pytest that choose the checks."""
        names = " or ".join(sorted({f"test_{check.split('.')[2]}" for check in self.checks}))
        files = " or ".join(sorted({f"test_{check.split('.')[1]}" for check in self.checks}))
        return ["-k", f"({files}) and ({names})"] if self.checks else []


def main() -> None:
    """Judge the mutant in the current folder."""
    _end_with_the_parent()
    _keep_together()
    area = sys.argv[1]
    killed = _tests(TESTS[area]) if area in TESTS else _killed_in_suites(Path(os.environ[PRISTINE]))
    print(killed or "survived")
    sys.stdout.flush()
    os._exit(1 if killed else 0)


def _end_with_the_parent() -> None:
    """The tool ends only itself when it is interrupted."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _keep_together() -> None:
    """Temporary folders go into the copy of the project: nobody clears them away when this process is ended."""
    folder = Path(".temporary").resolve()
    folder.mkdir(exist_ok=True)
    tempfile.tempdir = str(folder)


def _tests(paths: Sequence[str], plugin: str = "pytest_timeout") -> str:
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # which takes as long as many a test
    os.environ["CI"] = "true"  # hypothesis then tries the same examples each time
    plugins = [word for name in ("pytest_timeout", "no:cacheprovider", plugin) for word in ("-p", name)]
    code = pytest.main(["-x", "-q", "--tb=line", "--assert=plain", *plugins, *paths])
    return f"tests: {code!r}" if code else ""


def _killed_in_suites(pristine: Path) -> str:
    path, line = _mutant(pristine)
    mirror = _naming(path.stem)
    known = [one for module in _modules(pristine) for one in definitions(str(module), (pristine / module).read_text())]
    aimed = aim(sorted(reached(known, str(path), line).items(), key=lambda one: one[1]))
    print(f"{path}:{line}", aimed.ids[:8], *aimed.arguments)
    if path.parent == SUITES and mirror and (killed := _tests(mirror, PLUGIN)):
        return killed
    return _trials(aimed) or (_tests([*mirror, MARKS], PLUGIN) if path.parent != SUITES else "")


def _naming(stem: str) -> list[str]:
    """The tests of the suites that are called after a module or import it, but for the one that takes a minute."""
    called = f"test_{stem.removeprefix('test_')}"
    rooms = [*Path("tests/suites").glob("test_*.py"), *Path("tests/rulebooks").glob("*/provider/test_*.py")]
    tests = [path for path in sorted(rooms) if path.stem != "test_foreign"]
    imports = re.compile(rf"conformance\.(suites|rulebooks\.\w+\.provider)\.{stem}\b")
    return [str(path) for path in tests if path.stem.startswith(called) or imports.search(path.read_text())]


def _modules(root: Path) -> list[Path]:
    found = [*(root / SUITES).rglob("*.py"), *(root / RULEBOOKS).rglob("provider/*.py")]
    return sorted(path.relative_to(root) for path in found)


def _mutant(pristine: Path) -> tuple[Path, int]:
    for path in _modules(pristine):
        if line := changed_line((pristine / path).read_text(), path.read_text()):
            return path, line
    raise SystemExit("there is no mutant here")


def aim(felt: Sequence[tuple[Definition, int]]) -> Aim:
    """What to look at when a change is felt in these definitions, nearest first."""
    from conformance.rulebooks import find
    from conformance.standard import editions, load

    # These look at what other checks brought, and need the whole plan.
    last = {module for book in editions() if (rules := find(book).provider) for module in rules.last}

    near = {
        f"provider.{Path(one.path).stem.split('_')[1]}.{one.name.removeprefix('test_')}": distance
        for one, distance in felt
        if "provider/test_" in one.path
    }
    deciding = [(min(near.get(check, inf) for check in row.checks), row) for row in load("clr10") if row.checks]
    rows = [row for distance, row in sorted(deciding, key=lambda one: (one[0], _chance(one[1].id))) if distance < inf]
    checks = tuple(dict.fromkeys(check for row in rows for check in row.checks))
    alone = 0 < len(checks) <= FEW and all(
        check.startswith("provider.") and f"test_{check.split('.')[1]}" not in last for check in checks
    )
    return Aim(tuple(row.id for row in rows), checks if alone else ())


def _chance(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _trials(aimed: Aim) -> str:
    """What the first trial says that is not as it should be."""
    overdue = time.monotonic() + BUDGET
    chosen = trials_for(aimed)
    for number, one in enumerate(chosen):
        if time.monotonic() > overdue:
            print(f"{len(chosen) - number} trials were not begun")
            break
        if wrong := _wrong(one, aimed):
            return f"trial {one or 'clean'}: {' '.join(wrong)}"
    return ""


def trials_for(aimed: Aim) -> list[str]:
    """The ids of the trials: the clean mock, faults that break what is aimed at, variations of the same operations."""
    from conformance.selfcheck.blend import CLEAN
    from mock_provider.behaviours import faults, variations

    place = {name: number for number, name in enumerate(aimed.ids)}
    near = {one.id: [place[name] for name in one.breaks if name in place] for one in faults().values()}
    struck = sorted((min(places), _chance(name), name) for name, places in near.items() if places)[:FAULTS]
    spoken = {operation for _, _, name in struck for operation in faults()[name].operations}
    alike = (one.id for one in variations().values() if not one.operations or spoken & set(one.operations))
    return [CLEAN, *(name for _, _, name in struck), *sorted(alike, key=_chance)[:VARIATIONS]]


def _wrong(trial_id: str, aimed: Aim) -> list[str]:
    """The checks that crashed; else what was not named, accused wrongly, or left undecided on the clean mock."""
    from conformance.record import Verdict
    from conformance.selfcheck.blend import CLEAN, blend_of
    from conformance.selfcheck.matrix import matrix
    from conformance.selfcheck.trial import trial
    from conformance.standard import load

    standard = load("clr10")
    known = {member.id: member for member in blend_of(trial_id).members}
    found = trial(trial_id, aimed.arguments)
    row = matrix([found], known, standard, 0.0, whole=False).rows[0]
    wrong = {*row.survived, *row.false_alarms}
    if row.crashes or not aimed.checks:
        return list(row.crashes) or sorted(wrong)
    lost = {name for name in aimed.ids if trial_id == CLEAN and found.verdicts[name] is Verdict.EXCLUDED}
    return sorted(wrong & set(aimed.ids) | lost - set(standard.wire_only))


if __name__ == "__main__":
    main()
