"""Many documents: what is a matter of the whole process is left as it was."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

from conformance.cli.documents.judging import Options
from conformance.cli.documents.running import judged
from conformance.cli.documents.source import Source


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    source, options = Source(str(tmp_path / "a.json"), "file"), Options(now=datetime.now(UTC))
    assert len(list(judged([source], options, 1))) == 1
    assert gc.isenabled()
    gc.disable()
    try:
        for _ in judged([source], options, 1):
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_garbage_collector_runs_between_two_documents(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    source = Source(str(tmp_path / "a.json"), "file")
    for _ in judged([source, source], Options(now=datetime.now(UTC)), 1):
        assert gc.isenabled()
