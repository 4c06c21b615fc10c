"""Who may import whom: the rooms of the project keep to their walls, and the contract that says so can fail."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"conformance": ROOT, "mock_provider": ROOT, "clr_reports": ROOT / "reports"}
LINT = "from importlinter.cli import lint_imports_command as run; run()"


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    """What the contracts say of the packages in that folder."""
    code = f"import sys; sys.path[:0] = [{str(where)!r}, {str(where / 'reports')!r}]; {LINT}"
    command = [sys.executable, "-c", code, "--no-cache"]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def test_no_import_crosses_a_wall() -> None:
    outcome = lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, free to be changed."""
    where = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", where)
    for package, above in PACKAGES.items():
        target = where / above.relative_to(ROOT) / package
        shutil.copytree(above / package, target, ignore=shutil.ignore_patterns("__pycache__"))
    return where


@pytest.mark.parametrize(
    ("room", "imports"),
    [
        ("conformance/document/judge.py", "conformance.trust"),
        ("mock_provider/http/status.py", "conformance.wire"),
        ("conformance/run/results.py", "clr_reports"),
        ("conformance/suites/answer.py", "mock_provider.signing"),
        ("conformance/rulebooks/oauth/__init__.py", "conformance.rulebooks.clr10"),
        ("mock_provider/oauth/core.py", "mock_provider.clr10"),
    ],
)
def test_an_import_across_a_wall_is_found(copy: Path, room: str, imports: str) -> None:
    file = copy / room
    right = file.read_text(encoding="utf-8")
    file.write_text(right + f"\nimport {imports}\n", encoding="utf-8")
    try:
        outcome = lint(copy)
    finally:
        file.write_text(right, encoding="utf-8")
    assert outcome.returncode != 0
    assert f"{'.'.join(Path(room).with_suffix('').parts).removesuffix('.__init__')} -> {imports}" in outcome.stdout


@pytest.mark.parametrize("package", ["conformance", "mock_provider"])
def test_a_new_room_has_to_say_where_it_stands(copy: Path, package: str) -> None:
    room = copy / package / "attic.py"
    room.write_text('"""A room that no contract names."""\n', encoding="utf-8")
    try:
        outcome = lint(copy)
    finally:
        room.unlink()
    assert outcome.returncode != 0
    assert f"{package}.attic" in outcome.stdout


def modules() -> dict[str, Path]:
    """Every module by its name."""
    return {
        ".".join(path.relative_to(above).with_suffix("").parts).removesuffix(".__init__"): path
        for package, above in PACKAGES.items()
        for path in (above / package).rglob("*.py")
    }


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The project's modules that a file imports, wherever in it: for types alone and inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from (name for name in ((whole,) if whole in known else (node.module,)) if name in known)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Modules each of which imports the next, and the last of which is the first; empty when there are none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = modules()
    assert circle({name: set(imported(path, known)) - {name} for name, path in known.items()}) == []


def test_a_circle_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == {"b", "c"}
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
