"""A person leads a wallet of other hands through ``consumer --by-hand`` in a real Chromium, stops, and goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clr_reports.run_file import load as read_run
from mock_provider.testing import process_folder
from tests.consumer.strangers import FOREIGN

COMMAND = (sys.executable, "-m", "conformance", "consumer", "consumer-read", "--by-hand", "--only", "denied")
SHOWN = "Does the wallet show the learner's records?"


@dataclass
class Seat:
    """The command that runs, and the browser in front of which the person sits."""

    process: subprocess.Popen[str]
    console: Any
    wallet: Any
    folder: Path
    printed: str = ""

    def value(self, label: str) -> str:
        row = self.console.locator("dl > div", has=self.console.locator("dt", has_text=re.compile(f"^{label}$")))
        return str(row.locator("code").inner_text())

    def connect(self, decision: str) -> int:
        """Type what the page shows into the wallet; log in where it sends the browser."""
        opened = self.folder / f"opened-{decision}"
        os.mkfifo(opened)
        browser = self.folder / f"browser-{decision}"
        browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
        browser.chmod(0o700)
        state = self.folder / f"state-{decision}"
        state.mkdir()
        told = {
            "CLR_URL": self.value("Address of the provider"),
            "CLR_USERNAME": self.value("User name"),
            "CLR_STATE_DIR": str(state),
            "REQUESTS_CA_BUNDLE": self.value("Authority to trust"),
            "BROWSER": str(browser),
        }
        wallet = subprocess.Popen([sys.executable, str(FOREIGN / "wallet.py"), "read"], env={**os.environ, **told})
        self.wallet.goto(opened.read_text())
        self.wallet.get_by_label("User name").fill(self.value("User name"))
        self.wallet.get_by_label("Password").fill(self.value("Password"))
        self.wallet.get_by_role("button", name="Sign in").click()
        self.wallet.get_by_role("button", name=decision).click()
        self.wallet.get_by_text("You can close this window").wait_for()
        return wallet.wait(60)

    def wait_for(self, text: str) -> None:
        """The text to look at: what is said to a screen reader repeats some of it, a moment later."""
        self.console.get_by_text(text).and_(self.console.locator(":not(#said)")).wait_for()

    def press(self, name: str) -> None:
        self.console.get_by_role("button", name=name).click()

    def answer(self, question: str, value: str) -> None:
        group = self.console.get_by_role("group", name=question)
        group.get_by_label(value, exact=True).check()
        group.get_by_text("Kept as attested").wait_for()

    def ended(self) -> int:
        self.printed, _ = self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def pages(browser: Any) -> Iterator[tuple[Any, Any]]:
    context = browser.new_context(ignore_https_errors=True)
    yield context.new_page(), context.new_page()
    context.close()


@contextmanager
def led(pages: tuple[Any, Any], folder: Path, *more: str) -> Iterator[Seat]:
    """The command, with its page open in the browser."""
    out = () if "--resume" in more else ("--out", str(folder / "out"))
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--data-dir", str(process_folder()), *out, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if "/console#" in line)
        pages[0].goto(address)
        yield Seat(process, *pages, folder)
    finally:
        process.kill()
        process.wait()


def test_a_person_connects_answers_stops_and_goes_on_another_day(pages: tuple[Any, Any], tmp_path: Path) -> None:
    with led(pages, tmp_path) as seat:
        seat.wait_for("Your turn · step 1 of 2")
        assert seat.connect("Allow") == 0
        seat.press("Done")
        seat.answer(SHOWN, "Yes")
        seat.press("These are my answers")
        seat.wait_for("Nothing is wrong")
        seat.press("Go on")
        seat.wait_for("Your turn · step 2 of 2")
        seat.process.send_signal(signal.SIGINT)
        assert seat.ended() == 3
        assert "with --resume" in " ".join(seat.printed.split())
    (first,) = read_run(tmp_path / "out" / "run.json").sittings
    assert (first.scenario, [answer.value for answer in first.answers]) == ("plain", ["yes"])

    with led(pages, tmp_path, "--resume", str(tmp_path / "out")) as seat:
        seat.wait_for("Your turn · step 2 of 2")
        seat.wait_for("choose Deny")
        assert seat.connect("Deny") == 20
        seat.press("Done")
        seat.answer(SHOWN, "No")
        seat.answer("Does the wallet say that access was denied?", "Yes")
        seat.press("These are my answers")
        seat.wait_for("The learner says no")
        shown = seat.console.content()
        seat.press("Go on")
        seat.console.locator("#message", has_text="All steps are played").wait_for()
        assert seat.ended() in (0, 3)
    record = read_run(tmp_path / "out" / "run.json")
    assert [(one.scenario, one.ends) for one in record.sittings] == [("plain", ("through",)), ("denied", ("refused",))]
    assert not record.problems
    secrets = {word for one in first_secrets(tmp_path) for word in one if len(word) > 10}
    assert secrets
    written = shown + "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir() if path.is_file())
    assert [secret for secret in secrets if secret in written] == []


def first_secrets(folder: Path) -> Iterator[list[str]]:
    """What the wallet was given for itself."""
    for path in folder.glob("state-*/wallet.json"):
        kept = json.loads(path.read_text())
        yield [kept["client"]["client_secret"], *(one["access_token"] for one in kept.get("tokens", {}).values())]
