"""Allure 2 result files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clr_reports import allure
from clr_reports.allure import write
from conformance.record import Outcome, RunRecord, Verdict
from conformance.standard import Standard


def results(folder: Path) -> dict[str, dict[str, Any]]:
    read = [json.loads(path.read_text("utf-8")) for path in folder.glob("*-result.json")]
    return {each["testCaseId"]: each for each in read}


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_requirement_is_a_result_with_the_status_of_its_verdict(record: RunRecord, tmp_path: Path) -> None:
    write(record, tmp_path)
    assert {key: each["status"] for key, each in results(tmp_path).items()} == {
        "CLR10-GCS-001": "passed",
        "CLR10-GCS-006": "failed",
        "CLR10-GCS-007": "passed",
        "CLR10-GCS-008": "skipped",
        "CLR10-GCS-009": "skipped",
        "CLR10-GCS-010": "broken",
        "CLR10-GCS-011": "skipped",
        "CLR10-GCS-012": "skipped",
    }


def test_a_failed_one_has_labels_a_step_and_its_evidence(
    record: RunRecord, small_catalogue: Standard, tmp_path: Path
) -> None:
    write(record, tmp_path)
    failed = results(tmp_path)["CLR10-GCS-006"]
    labels = {(label["name"], label["value"]) for label in failed["labels"]}
    assert {("suite", "GCS getClrs"), ("severity", "critical"), ("tag", "MUST"), ("tag", "fail")} <= labels
    assert failed["statusDetails"]["message"] == "An illegal limit is accepted"
    (step,) = failed["steps"]
    assert (step["name"], step["status"]) == ("gcs.check_6", "failed")
    finding, exchange = (tmp_path / each["source"] for each in step["attachments"])
    assert "Expected: status 400" in finding.read_text("utf-8")
    assert "curl -H" in exchange.read_text("utf-8")
    assert failed["stop"] - failed["start"] == 250


def test_only_https_sources_are_linked(record: RunRecord, small_catalogue: Standard, tmp_path: Path) -> None:
    write(record, tmp_path)
    found = results(tmp_path)
    assert found["CLR10-GCS-007"]["links"][0]["url"] == "https://purl.example/clr#limit"
    assert "links" not in found["CLR10-GCS-006"]


def test_the_same_record_gives_the_same_files(record: RunRecord, tmp_path: Path) -> None:
    write(record, tmp_path / "a")
    write(record, tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_an_earlier_run_is_replaced_and_foreign_files_stay(record: RunRecord, tmp_path: Path) -> None:
    (tmp_path / "old-result.json").write_text("{}")
    (tmp_path / "categories.json").write_text("[]")
    write(record, tmp_path)
    assert len(results(tmp_path)) == len(record.requirements)
    assert (tmp_path / "categories.json").exists()


def test_hostile_strings_stay_text(hostile: RunRecord, tmp_path: Path) -> None:
    write(hostile, tmp_path)
    for name, content in files(tmp_path).items():
        shown = content.decode("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", shown), name
    # descriptionHtml is shown unescaped by Allure, so it is never written
    assert not any("descriptionHtml" in each for each in results(tmp_path).values())


@pytest.mark.parametrize("requirement_id", ["CLR10-GCS-006"])
def test_history_follows_a_requirement_over_runs(record: RunRecord, tmp_path: Path, requirement_id: str) -> None:
    write(record, tmp_path / "a")
    write(replace(record, started="2026-03-05T05:06:07Z"), tmp_path / "b")
    one, two = (results(tmp_path / name)[requirement_id] for name in "ab")
    assert one["historyId"] == two["historyId"]
    assert one["uuid"] != two["uuid"]


def test_every_outcome_and_every_verdict_has_a_status() -> None:
    assert set(allure._STEP_STATUS) == set(Outcome)
    assert set(allure._STATUS) == set(Verdict)
