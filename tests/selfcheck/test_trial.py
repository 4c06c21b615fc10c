"""One trial of each kind, for real: the whole provider plan against the mock in this process."""

from __future__ import annotations

from conformance.record import Verdict
from conformance.selfcheck.trial import CLEAN, trial
from mock_provider.faults.library import faults
from mock_provider.variations import variations


def test_the_clean_mock_passes() -> None:
    found = trial(CLEAN)
    assert found.broken() == frozenset()
    assert Verdict.INCOMPLETE not in found.verdicts.values()
    assert sum(verdict is Verdict.PASS for verdict in found.verdicts.values()) > 200


def test_a_fault_is_named_by_its_requirement() -> None:
    found = trial("gcs-limit-zero-accepted")
    assert "CLR10-GCS-006" in found.broken()
    assert any("limit=0" in message for message in found.messages["CLR10-GCS-006"])


def test_ids_tell_faults_and_variations_apart() -> None:
    assert all(fault.kind == "fault" and fault.breaks for fault in faults().values())
    assert all(one.kind == "variation" and not one.breaks for one in variations().values())
    assert not faults().keys() & variations().keys()
