"""What the how-to page of the mock tells a reader to write runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs/how-to/mock.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_its_code_runs(block: str) -> None:
    exec(compile(block, "docs/how-to/mock.md", "exec"), {})


def test_there_is_code() -> None:
    assert len(BLOCKS) == 3
