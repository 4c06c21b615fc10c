"""Trials in processes that run one after the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

import pytest

from conformance.selfcheck import series as module
from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.series import series
from conformance.selfcheck.trial import Trial, trial
from conformance.selfcheck.trial import learnt as own_learnt
from conformance.selfcheck.workers import trials

FAULT = "gcs-limit-zero-accepted"


def test_a_trial_learns_the_same_after_others_as_alone() -> None:
    found: list[Trial] = []
    series([CLEAN, FAULT, "tok-plain-http", CLEAN, FAULT], found.append)
    first, faulty, _, again, repeated = found
    assert again.verdicts == first.verdicts == trial(CLEAN).verdicts
    assert repeated.verdicts == faulty.verdicts == trial(FAULT).verdicts
    assert "CLR10-GCS-006" in repeated.supported == faulty.supported


def test_a_process_that_dies_takes_its_one_trial_with_it() -> None:
    running = trials([CLEAN, FAULT, "gcs-limit-text-ignored"], 1)
    assert next(running).problems == ()
    (process,) = multiprocessing.active_children()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    lost, last = running
    assert lost.problems == ("trial-failed: the process that ran it ended",)
    assert (lost.id, lost.broken()) == (FAULT, frozenset())
    assert "CLR10-GCS-006" in last.broken()
    assert multiprocessing.active_children() == []


def test_an_error_of_the_harness_ends_one_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Trial] = []
    ends = iter([RuntimeError("a fault of ours")])

    def learnt(*what: Any) -> Trial:
        for error in ends:
            raise error
        return own_learnt(*what)

    monkeypatch.setattr(module, "learnt", learnt)
    module.series([CLEAN, FAULT], found.append)
    assert found[0].problems == ("trial-failed: RuntimeError: a fault of ours",)
    assert "CLR10-GCS-006" in found[1].broken()
