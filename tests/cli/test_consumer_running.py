"""How the sittings of a run are shown while they are played."""

from __future__ import annotations

import io
import sys

import pytest
from rich.progress import Progress

from conformance.cli.consumer_running import TerminalAudience


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_sittings_that_are_played_again_have_a_bar_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    told: list[str] = []
    monkeypatch.setattr(Progress, "start", lambda _: told.append("opened"))
    monkeypatch.setattr(Progress, "stop", lambda _: told.append("closed"))
    audience = TerminalAudience()
    audience.begins(3)
    audience.begins(1)
    audience.close()
    audience.close()
    assert told == ["opened", "closed", "opened", "closed"]
