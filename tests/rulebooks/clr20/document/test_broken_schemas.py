"""What the strict schemas refuse: each requirement with records that break it in one place, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.document.findings import MORE
from tests.rulebooks.clr20.document.judging import OLD_VC, VC, badge, judged, record
from tests.rulebooks.clr20.document.rich import (
    ABSENT,
    AWARD,
    BADGE,
    COLLEGE,
    ENDORSEMENT,
    GRADE,
    RUBRIC,
    SOIL,
    STATE,
    SUBJECT,
    Place,
    of_model,
    rich,
    with_,
)

IDENTITY = (*AWARD, "identifier", 0)
ENTRY = (*SOIL, "otherIdentifier", 0)
ALIGNMENT = (*SOIL, "alignment", 0)
GEO = (*COLLEGE, "address", "geo")
LINK = (*SUBJECT, "association", 0)
LEVEL = (*RUBRIC, "rubricCriterionLevel", 0)
MAP = {"en": "Transcript", "es-MX": "Certificado"}

BROKEN: list[tuple[str, Place, Any]] = [
    ("CLR20-CTX-07", ("@context", 3), 7),
    ("CLR20-CTX-17", ("id",), ABSENT),
    ("CLR20-CTX-18", ("name",), ABSENT),
    ("CLR20-MOD-01", ("issuer",), ABSENT),
    ("CLR20-MOD-01", ("issuer",), 7),
    ("CLR20-MOD-01", (*BADGE, "issuer"), ["https://harbour.example/issuer"]),
    ("CLR20-MOD-02", (*COLLEGE, "id"), ABSENT),
    ("CLR20-MOD-02", (*COLLEGE, "type"), ABSENT),
    ("CLR20-MOD-02", (*COLLEGE, "type"), ["Issuer"]),
    ("CLR20-MOD-02", (*ENDORSEMENT, "issuer", "type"), "Issuer"),
    ("CLR20-MOD-03", ("validFrom",), ABSENT),
    ("CLR20-MOD-03", ("validFrom",), "2026-07-01T12:00:00"),
    ("CLR20-MOD-03", (*BADGE, "validFrom"), "2026-07-01"),
    ("CLR20-MOD-03", (*BADGE, "validFrom"), 1_780_000_000),
    ("CLR20-MOD-04", ("validUntil",), "2036-07-01T12:00:00"),
    ("CLR20-MOD-06", ("awardedDate",), "2026-06-30"),
    ("CLR20-MOD-07", ("partial",), "false"),
    ("CLR20-MOD-09", (*SUBJECT, "type"), ["Subject"]),
    ("CLR20-MOD-09", (*SUBJECT, "type"), ABSENT),
    ("CLR20-MOD-09", ("credentialSubject",), [rich()["credentialSubject"]]),
    ("CLR20-MOD-11", (*SUBJECT, "verifiableCredential"), ABSENT),
    (
        "CLR20-MOD-12",
        (*SUBJECT, "verifiableCredential", 1),
        badge(id="urn:uuid:other", type="VerifiableCredential", issuer=None),
    ),
    ("CLR20-MOD-13", (*SUBJECT, "verifiableCredential", 1), "aaaa.bbbb.cccc"),
    ("CLR20-MOD-13", (*SUBJECT, "verifiableCredential", 1), 7),
    ("CLR20-MOD-16", (*SUBJECT, "achievement", 1, "description"), ABSENT),
    ("CLR20-MOD-16", (*SUBJECT, "achievement", 1, "criteria"), ABSENT),
    ("CLR20-MOD-16", (*SUBJECT, "achievement", 1, "type"), "Course"),
    ("CLR20-MOD-17", (*LINK, "type"), ABSENT),
    ("CLR20-MOD-17", (*LINK, "type"), "Link"),
    ("CLR20-MOD-17", (*LINK, "associationType"), ABSENT),
    ("CLR20-MOD-18", (*LINK, "associationType"), "hasSkill"),
    ("CLR20-MOD-18", (*LINK, "associationType"), "ext:hasSkillLevel"),
    ("CLR20-MOD-22", (*BADGE, "id"), ABSENT),
    ("CLR20-MOD-22", (*BADGE, "validFrom"), ABSENT),
    ("CLR20-MOD-23", (*BADGE, "type"), ["OpenBadgeCredential"]),
    ("CLR20-MOD-23", (*BADGE, "type"), "OpenBadgeCredential"),
    ("CLR20-MOD-24", (*AWARD, "type"), ["Subject"]),
    ("CLR20-MOD-27", (*SOIL, "achievementType"), "Seminar"),
    ("CLR20-MOD-28", (*IDENTITY, "identityType"), "mail"),
    ("CLR20-MOD-28", (*ENTRY, "identifierType"), "courseCode"),
    ("CLR20-MOD-29", (*ALIGNMENT, "targetType"), "Standard"),
    ("CLR20-MOD-30", (*GRADE, "resultType"), "Grade"),
    ("CLR20-MOD-31", (*AWARD, "result", 2, "status"), "Passed"),
    ("CLR20-MOD-32", (*SOIL, "achievementType"), "ext:Summer School"),
    ("CLR20-MOD-32", (*ENTRY, "identifierType"), "ext:"),
    ("CLR20-MOD-33", (*ALIGNMENT, "targetUrl"), ABSENT),
    ("CLR20-MOD-34", ("image", "id"), ABSENT),
    ("CLR20-MOD-34", ("image", "type"), "Picture"),
    ("CLR20-MOD-34", ("image", "type"), ["Image"]),
    ("CLR20-MOD-35", (*IDENTITY, "hashed"), ABSENT),
    ("CLR20-MOD-36", (*ENTRY, "identifier"), ABSENT),
    ("CLR20-MOD-37", (*STATE, "name"), ABSENT),
    ("CLR20-MOD-38", (*LEVEL, "name"), ABSENT),
    ("CLR20-MOD-44", (*GEO, "latitude"), ABSENT),
    ("CLR20-MOD-44", (*GEO, "longitude"), "-3"),
    ("CLR20-MOD-46", (*SOIL, "inLanguage"), "English"),
    ("CLR20-MOD-47", (*AWARD, "creditsEarned"), "3.5"),
    ("CLR20-MOD-47", (*SOIL, "creditsAvailable"), "4"),
    ("CLR20-MOD-48", (*COLLEGE, "dateOfBirth"), "March 2001"),
    ("CLR20-MOD-49", ("evidence", 0, "type"), ["Attachment"]),
    ("CLR20-MOD-49", ("evidence", 0, "type"), ABSENT),
    ("CLR20-MOD-50", (*ENDORSEMENT, "name"), ABSENT),
    ("CLR20-MOD-50", (*ENDORSEMENT, "credentialSubject", "type"), ["Subject"]),
    ("CLR20-MOD-51", ("endorsementJwt",), ["not a token"]),
    ("CLR20-MOD-53", ("credentialSchema", 1), {"id": "https://harbour.example/schema"}),
    ("CLR20-MOD-54", ("refreshService", "id"), ABSENT),
    ("CLR20-MOD-55", ("credentialStatus", "type"), ABSENT),
    ("CLR20-MOD-56", ("termsOfUse", 0, "type"), ABSENT),
    ("CLR20-MOD-57", (*LINK, "note"), "seen"),
    ("CLR20-MOD-57", ("image", "width"), 3),
    ("CLR20-MOD-67", (*COLLEGE, "url"), {"id": "https://harbour.example/"}),
    ("CLR20-MOD-67", ("description",), {"id": "urn:text"}),
    ("CLR20-MOD-67", (*LEVEL, "description"), {}),
    ("CLR20-SER-02", (*IDENTITY, "hashed"), "true"),
    ("CLR20-SER-03", (*SOIL, "tag"), "soil"),
    ("CLR20-SER-03", ("endorsement",), rich()["endorsement"][0]),
    ("CLR20-SER-03", (*SUBJECT, "association"), rich()["credentialSubject"]["association"][0]),
    ("CLR20-SER-03", (*SUBJECT, "verifiableCredential"), rich()["credentialSubject"]["verifiableCredential"][0]),
    ("CLR20-SER-04", ("image",), "https://harbour.example/logo.png"),
    ("CLR20-SER-04", (*SOIL, "creator"), "https://harbour.example/issuer"),
    ("CLR20-SER-04", ("evidence",), "https://harbour.example/essay"),
    ("CLR20-SER-05", ("description",), None),
    ("CLR20-SER-05", ("name",), None),
    ("CLR20-SER-05", ("evidence",), []),
    ("CLR20-SER-05", ("credentialSchema",), []),
    ("CLR20-SER-05", (*SOIL, "achievementType"), None),
    ("CLR20-SER-05", ("image", "type"), None),
    ("CLR20-SER-05", (*SOIL, "tag"), ["soil", None]),
    ("CLR20-SER-05", ("proof", 0, "domain"), None),
    ("CLR20-SER-08", ("description",), 7),
    ("CLR20-SER-08", ("description",), ["One", "Two"]),
    ("CLR20-SER-08", ("credentialStatus",), [rich()["credentialStatus"]]),
    ("CLR20-SER-08", (*SOIL, "creator", "id"), ABSENT),
    ("CLR20-SER-08", (*SOIL, "creator", "type"), ["Organisation"]),
    ("CLR20-SER-08", (*COLLEGE, "address", "type"), ["Place"]),
    ("CLR20-SER-08", (*AWARD, "activityEndDate"), "2026-06-10"),
    ("CLR20-SER-08", ("proof", 0, "type"), ABSENT),
    ("CLR20-SER-19", ("name",), MAP),
    ("CLR20-SER-19", ("description",), {"id": "Surat", "en": "Letter"}),
    ("CLR20-SER-19", (*AWARD, "achievement", "name"), MAP),
]


@pytest.mark.parametrize(("requirement", "place", "value"), BROKEN)
def test_one_fault_breaks_one_requirement(requirement: str, place: Place, value: Any) -> None:
    found = of_model(with_(place, value))

    assert requirement in found
    assert found.keys() - {requirement} <= COMPANY.get(requirement, set())


COMPANY = {
    "CLR20-CTX-07": {"CLR20-CTX-09"},
    "CLR20-MOD-11": {"CLR20-MOD-19"},
}
"""What else breaks with it: the same fault breaks a rule about contexts or links."""


def test_a_place_is_named_by_pointer() -> None:
    assert of_model(with_((*LEVEL, "name"), ABSENT)) == {
        "CLR20-MOD-38": (
            "/credentialSubject/verifiableCredential/0/credentialSubject/achievement/resultDescription/1"
            "/rubricCriterionLevel/0"
        )
    }


def test_messages_name_classes_and_members_but_no_values() -> None:
    both = with_((*SOIL, "achievementType"), "Seminar", ((*SUBJECT, "achievement", 0, "achievementType"), "Lecture"))

    (finding,) = judged(both).about("CLR20-MOD-27")

    assert finding.count == 2
    assert finding.message == (
        "The member achievementType of an Achievement is not in its vocabulary and lacks the prefix ext:"
    )


@pytest.mark.parametrize(
    ("place", "value", "hint"),
    [
        ((*SOIL, "achievementType"), "Co-Curricular", "did you mean CoCurricular?"),
        ((*LINK, "target"), "urn:x", "did you mean targetId?"),
    ],
)
def test_what_was_probably_meant_is_told(place: Place, value: Any, hint: str) -> None:
    expected = [finding.expected for finding in judged(with_(place, value)).findings]

    assert any(hint in each for each in expected)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_contexts_of_a_record(count: int) -> None:
    assert of_model(with_(("@context",), rich()["@context"][:count]))["CLR20-CTX-01"] == "/@context"


def test_a_single_context_of_a_record() -> None:
    assert of_model(with_(("@context",), VC))["CLR20-CTX-01"] == "/@context"


def test_inside_a_bare_value_faults_are_found_as_in_an_array() -> None:
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": "mira"}

    found = of_model(with_((*AWARD, "identifier"), identity))

    assert found.keys() == {"CLR20-SER-03", "CLR20-MOD-35"}


@pytest.mark.parametrize("place", [("proof",), ("credentialSchema",), ("termsOfUse",)])
def test_the_compacted_form_takes_one_value(place: Place) -> None:
    document = with_(place, rich()[str(place[0])][0])

    assert of_model(document) == {}
    assert "CLR20-SER-09" in judged(document).exercised


def test_one_type_may_stand_alone_where_one_is_enough() -> None:
    assert of_model(with_((*SOIL, "type"), "Achievement")) == {}
    assert of_model(with_((*COLLEGE, "type"), "Profile")) == {}


def test_nulls_and_empty_arrays_in_extensions_are_found_too() -> None:
    document = with_((*SOIL, "x"), {"a": [{"b": None}, {"c": []}]})

    pointers = [finding.pointer for finding in judged(document).about("CLR20-SER-05")]

    base = "/credentialSubject/verifiableCredential/0/credentialSubject/achievement/x/a"
    assert sorted(pointers) == [f"{base}/0/b", f"{base}/1/c"]


def test_a_large_record_is_judged_piece_by_piece_with_the_same_findings() -> None:
    document = with_((*SOIL, "x"), ["a"], ((*SOIL, "tag"), ["soil"] * 30_000), ((*AWARD, "identifier"), []))

    found = of_model(document)

    assert found["CLR20-SER-05"] == "/credentialSubject/verifiableCredential/0/credentialSubject/identifier"
    assert found.keys() == {"CLR20-SER-05"}


def old(**members: Any) -> dict[str, Any]:
    """A badge of the older data model."""
    return badge(
        **{"context": [OLD_VC, badge()["@context"][1]], "validFrom": None, "issuanceDate": "2024-06-30T12:00:00Z"}
        | members
    )


def test_an_older_credential_is_judged_by_its_own_class() -> None:
    assert of_model(old()) == {}


@pytest.mark.parametrize(
    ("document", "requirement"),
    [
        (old(issuer="https://college.example/issuer"), "CLR20-MOD-01"),
        (old(issuanceDate="2024-06-30"), "CLR20-MOD-03"),
        (old(issuanceDate=None), "CLR20-MOD-22"),
        (old(name=None), "CLR20-SER-08"),
    ],
)
def test_older_credentials_have_rules_of_their_own(document: dict[str, Any], requirement: str) -> None:
    assert requirement in of_model(document)


def test_other_documents_are_judged_by_their_schema() -> None:
    assert "CLR20-SER-08" in of_model({"imsx_codeMajor": "failure", "imsx_severity": "fatal"})
    assert of_model({"imsx_codeMajor": "failure", "imsx_severity": "error"}) == {}
    assert "CLR20-MOD-57" in of_model({"imsx_codeMajor": "failure", "imsx_severity": "error", "more": 1})


def test_a_ttl_as_text_is_a_number_as_text() -> None:
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uH4", "ttl": "300000"}
    names = ["VerifiableCredential", "BitstringStatusListCredential"]
    document = record(context=[VC], type=names, credentialSubject=subject)

    assert "CLR20-SER-01" in of_model(document)


def test_a_million_faults_are_told_as_many() -> None:
    judgement = judged(with_((*SOIL, "tag"), list(range(30_000))))

    assert "CLR20-SER-08" in judgement.cut
    assert all(finding.message != MORE for finding in judgement.findings)


@pytest.mark.parametrize(
    "issuer", ["https://college.example/issuer", {"id": "https://college.example/issuer", "name": "C"}]
)
def test_the_issuer_of_a_status_list_needs_no_more_than_an_id(issuer: Any) -> None:
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uH4"}
    names = ["VerifiableCredential", "BitstringStatusListCredential"]

    assert of_model(record(context=[VC], type=names, credentialSubject=subject, issuer=issuer)) == {}
    assert "CLR20-SER-08" in of_model(record(context=[VC], type=names, credentialSubject=subject, issuer={"name": "C"}))


def test_empty_arrays_of_one_class_are_told_in_one_sentence() -> None:
    document = with_(("evidence",), [], ((*SOIL, "tag"), []), ((*SOIL, "related"), []))

    assert {each.message for each in judged(document).about("CLR20-SER-05")} == {
        "A ClrCredential has a member that is an empty array",
        "An Achievement has a member that is an empty array",
    }


@pytest.mark.parametrize("value", ["urn:uuid:first", ["urn:uuid:first"], {"id": "urn:uuid:first"}])
def test_how_a_proof_names_the_one_before_is_no_matter_of_the_schemas(value: Any) -> None:
    assert of_model(with_(("proof", 0, "previousProof"), value)) == {}
