"""How the sittings of a run are shown while they are played."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from conformance.cli.consumer_running import TerminalAudience


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_sittings_that_are_played_again_have_a_bar_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    before = threading.active_count()
    audience = TerminalAudience()
    audience.begins(3)
    audience.begins(1)
    assert threading.active_count() == before + 1, "one bar is drawn at a time"
    audience.close()
    assert threading.active_count() == before
