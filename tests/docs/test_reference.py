"""The reference pages say what the code says, and the code holds nothing that they do not tell."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from clr_reports.run_file import schema
from conformance.plan import shipped

ROOT = Path(__file__).parents[2]


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "commands.md",
        "plan.md",
        "requirements.md",
        "run-record.md",
        "problems.md",
        "faults.md",
        "scenarios.md",
        "broken-documents.md",
        "vectors.md",
    ],
)
def test_a_generated_page_is_current(pages: dict[str, str], name: str) -> None:
    page = pages[name]
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == page, "run: python docs/generate.py"


def test_what_explain_knows_of_problems_is_current() -> None:
    module = generator()
    assert module.PROBLEMS.read_text(encoding="utf-8") == module.problems_data(), "run: python docs/generate.py"


def test_the_words_that_name_nobody_in_what_a_run_says_are_current() -> None:
    module = generator()
    assert module.WORDS.read_text(encoding="utf-8") == module.own_words(), "run: python docs/generate.py"


@pytest.mark.parametrize("root", [*map(shipped.schema, shipped.ROLES), schema()], ids=[*shipped.ROLES, "run record"])
def test_every_member_of_a_schema_is_described(root: Mapping[str, Any]) -> None:
    silent = [name for name, _, meaning in generator()._members(root, root, "") if not meaning]
    assert silent == []


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages as a process of its own makes them: click remembers on a command how it was called before."""
    script = "import json, runpy; print(json.dumps(runpy.run_path('docs/generate.py')['pages']()))"
    made = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(made.stdout)
    return found


def links() -> Iterator[tuple[str, str]]:
    for page in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://")):
                yield str(page.relative_to(ROOT)), target


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [(page, target) for page, target in links() if not (ROOT / page).parent.joinpath(target).exists()]
    assert broken == []


def test_exit_codes_are_the_same_everywhere() -> None:
    from conformance import verdicts

    codes = {verdicts.EXIT_OK, verdicts.EXIT_FAILED, verdicts.EXIT_USAGE, verdicts.EXIT_INCOMPLETE}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d) \| ", readme, re.MULTILINE)} == codes


def test_a_package_index_shows_no_link_that_leads_nowhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    for change in project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        shown = re.sub(change["pattern"], change["replacement"], shown)
    targets = re.findall(r"\]\(([^)]+)\)", shown)
    assert [one for one in targets if not one.startswith(("https://", "#"))] == []
    assert "Tutorial: judge your provider (`docs/tutorial.md`)" in shown
    assert all(url.startswith("https://") for url in project["project"]["urls"].values())
