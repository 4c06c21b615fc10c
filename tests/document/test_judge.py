"""The judgement as a whole: what it is given, what it returns, and that it can be passed on."""

import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document import DocumentError
from conformance.rulebooks.clr10.document import all_checks, registry
from conformance.standard import load
from tests.rulebooks.clr10.document.judging import DATA, judge

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def example(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_bytes())


def test_bytes_and_values_are_judged_alike() -> None:
    data = (DATA / "rich.json").read_bytes()
    assert judge(data, now=NOW) == judge(json.loads(data), now=NOW)


def test_the_moment_of_judging_can_be_set() -> None:
    past = judge(example("rich"), now=datetime(2022, 7, 1, 8, tzinfo=UTC))
    assert {finding.requirement for finding in past.findings} == {"CLR10-CLR-011"}
    within_the_slack = judge(example("rich"), now=datetime(2022, 7, 1, 8, 11, tzinfo=UTC))
    assert within_the_slack.findings == ()


def test_faults_of_the_text_are_findings_beside_those_of_the_content() -> None:
    data = b'\xef\xbb\xbf{"id": "urn:x:1", "id": "urn:x:1", "claim": {}}'
    told = [finding.requirement for finding in judge(data, now=NOW).findings]
    assert told[:2] == ["CLR10-API-016", "CLR10-PAY-004"]
    assert "CLR10-END-002" in told


def test_about_gives_the_findings_of_one_requirement() -> None:
    judgement = judge({"claim": {}}, now=NOW)
    assert len(judgement.about("CLR10-END-002")) == 1
    assert judgement.about("CLR10-END-003") == ()


@pytest.mark.parametrize("data", [b"not json", b'{"claim": {}}', (DATA / "rich.json").read_bytes()])
def test_a_judgement_can_go_to_another_process(data: bytes) -> None:
    judgement = judge(data, now=NOW)
    again = pickle.loads(pickle.dumps(judgement))
    assert (again.findings, again.notes, again.exercised) == (judgement.findings, judgement.notes, judgement.exercised)
    assert str(again.error) == str(judgement.error)


def test_an_error_tells_what_to_do() -> None:
    error = judge(b"{", now=NOW).error
    assert isinstance(error, DocumentError)
    assert (error.code, str(error)) == ("not-json", error.message)


def test_every_check_has_an_id_of_its_area_and_a_requirement_that_exists() -> None:
    known = load("clr10").requirements
    for entry in all_checks():
        assert entry.requirement in known
        assert entry.id.startswith(f"document.{entry.requirement.split('-')[1].lower()}.")
        assert entry.run.__doc__
    for name, requirements in registry().items():
        assert name.startswith("document.")
        assert requirements


def test_a_clean_document_exercises_most_requirements() -> None:
    exercised = judge(example("rich"), now=NOW).exercised
    decided = {requirement for requirements in registry().values() for requirement in requirements}
    other_documents = ("CLR10-ERR", "CLR10-DSC", "CLR10-RVL")
    missing = {requirement for requirement in decided - exercised if not requirement.startswith(other_documents)}
    assert missing == {"CLR10-ASR-014", "CLR10-RES-005", "CLR10-VER-005", "CLR10-VER-006"}
