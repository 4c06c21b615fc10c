"""A whole self-check as its user meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.record import Verdict
from conformance.selfcheck import session
from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.session import choose
from conformance.selfcheck.trial import Trial
from conformance.standard import load
from mock_provider.behaviours import faults


def passed(trial_id: str) -> Trial:
    return Trial(trial_id, "clean", {"CLR10-GCS-001": Verdict.PASS}, {}, frozenset(), (), 0.1)


def test_what_was_learnt_before_an_interruption_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(ids: Sequence[str], workers: int, book: str) -> Iterator[Trial]:
        yield passed(CLEAN)
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "trials", interrupted)
    outcome = CliRunner().invoke(group, ["selfcheck", "--only", "GCS-006", "--out", str(tmp_path)])

    assert outcome.exit_code == 130
    assert "interrupted" in outcome.output
    kept = json.loads((tmp_path / "selfcheck.json").read_bytes())
    assert len(kept["trials"]) == 1
    assert kept["missing"] == len(choose(["GCS-006"], faults(), load("clr10"))) - 1
    assert kept["proved"] is False
    assert "were not run" in (tmp_path / "selfcheck.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["gcs-limit-zero-accepted", "CLR10-GCS-006", "gcs-006", "GCS"])
def test_a_fault_is_chosen_by_its_id_or_by_what_it_breaks(name: str) -> None:
    chosen = choose([name], faults(), load("clr10"))
    assert chosen[0] == CLEAN
    assert "gcs-limit-zero-accepted" in chosen
    assert "tok-end-zero" not in chosen


def test_progress_is_told_by_tenths_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    advance = session._tenths(50)
    for _ in range(50):
        advance(passed(CLEAN))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "trials 5/50"
    assert lines[-1] == "trials 50/50"
    assert len(lines) == 10
