"""Answers: what is expected breaks, what is required only leaves undecided."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges import Failure
from conformance.rulebooks.clr10.provider.bodies import ANSWERS
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Broken, Incomplete

from .conftest import reply

STATUS = {
    "@context": "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld",
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_codeMinor": {
        "imsx_codeMinorField": [{"imsx_codeMinorFieldName": "x", "imsx_codeMinorFieldValue": "forbidden"}]
    },
}


def answer(body: Any = None, code: int | None = 200, **how: Any) -> Answer:
    return Answer(reply(body, code, **how), "getClrs", rules=ANSWERS)


def test_a_status_that_is_not_expected_is_told_with_the_exchange() -> None:
    with pytest.raises(Broken) as caught:
        answer(code=500, index=7).expect(200, 204)

    (finding,) = caught.value.findings
    assert (finding.expected, finding.actual, finding.exchanges) == ("200 or 204", "500", (7,))


def test_an_earlier_answer_that_promised_otherwise_is_evidence_too() -> None:
    deleted = answer(code=204, index=3)
    with pytest.raises(Broken) as caught:
        answer(code=200, index=7).expect(404, after=deleted)
    assert caught.value.findings[0].exchanges == (3, 7)


def test_a_status_that_is_required_leaves_undecided() -> None:
    with pytest.raises(Incomplete, match="500, not 200"):
        answer(code=500).require(200)


@pytest.mark.parametrize(
    "demand", [lambda one: one.expect(200), lambda one: one.require(200), lambda one: one.arrived()]
)
def test_no_answer_decides_nothing(demand: Any) -> None:
    with pytest.raises(Incomplete, match="gone"):
        demand(answer(code=None, failure=Failure("reset", "the connection is gone")))


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("application/ld+json", "application/ld+json"),
        ("Application/LD+JSON; charset=utf-8", "application/ld+json"),
        ("", ""),
    ],
)
def test_media_types(header: str, media_type: str) -> None:
    assert answer(content_type=header).media_type == media_type


@pytest.mark.parametrize("body", [b"", b"<p>", b"[]", b"{}", b'{"error":"x"}', b"\xff"])
def test_what_is_no_status_object(body: bytes) -> None:
    assert answer(body, 400).status_body is None
    with pytest.raises(Broken):
        answer(body, 400).expect_status_body()


def test_a_status_object_may_be_ill_formed() -> None:
    assert answer({"imsx_codeMajor": "nonsense"}, 400).expect_status_body() == {"imsx_codeMajor": "nonsense"}


def test_a_code_minor_that_is_missed_is_told_beside_those_that_came() -> None:
    for body, actual in ((STATUS, "forbidden"), ({"imsx_codeMajor": "failure"}, "none")):
        with pytest.raises(Broken) as caught:
            answer(body, 400).expect_code_minor("invalid_data")
        assert caught.value.findings[0].actual == actual


@pytest.mark.parametrize(
    ("body", "content_type", "actual"),
    [("sorry", "text/html", "text/html"), ("sorry", "", "no media type"), ("", "text/html", "no body")],
)
def test_what_came_instead_of_a_status_object_is_told(body: str, content_type: str, actual: str) -> None:
    with pytest.raises(Broken) as caught:
        answer(body, 400, content_type=content_type).expect_status_body()
    assert caught.value.findings[0].actual == actual


@pytest.mark.parametrize(
    "body",
    [
        {"imsx_codeMinor": "forbidden"},
        {"imsx_codeMinor": {"imsx_codeMinorField": {}}},
        {"imsx_codeMinor": {"imsx_codeMinorField": ["forbidden", None]}},
        [],
    ],
)
def test_code_minors_of_ill_formed_objects(body: Any) -> None:
    assert answer(body, 403).code_minors() == []


def test_code_minors() -> None:
    assert answer(STATUS, 403).expect_code_minor("forbidden").code_minors() == ["forbidden"]
    with pytest.raises(Broken, match="lacks the code minor unknown"):
        answer(STATUS, 403).expect_code_minor("unknown")


def test_documents_are_told_by_what_the_schema_says() -> None:
    assert answer(STATUS).expect_document("ImsxStatusInfo") == STATUS
    with pytest.raises(Broken, match="CLR10-ERR-006") as caught:
        answer({**STATUS, "more": 1}).expect_document("ImsxStatusInfo")
    assert caught.value.findings[0].pointer == "/more"


@pytest.mark.parametrize("body", [b"<p>", b"5", b"null"])
def test_what_is_no_object(body: bytes) -> None:
    with pytest.raises(Broken):
        answer(body).object()


def test_json_that_is_none_is_for_another_requirement() -> None:
    with pytest.raises(Incomplete):
        answer(b"<p>").json()
