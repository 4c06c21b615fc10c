"""Many documents: what is a matter of the whole process is left as it was."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

from conformance.inspection.options import Options
from conformance.inspection.running import inspect
from conformance.inspection.source import Source


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    source, options = Source(str(tmp_path / "a.json"), "file"), Options(now=datetime.now(UTC))
    assert len(list(inspect([source], options, 1))) == 1
    assert gc.isenabled()
    gc.disable()
    try:
        for _ in inspect([source], options, 1):
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_garbage_collector_runs_between_two_documents(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    source = Source(str(tmp_path / "a.json"), "file")
    for _ in inspect([source, source], Options(now=datetime.now(UTC)), 1):
        assert gc.isenabled()
