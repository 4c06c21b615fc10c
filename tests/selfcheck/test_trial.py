"""One trial of each kind, for real: the whole provider plan against the mock in this process."""

from __future__ import annotations

import hashlib
import os

import pytest

from conformance.record import Verdict
from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.matrix import matrix
from conformance.selfcheck.trial import trial
from conformance.selfcheck.workers import trials
from conformance.standard import load
from mock_provider.behaviours import faults, variations


def test_the_clean_mock_passes() -> None:
    found = trial(CLEAN)
    assert found.broken() == frozenset()
    assert Verdict.INCOMPLETE not in found.verdicts.values()
    assert sum(verdict is Verdict.PASS for verdict in found.verdicts.values()) > 200


def test_a_fault_is_named_by_its_requirement() -> None:
    found = trial("gcs-limit-zero-accepted")
    assert "CLR10-GCS-006" in found.broken()
    assert any("limit=0" in message for message in found.messages["CLR10-GCS-006"])


SAMPLE = sorted(faults(), key=lambda one: hashlib.sha256(one.encode()).digest())[:12]
UNUSUAL = sorted(variations(), key=lambda one: hashlib.sha256(one.encode()).digest())[:4]


@pytest.mark.skipif(bool({"CI", "CLR_TEST_SELFCHECK"} & os.environ.keys()), reason="test_whole runs all trials")
def test_a_sample_of_the_matrix_is_proved() -> None:
    found = list(trials([CLEAN, *SAMPLE, *UNUSUAL], os.cpu_count() or 1))
    proved = matrix(found, {**faults(), **variations()}, load("clr10"), 0.0, whole=False)
    wrong = {row.id: (row.survived, row.false_alarms, row.crashes) for row in proved.rows if not row.good}
    assert wrong == {}
    assert len(proved.rows) == 1 + len(SAMPLE) + len(UNUSUAL)


def test_a_fault_that_needs_a_real_connection_is_named_in_a_trial_of_many() -> None:
    """The plan of the common start leaves out what only a connection shows; such a trial asks for it again."""
    (found,) = trials(["tok-plain-http"], 1)
    assert "CLR10-TOK-016" in found.broken()


def test_every_decided_requirement_has_a_fault_or_says_why_not() -> None:
    proved = matrix([], {**faults(), **variations()}, load("clr10"), 0.0)
    assert [name for name, reason in proved.uncovered.items() if not reason] == []
    assert len(faults()) >= 250
    assert len(variations()) >= 40


def test_ids_tell_faults_and_variations_apart() -> None:
    assert all(fault.kind == "fault" and fault.breaks for fault in faults().values())
    assert all(one.kind == "variation" and not one.breaks for one in variations().values())
    assert not faults().keys() & variations().keys()
