"""The page on strangers' software names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "strangers.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| [A-Z]\d+ \|", line)]


def test_every_find_has_a_row_and_every_row_a_test() -> None:
    finds = [line.split("|")[1].strip() for line in ROWS]
    areas = {"P": 19, "R": 15, "D": 10, "M": 11, "U": 5}
    wanted = [f"{area}{number}" for area, last in areas.items() for number in range(1, last + 1)]
    assert finds == [*wanted, "K1", "K2", "K4"]
    assert [line for line in ROWS if "`" not in line.split("|")[-2]] == []


def test_the_tests_are_there() -> None:
    missing = []
    for row in ROWS:
        for named in re.findall(r"`([^`]+)`", row.split("|")[-2]):
            path, _, function = named.partition("::")
            file = ROOT / "tests" / path
            if not file.is_file() or f"def {function}" not in file.read_text(encoding="utf-8"):
                missing.append(named)
    assert missing == []
