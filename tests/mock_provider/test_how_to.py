"""What the how-to page of the mock tells a reader to write runs as it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mock_provider.accounts import read_users
from mock_provider.edition import find
from mock_provider.lenient import mends
from mock_provider.testing import running_mock

PAGE = (Path(__file__).parents[2] / "docs/how-to/mock.md").read_text(encoding="utf-8")
CLIENT, *BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_client_at_its_beginning_reads_every_page(tmp_path: Path) -> None:
    (tmp_path / "client.py").write_text(CLIENT, encoding="utf-8")
    with running_mock(auto_login="first", standard="clr-v1p0") as mock:
        told = {**os.environ, "CLR_URL": mock.url, "CLR_CA": str(mock.ca_path)}
        ended = subprocess.run(
            [sys.executable, "client.py"],
            cwd=tmp_path,
            env=told,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert ended.returncode == 0, ended.stderr
    ids = ended.stdout.split()
    assert len(ids) == len(set(ids)) == 109
    assert mock.known_ids["rich_clr"] in ids


def test_that_client_is_short() -> None:
    statements = [line for line in CLIENT.splitlines() if line.strip() and not line.startswith(("import", "from"))]
    assert len(statements) <= 22


def test_the_users_of_the_page_are_users() -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert read_users(yaml.safe_load(block))["grace"].content == "mira"


def test_every_departure_is_in_its_table() -> None:
    table = PAGE[PAGE.index("| departure |") : PAGE.index("X-Clr-Mock-Lenient")]
    assert set(re.findall(r"`([a-z_]+)`", table)) >= mends(find("clr10")).keys()


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_its_code_runs(block: str) -> None:
    exec(compile(block, "docs/how-to/mock.md", "exec"), {})


def test_there_is_code() -> None:
    assert len(BLOCKS) == 3
