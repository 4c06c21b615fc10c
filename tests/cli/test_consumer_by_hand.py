"""``clr-conformance consumer --by-hand``: what cannot be is said before anything begins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mock_provider.listening import bound


def by_hand(out: Path, *options: str, plan: str = "consumer-read") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "conformance", "consumer", plan, "--out", str(out / "out"), *options]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--by-hand", "--", "my-wallet"), "a person leads the consumer, or a command does"),
        (("--by-hand", "--allow-remote"), "--public-host"),
        (("--port", "8440", "--", "my-wallet"), "--by-hand is missing"),
        (("--public-host", "wallet.example", "--", "my-wallet"), "--by-hand is missing"),
        (("--by-hand", "--only", "no-such-scenario"), "no scenario"),
        (("--by-hand", "--port", "70000"), "70000"),
    ],
)
def test_wrong_usage_is_one_problem_and_exit_code_2(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    ended = by_hand(tmp_path, "--data-dir", str(tmp_path), *options)
    assert ended.returncode == 2
    assert told in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr


def test_a_verifier_of_files_is_not_led_by_hand(tmp_path: Path) -> None:
    ended = by_hand(tmp_path, "--by-hand", plan="consumer-verify")
    assert (ended.returncode, "there is no wallet to connect" in " ".join(ended.stderr.split())) == (2, True)


@pytest.mark.parametrize("option", ["--port", "--console-port"])
def test_a_port_on_which_somebody_listens_is_named_with_the_way_out(tmp_path: Path, option: str) -> None:
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        free = () if option == "--port" else ("--port", "0")
        ended = by_hand(tmp_path, "--by-hand", "--data-dir", str(tmp_path), option, port, *free)
    assert ended.returncode == 2
    assert f"name another port with {option}" in " ".join(ended.stderr.split())


def test_there_is_nothing_to_go_on_with_where_nothing_was_stopped(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    ended = by_hand(
        tmp_path, "--by-hand", "--port", "0", "--data-dir", str(tmp_path), "--resume", str(tmp_path / "out")
    )
    assert (ended.returncode, "Start it anew" in " ".join(ended.stderr.split())) == (2, True)
