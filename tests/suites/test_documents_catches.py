"""Every body that a target sends is judged by the requirements of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.plan import Plan

from .conftest import Breakage, Told, members, on, told


def clrs(change: Any) -> Breakage:
    """A provider whose listed CLRs are changed."""

    def changed(answer: Told) -> None:
        if answer.status == 200:
            body = answer.json
            for clr in body["clrs"]:
                change(clr)
            answer.json = body

    return on("GET", "/clrs", changed)


def status_objects(**values: Any) -> Breakage:
    def changed(answer: Told) -> None:
        if answer.status >= 400 and b"imsx_codeMajor" in answer.body:
            answer.json = {name: value for name, value in {**answer.json, **values}.items() if value is not None}

    return told(changed)


WRONG: dict[str, tuple[str, Breakage]] = {
    "no learner": ("CLR10-CLR-001", clrs(lambda clr: clr.pop("learner"))),
    "a learner is a bare id": ("CLR10-PRF-002", clrs(lambda clr: clr.update(learner="urn:uuid:1"))),
    "a date without zone": ("CLR10-PAY-010", clrs(lambda clr: clr.update(issuedOn="2021-06-30T12:00:00"))),
    "null": ("CLR10-PAY-007", clrs(lambda clr: clr.update(name=None))),
    "name is a number": ("CLR10-PAY-004", clrs(lambda clr: clr.update(name=5))),
    "no @context": ("CLR10-ERR-001", status_objects(**{"@context": None})),
    "another major": ("CLR10-ERR-002", status_objects(imsx_codeMajor="error")),
    "another severity": ("CLR10-ERR-003", status_objects(imsx_severity="fatal")),
    "no code minor field": ("CLR10-ERR-004", status_objects(imsx_codeMinor={})),
    "another code minor": (
        "CLR10-ERR-005",
        status_objects(
            imsx_codeMinor={
                "imsx_codeMinorField": [
                    {"imsx_codeMinorFieldName": "x", "imsx_codeMinorFieldValue": "unauthorisedrequest"}
                ]
            }
        ),
    ),
    "another member": ("CLR10-ERR-006", status_objects(error="no")),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_document_is_named(judged, wrong: str) -> None:
    requirement, breakage = WRONG[wrong]

    assert requirement in judged(breakage, [requirement], owner="nils").named


DOCUMENT_AREAS = ["CLR", "ASR", "ACH", "PRF", "END", "RES", "IDN", "VER", "KEY", "RVL", "JWS", "PAY", "EXT", "ERR"]


def test_right_documents_are_not_blamed(judged) -> None:
    found = judged(None, [*DOCUMENT_AREAS, "API", "HST", "GCL", "PST"])

    assert not found.named
    assert found["CLR10-CLR-001"] == found["CLR10-PAY-004"] == "pass"


def test_what_the_run_posts_is_not_held_against_the_target(judged) -> None:
    """A provider that garbles only CLRs of the run: nobody else would have posted them."""

    def garbled(answer: Told) -> None:
        if answer.status == 200:
            body = answer.json
            for clr in body["clrs"]:
                if clr["name"] == "Record of a conformance self-check":
                    clr["name"] = 5
            answer.json = body

    assert "CLR10-PAY-004" not in judged(on("GET", "/clrs", garbled), ["PAY", "PST", "GCS"], owner="nils").named


def test_the_run_knows_its_own_clrs_without_their_ids(judged) -> None:
    nameless = clrs(lambda clr: clr.pop("id"))

    found = judged(nameless, ["CLR", "PST", "ASR", "EXT", "GCS"], owner="nils").named

    assert {"CLR10-CLR-001"} <= found <= {"CLR10-CLR-001", "CLR10-GCS-001", "CLR10-PST-012"}


def test_a_wrong_learner_does_not_make_the_posts_wrong(judged) -> None:
    """The run posts about the learner that it received, but only with what of it is right."""
    dated = clrs(lambda clr: clr["learner"].update(birthDate="1998-04-30T00:00:00Z"))

    assert judged(dated, ["PST", "CLR10-PAY-012"], owner="nils").named == {"CLR10-PAY-012"}


def test_what_verification_fetches_is_judged_too(judged) -> None:
    """Only verification asks for this key; no check of the reads does."""
    private = on(
        "GET", "/keys/guild", members(publicKeyPem="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
    )

    assert "CLR10-KEY-003" in judged(private, ["CLR10-KEY-003", "CLR10-JWS-010"]).named


def test_a_finding_of_verification_cites_what_was_fetched(judged) -> None:
    found = judged(on("GET", "/keys/guild", members(owner="https://signing.example/")), ["CLR10-KEY-004"])
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-KEY-004")
    cited = {index for check in result.checks for finding in check.findings for index in finding.exchanges}

    assert found["CLR10-KEY-004"] == "fail"
    assert any(found.record.exchanges[index].url.endswith("/keys/guild") for index in cited)


def test_a_provider_without_endorsements_has_none_to_serve(judged) -> None:
    def bare(node: Any) -> Any:
        if isinstance(node, list):
            return [bare(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        return {name: bare(value) for name, value in node.items() if "ndorsements" not in name and "signed" not in name}

    def changed(answer: Told) -> None:
        if answer.status == 200:
            answer.json = bare(answer.json)

    def unnamed(plan: Plan) -> Plan:
        return replace(plan, data=replace(plan.data, endorsement=None))

    found = judged(on("GET", "/clrs", changed), ["CLR10-HST-001", "CLR10-HST-002"], change=unnamed)

    assert (found["CLR10-HST-001"], found["CLR10-HST-002"]) == ("pass", "not-applicable")


def test_signed_clrs_are_not_asked_of_a_provider_that_claims_none(judged) -> None:
    assert judged(None, ["CLR10-PST-013"], claims={"signed": False})["CLR10-PST-013"] == "not-applicable"


def test_nothing_received_decides_nothing(judged) -> None:
    """Errors that are pages say nothing about status objects."""

    def page(answer: Told) -> None:
        if answer.status >= 400:
            answer.body = b"<p>no</p>"

    assert judged(told(page), ["ERR", "CLR10-GCS-004"])["CLR10-ERR-001"] == "not-applicable"


def test_places_in_later_pages_are_those_of_the_page(judged) -> None:
    """CLRs that were met before are not judged again, and yet pointers count them."""
    pages: list[Told] = []

    def later(answer: Told) -> None:
        body = answer.json
        if answer.status == 200 and len(body["clrs"]) > 2:
            pages.append(answer)
            if len(pages) > 1:
                body["clrs"][2]["name"] = 5
                answer.json = body

    found = judged(on("GET", "/clrs", later), ["CLR10-PAY-004", "CLR10-GCS-001"], owner="nils")
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-PAY-004")
    findings = [finding for check in result.checks for finding in check.findings]

    assert [(finding.pointer, finding.count) for finding in findings] == [("/clrs/2/name", 1)]


def test_an_error_of_the_server_does_not_say_that_the_target_hosts_nothing(judged) -> None:
    found = judged(
        told(lambda answer: fails(answer) if "/assertions/" in answer.request.path else None), ["CLR10-HST-007"]
    )

    assert found["CLR10-HST-007"] == "incomplete"
    assert "getAssertion was answered 500" in found.why("CLR10-HST-007")


def fails(answer: Told) -> None:
    answer.status, answer.json = 500, {}
