"""What the schemas alone say of a document: good ones are clean, the same fault in many places is one finding."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rulebooks.clr10.document.judging import judge_schema

DATA = Path(__file__).parent / "data"


def example(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_bytes())


@pytest.mark.parametrize(
    ("name", "class_name"),
    [
        ("minimal", "ClrSet"),
        ("rich", "GetClrPayload"),
        ("signed_assertion", "GetAssertionPayload"),
        ("revocation_list", "RevocationList"),
        ("discovery", "DiscoveryDocument"),
        ("status", "ImsxStatusInfo"),
    ],
)
def test_valid_documents_are_clean(name: str, class_name: str) -> None:
    judgement = judge_schema(example(name), class_name)
    assert judgement.findings == ()
    assert judgement.notes == ()
    assert "CLR10-PAY-001" in judgement.exercised


def test_one_fault_on_many_items_is_one_finding() -> None:
    document = example("minimal")
    document["clrs"][0]["assertions"] = [{"id": f"urn:x:{number}", "term": None} for number in range(76)]
    (finding,) = judge_schema(document, "ClrSet").findings
    assert finding.requirement == "CLR10-PAY-007"
    assert finding.count == 76
    assert finding.pointer == "/clrs/0/assertions/0/term"
    assert finding.pointers[:2] == ("/clrs/0/assertions/0/term", "/clrs/0/assertions/1/term")
    assert len(finding.pointers) == 5


def test_base_is_put_before_every_pointer() -> None:
    (finding,) = judge_schema({}, "EndorsementClaim", base="/vc/credentialSubject").findings
    assert finding.requirement == "CLR10-END-002"
    assert finding.pointer == "/vc/credentialSubject"


def test_what_does_not_occur_is_not_exercised() -> None:
    exercised = judge_schema(example("revocation_list"), "RevocationList").exercised
    assert {"CLR10-RVL-001", "CLR10-RVL-002", "CLR10-PAY-004"} <= exercised
    assert not any(requirement.startswith(("CLR10-ASR", "CLR10-ACH", "CLR10-PRF")) for requirement in exercised)


@pytest.mark.parametrize("value", [None, [], "text", 3, True])
def test_a_root_that_is_no_object_is_one_finding(value: Any) -> None:
    (finding,) = judge_schema(value, "ClrSet").findings
    assert finding.requirement in ("CLR10-PAY-004", "CLR10-PAY-006", "CLR10-PAY-007")


def test_an_unknown_class_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        judge_schema({}, "NoSuchClass")
