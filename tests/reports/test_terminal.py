"""What a user sees at the end of a run."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from clr_reports.terminal import print_report, show, text
from conformance.record import RunRecord, Verdict
from conformance.standard import Standard


def test_a_failed_run(record: RunRecord, small_catalogue: Standard, snapshot: SnapshotAssertion) -> None:
    assert text(record) == snapshot


def test_a_good_run(record: RunRecord, small_catalogue: Standard, snapshot: SnapshotAssertion) -> None:
    good = replace(record, requirements=record.by_verdict(Verdict.PASS), problems=(), leftovers=(), exit_code=0)
    assert text(good) == snapshot


def test_a_run_that_never_reached_its_target(record: RunRecord, snapshot: SnapshotAssertion) -> None:
    assert text(replace(record, requirements=(), exchanges=(), leftovers=(), exit_code=3)) == snapshot


def test_quiet_is_the_verdict_alone(record: RunRecord, snapshot: SnapshotAssertion) -> None:
    assert text(record, quiet=True) == snapshot


def test_the_same_record_gives_the_same_text(record: RunRecord) -> None:
    assert text(record) == text(record)


def on_a_console(record: RunRecord, **settings: object) -> str:
    page = io.StringIO()
    show(record, Console(file=page, **settings))  # type: ignore[arg-type]
    return page.getvalue()


def test_a_target_cannot_steer_the_terminal(hostile: RunRecord) -> None:
    shown = on_a_console(hostile, force_terminal=False, width=100)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[red]not markup[/red]" in shown.replace("\n", "")
    shown.encode("utf-8")


def test_colours_are_for_a_terminal_only(
    record: RunRecord, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in on_a_console(record, force_terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in on_a_console(record, force_terminal=True)
    print_report(record)
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_but_a_command_that_one_copies(record: RunRecord, width: int) -> None:
    for line in on_a_console(record, force_terminal=False, width=width).splitlines():
        assert len(line) <= width or line.startswith("curl")


def test_a_curl_line_is_whole(record: RunRecord) -> None:
    assert record.exchanges[1].curl in on_a_console(record, force_terminal=False, width=30).splitlines()
