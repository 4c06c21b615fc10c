"""The suites under plain pytest, as pytest users expect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.selfcheck.rehearsal import rehearsal
from mock_provider.testing import MockServer

SUITE = ["--pyargs", "conformance.suites.provider"]


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with rehearsal() as server:
        yield server


def run(mock: MockServer, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    people = {"CLR_USERNAME": "mira", "CLR_SECOND_USERNAME": "jonas"}
    secrets = {"CLR_PASSWORD": mock.users["mira"], "CLR_SECOND_PASSWORD": mock.users["jonas"]}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    plan = ["--clr-plan", "provider-read", "--clr-target", mock.url, "--clr-ca", str(mock.ca_path)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, *plan, "--clr-out", str(folder / "out"), *arguments],
        cwd=folder,
        env={**environment, **people, **secrets},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_selection_by_name_leaves_a_record(mock: MockServer, tmp_path: Path) -> None:
    outcome = run(mock, tmp_path, "-k", "test_gcs or test_gcl")
    assert outcome.returncode == 0, outcome.stdout
    assert "CLR conformance self-check" in outcome.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    verdicts = {row["id"]: row["verdict"] for row in record["requirements"]}
    assert verdicts["CLR10-GCS-001"] == "pass"
    assert verdicts["CLR10-DSC-001"] == "excluded"


def test_a_failure_is_red_and_is_run_again_by_lf(mock: MockServer, tmp_path: Path) -> None:
    from mock_provider.faults.library import faults

    mock.faults.switch_on(faults()["gcs-limit-zero-accepted"])
    try:
        outcome = run(mock, tmp_path, "-k", "illegal_limit", "-x")
        again = run(mock, tmp_path, "--lf")
    finally:
        mock.faults.clear()
    assert outcome.returncode == 1, outcome.stdout
    assert "1 failed" in outcome.stdout
    assert again.returncode == 1
    assert "1 failed" in again.stdout


def test_checks_are_listed_without_touching_a_target(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, "--collect-only", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
    assert "test_gcs.py::" in outcome.stdout


def test_a_wrong_plan_is_a_usage_error(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, "--clr-plan", "nowhere"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 4  # pytest's own code for wrong usage
    assert "no plan 'nowhere'" in outcome.stderr


def test_checks_without_a_plan_say_what_they_need(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, "-k", "test_document_is_served or test_limit", "-x"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert "need a plan: --clr-plan PLAN" in outcome.stdout
