"""What the trials prove."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Verdict
from conformance.selfcheck import files
from conformance.selfcheck.matrix import Matrix, matrix
from conformance.selfcheck.trial import Trial
from conformance.standard import load
from mock_provider.behaviour import Behaviour, Fault, Variation

FAULT = Fault(id="f", title="F <b>", how="", breaks=("CLR10-GCS-006",), consequences={"CLR10-GCS-007": "because"})
UNUSUAL = Variation(id="v", title="V", how="")


def trial(fault: Behaviour | None = FAULT, message: str = "limit=0 was accepted", **verdicts: Verdict) -> Trial:
    found = {f"CLR10-GCS-{name[1:]}": verdict for name, verdict in verdicts.items()}
    messages = {
        name: (message,) for name, verdict in found.items() if verdict in (Verdict.FAIL, Verdict.WARN) and message
    }
    cited = frozenset(messages)
    return Trial(fault.id if fault else "", fault.kind if fault else "clean", found, messages, cited, (), 1.0)


def proved(*trials: Trial) -> Matrix:
    return matrix(trials, {"f": FAULT, "v": UNUSUAL}, load("clr10"), 1.0, whole=False)


def cells(*trials: Trial) -> dict[str, Any]:
    return dict(proved(*trials).rows[0].cells)


def test_a_fault_is_killed_when_its_requirement_is_named() -> None:
    assert cells(trial(_006=Verdict.FAIL)) == {"CLR10-GCS-006": "killed"}
    assert cells(trial(_006=Verdict.WARN)) == {"CLR10-GCS-006": "killed"}


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.INCOMPLETE, Verdict.NOT_APPLICABLE])
def test_anything_else_lets_it_survive(verdict: Verdict) -> None:
    found = proved(trial(_006=verdict))
    assert found.rows[0].survived == ("CLR10-GCS-006",)
    assert not found.good


@pytest.mark.parametrize(
    ("verdict", "cell"), [(Verdict.WARN, "consequence"), (Verdict.FAIL, "false alarm"), (Verdict.PASS, None)]
)
def test_what_a_variation_leaves_open_may_warn_and_never_fail(verdict: Verdict, cell: str | None) -> None:
    leaving_open = Variation(id="v", title="V", how="", doubts=("CLR10-GCS-006",))
    found = matrix([trial(leaving_open, _006=verdict)], {"v": leaving_open}, load("clr10"), 1.0, whole=False)
    assert found.rows[0].cells.get("CLR10-GCS-006") == cell
    assert found.good is (cell != "false alarm")


def test_a_kill_without_a_finding_does_not_count() -> None:
    assert cells(trial(message="", _006=Verdict.FAIL)) == {"CLR10-GCS-006": "survived"}


def test_a_declared_consequence_may_fall_and_anything_more_is_a_false_alarm() -> None:
    found = proved(trial(_006=Verdict.FAIL, _007=Verdict.FAIL, _008=Verdict.WARN))
    assert found.rows[0].cells["CLR10-GCS-007"] == "consequence"
    assert found.rows[0].false_alarms == ("CLR10-GCS-008",)
    assert not found.good


def test_a_check_that_crashes_proves_nothing() -> None:
    crashed = replace(trial(_006=Verdict.FAIL), problems=("harness-fault: a check ended", "list-not-read: no list"))
    found = proved(crashed)
    assert found.rows[0].crashes == ("harness-fault: a check ended",)
    assert not found.good
    assert json.loads(files.as_json(found))["trials"][0]["crashes"] == ["harness-fault: a check ended"]


def test_nothing_may_be_said_of_a_variation_or_of_the_clean_mock() -> None:
    assert proved(trial(UNUSUAL, _006=Verdict.PASS)).good
    assert cells(trial(UNUSUAL, _006=Verdict.WARN)) == {"CLR10-GCS-006": "false alarm"}
    assert cells(trial(None, _006=Verdict.FAIL)) == {"CLR10-GCS-006": "false alarm"}
    assert cells(trial(None, _006=Verdict.INCOMPLETE)) == {"CLR10-GCS-006": "survived"}


def test_a_decided_requirement_without_a_fault_is_told() -> None:
    found = matrix([trial(_006=Verdict.FAIL)], {"f": FAULT}, load("clr10"), 1.0)
    assert "CLR10-GCS-006" not in found.uncovered
    assert "CLR10-GCS-001" in found.uncovered
    assert not found.good


def test_the_files_tell_the_same_and_escape_what_they_are_told() -> None:
    found = proved(trial(_006=Verdict.FAIL, message="<script>alert(1)</script>"), trial(UNUSUAL, _006=Verdict.PASS))
    assert json.loads(files.as_json(found))["proved"] is True
    assert "✓ CLR10-GCS-006" in files.markdown(found)
    page = files.html(found)
    assert "<script>" not in page
    assert "F &lt;b&gt;" in page
    assert "Proved" in page
