"""What only a person can decide is listed, said on the verdict line, and counts as the user wants."""

from __future__ import annotations

from pathlib import Path

from conformance.plan import shipped
from tests.cli.conftest import Judge

ROW = "CLR10-RVK-001"
SEEN = """
seen_by_hand:
  - {requirement: CLR10-RVK-001, by: dana@example.edu, when: 2026-11-20, note: each client is listed}
"""


def test_rows_by_hand_are_listed_and_said_on_the_verdict_line(judge: Judge) -> None:
    ended = judge("-s", "GCS-001", "-s", ROW)
    assert ended.code == 0
    assert "By hand: look at these yourself (1)" in ended.out
    assert f"{ROW} MUST" in ended.out
    assert "1 is left to a person, by hand." in ended.out


def test_strict_manual_wants_them_decided(judge: Judge, tmp_path: Path) -> None:
    ended = judge("-s", "GCS-001", "-s", ROW, "--strict-manual")
    assert ended.code == 3
    assert "0 of 1 requirement failed, but the run is not complete; 1 is left to a person, by hand." in ended.out

    plan = tmp_path / "mine.yaml"
    strict = shipped.text("provider-read").replace("strict_manual: false", "strict_manual: true")
    plan.write_text(strict, encoding="utf-8")
    assert judge("-s", "GCS-001", "-s", ROW, plan=plan).code == 3
    plan.write_text(strict + SEEN, encoding="utf-8")
    ended = judge("-s", "GCS-001", "-s", ROW, plan=plan)
    assert ended.code == 0, ended.out
    assert ended.verdicts[ROW] == "pass"
