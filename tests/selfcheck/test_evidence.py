"""What a finding must cite to speak of a fault."""

from __future__ import annotations

from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.blend import CLEAN, Blend
from conformance.selfcheck.evidence import supported
from conformance.selfcheck.subject import subject
from conformance.selfcheck.trial import trial, watch
from mock_provider.behaviour import Fault
from mock_provider.behaviours import faults


def test_only_exchanges_that_the_fault_changed_are_touched() -> None:
    fault = faults()["gcs-limit-zero-accepted"]
    with subject(Blend(fault)) as judged:
        run = ProviderRun(judged.plan, app=judged.app)
        touched = watch(judged, Blend(fault), run)
        assert touched is not None
        right = run.target.wire.send("GET", f"{run.target.base}/clrs", label="without a limit")
        zero = run.target.wire.send("GET", f"{run.target.base}/clrs?limit=0", label="with a limit of 0")
        run.target.close()
    assert right.index not in touched
    assert zero.index in touched


def test_what_the_mock_was_started_with_touches_everything() -> None:
    fault = Fault(id="odd", title="Odd", how="", settings={"delete_status": 202})
    with subject(Blend(fault)) as judged:
        run = ProviderRun(judged.plan, app=judged.app)
        assert watch(judged, Blend(fault), run) is None
        run.target.close()


def test_a_requirement_is_witnessed_by_findings_about_touched_exchanges_only() -> None:
    fault = faults()["gcs-limit-zero-accepted"]
    with subject(Blend(fault)) as judged:
        run = ProviderRun(judged.plan, app=judged.app)
        touched = watch(judged, Blend(fault), run)
        run_suites(run, ("-k", "test_gcs"))
    assert "CLR10-GCS-006" in supported(run.record, touched)
    assert supported(run.record, frozenset()) == frozenset()


def test_a_clean_trial_witnesses_nothing() -> None:
    assert trial(CLEAN).supported == frozenset()
