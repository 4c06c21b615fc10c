"""The reference consumer as a process: it starts as fast as any other, and does not know the mock."""

from __future__ import annotations

import subprocess
import sys

import pytest

NOT_NEEDED = ("mock_provider", "sqlalchemy", "starlette", "uvicorn", "pytest", "clr_reports")


@pytest.mark.parametrize("module", ["conformance.consumer.own", "conformance.consumer.login"])
def test_a_process_of_ours_imports_nothing_of_the_mock(module: str) -> None:
    asked = f"import sys, {module}; print([name for name in {NOT_NEEDED!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.strip() == "[]"
