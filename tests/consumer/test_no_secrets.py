"""No secret of a sitting reaches an artifact, though the consumer prints all that it knows."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from clr_reports import FORMATS
from conformance.cli.consumer_running import Wanted, run_and_report
from conformance.consumer.private import as_response
from conformance.consumer.run import ConsumerRun
from conformance.record import RunRecord
from conformance.traffic import Traffic
from tests.cli.test_no_secrets import CANARIES, leaks, secrets_of
from tests.consumer.strangers import plan_for

LOUD_VERIFIER = (sys.executable, str(Path(__file__).parent / "loud_verifier.py"))
LOUD = (sys.executable, str(Path(__file__).parent / "loud.py"))
SCENARIOS = ("state-foreign", "denied", "always-401", "error-page")


@pytest.fixture
def traffic(monkeypatch: pytest.MonkeyPatch) -> list[Traffic]:
    """What was said, before anything of it is hidden."""
    kept: list[Traffic] = []
    finish = ConsumerRun.finish

    def watched(run: ConsumerRun) -> RunRecord:
        kept.append(run.traffic)
        return finish(run)

    monkeypatch.setattr(ConsumerRun, "finish", watched)
    return kept


def test_no_artifact_holds_what_a_consumer_learns_or_prints(
    traffic: list[Traffic], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = replace(
        plan_for((*LOUD, "--password", "{password}"), login="pages", without=("refresh", "keeps_state")),
        learners={"mira": CANARIES["mira"]},
    )
    run_and_report(plan, Wanted(only=SCENARIOS), out=tmp_path, formats=tuple(FORMATS))
    (seen,) = traffic
    printed = "".join(run.output for sitting in seen.sittings for run in sitting.runs)
    secrets = secrets_of([as_response(one, sitting.scenario) for sitting in seen.sittings for one in sitting.exchanges])
    assert CANARIES["mira"] in secrets
    assert len([secret for secret in secrets if secret in printed]) > 10, "the consumer said too little"
    reported = "".join(str(run.outcome) for sitting in seen.sittings for run in sitting.runs)
    assert len([secret for secret in secrets if secret in reported]) > 10, "the outcome said too little"
    told = capsys.readouterr()
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"run.json", "report.html", "junit.xml", "report.md"} <= set(files)
    assert leaks({**files, "stdout": told.out.encode(), "stderr": told.err.encode()}, secrets) == []


def test_no_artifact_holds_whom_a_verifier_speaks_of_or_what_it_was_told(
    traffic: list[Traffic], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The learner is in the file that it was handed, and in no response: its own words name her all the same."""
    plan = replace(plan_for(LOUD_VERIFIER, "consumer-verify"), learners={"mira": CANARIES["mira"]})
    run_and_report(
        plan, Wanted(only=("copy-differs", "alg-none", "recipient-other")), out=tmp_path, formats=tuple(FORMATS)
    )
    (seen,) = traffic
    reported = "".join(str(run.outcome) for sitting in seen.sittings for run in sitting.runs)
    persons = {"Mira Okafor", "mira@learners.example", "NH-20410", CANARIES["mira"]}
    assert {one for one in persons if one not in reported} == set(), "it said too little"
    told = capsys.readouterr()
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert b"Assertion taken as verified" in files["report.md"], "its reasons are quoted by findings"
    assert leaks({**files, "stdout": told.out.encode(), "stderr": told.err.encode()}, persons) == []
