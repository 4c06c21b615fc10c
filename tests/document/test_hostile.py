"""Hostile documents end with one clear finding or error, and the work grows with their size alone."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document import Judgement, ParseLimits
from tests.rulebooks.clr10.document.judging import DATA, judge

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CLR_SET: dict[str, Any] = json.loads((DATA / "minimal.json").read_bytes())
MANY = 2_000


def part(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return urlsafe_b64encode(data).decode().rstrip("=")


def with_assertions(number: int, edit: Callable[[dict[str, Any], int], object]) -> Judgement:
    document = deepcopy(CLR_SET)
    template = document["clrs"][0]["assertions"][0]
    assertions = []
    for index in range(number):
        assertion = deepcopy(template)
        assertion["id"] += str(index)
        edit(assertion, index)
        assertions.append(assertion)
    document["clrs"][0]["assertions"] = assertions
    return judge(json.dumps(document).encode(), now=NOW)


def with_clr(**members: Any) -> Judgement:
    document = deepcopy(CLR_SET)
    document["clrs"][0] |= members
    return judge(json.dumps(document).encode(), now=NOW)


def requirements(judgement: Judgement) -> list[str]:
    return [finding.requirement for finding in (*judgement.findings, *judgement.notes)]


def test_one_id_in_thousands_of_places() -> None:
    judgement = with_assertions(MANY, lambda assertion, _: assertion.update(id="https://records.northlake.example/x"))
    assert judgement.findings == ()


def test_thousands_of_issuers_without_a_revocation_list() -> None:
    def edit(assertion: dict[str, Any], _: int) -> None:
        assertion["achievement"]["issuer"] = {"id": "urn:x:issuer", "name": "Issuer"}

    judgement = with_assertions(MANY, edit)
    assert requirements(judgement) == ["CLR10-PRF-005", "CLR10-PRF-004"]
    assert {finding.count for finding in (*judgement.findings, *judgement.notes)} == {MANY}


def test_a_circle_of_thousands_of_achievements_is_one_finding() -> None:
    def edit(assertion: dict[str, Any], index: int) -> None:
        target = f"urn:x:{(index + 1) % MANY}"
        assertion["achievement"] |= {
            "id": f"urn:x:{index}",
            "associations": [{"associationType": "isChildOf", "targetId": target, "title": "Next"}],
        }

    judgement = with_assertions(MANY, edit)
    assert requirements(judgement) == ["CLR10-ACH-007"]
    assert judgement.findings[0].count == 1


def test_profiles_nested_without_end_stop_at_the_limit() -> None:
    profile: dict[str, Any] = {"id": "urn:x:0", "name": "Top"}
    for index in range(1, 200):
        profile = {"id": f"urn:x:{index}", "name": "Org", "parentOrg": profile}
    judgement = with_clr(publisher=profile)
    assert judgement.error is not None
    assert judgement.error.code == "document-too-deep"


def test_a_header_of_megabytes_is_not_read() -> None:
    token = f"{'A' * 1_000_000}.{part({'id': 'urn:x:1', '@context': 'urn:x'})}.AAAA"
    assert "CLR10-JWS-003" in requirements(with_clr(signedAssertions=[token]))


def test_a_payload_too_deep_is_one_finding() -> None:
    token = f"{part({'alg': 'RS256'})}.{part(b'[' * 100_000)}.AAAA"
    assert requirements(with_clr(signedAssertions=[token])) == ["CLR10-JWS-007"]


def test_what_is_no_jws_is_told_once() -> None:
    judgement = with_clr(signedAssertions=["a.b.c"] * MANY)
    assert requirements(judgement) == ["CLR10-JWS-002"]
    assert judgement.findings[0].count == MANY


@pytest.mark.parametrize(
    "members",
    [
        {"image": "data:" + ";a=b" * 100_000},
        {"image": "urn:uuid:" + "-" * 500_000},
        {"narrative": "<" * 500_000},
        {"issuedOn": "2" * 500_000 + "+00:00"},
        {"x:y": "a" * 500_000},
        {"x:y": {"deep": [[[[[[]]]]]]}},
    ],
    ids=lambda members: next(iter(members)),
)
def test_texts_made_to_stall_a_pattern(members: dict[str, str]) -> None:
    judgement = with_assertions(1, lambda assertion, _: assertion.update(members))
    assert judgement.error is None


def test_an_object_of_unknown_members_is_bounded() -> None:
    judgement = with_clr(learner={"id": "urn:x:1", "name": "x"} | {f"member{number}": 1 for number in range(50_000)})
    assert len(judgement.findings) <= 20_001


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b'"text"', b"{}", b"%PDF-1.7", b"PK\x03\x04\xff\xfe", b"aaaa.bbbb.cccc", b"a." * 1_000_000],
)
def test_what_is_no_document_is_one_error(data: bytes) -> None:
    judgement = judge(data, now=NOW)
    assert judgement.error is not None
    assert judgement.error.todo
    assert judgement.findings == ()


def test_limits_can_be_set() -> None:
    judgement = judge((DATA / "rich.json").read_bytes(), limits=ParseLimits(size=1000), now=NOW)
    assert judgement.error is not None
    assert judgement.error.code == "document-too-large"
