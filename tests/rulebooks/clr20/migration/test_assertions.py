"""What becomes of an assertion: a credential of the achievement's issuer, with the original beside it as evidence."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.migrating import Fate
from tests.rulebooks.clr20.migration.generated import token
from tests.rulebooks.clr20.migration.moving import (
    ACHIEVEMENT,
    ASSERTION,
    COLLEGE,
    OTHER,
    RECORD,
    SAME,
    achieving,
    awarding,
    credential,
    entry,
    invention,
    migrated,
    record,
    with_members,
)


def test_an_assertion_becomes_a_credential_of_the_issuer_of_its_achievement() -> None:
    inner = credential(migrated(awarding(expires="2030-01-01T00:00:00Z", licenseNumber="L-1"), OTHER))
    assert inner["type"] == ["VerifiableCredential", "AchievementCredential"]
    assert inner["issuer"]["id"] == COLLEGE["id"]
    assert (inner["validFrom"], inner["validUntil"]) == (ASSERTION["issuedOn"], "2030-01-01T00:00:00Z")
    assert inner["credentialSubject"]["id"] == RECORD["learner"]["id"]
    assert inner["credentialSubject"]["licenseNumber"] == "L-1"
    assert inner["credentialSubject"]["achievement"]["creator"]["id"] == COLLEGE["id"]
    assert "proof" not in inner


def test_an_assertion_of_another_issuer_points_at_the_original() -> None:
    assert "evidence" not in credential(migrated(awarding(), SAME))
    (piece,) = credential(migrated(awarding(), OTHER))["evidence"]
    assert piece["id"].split("#")[0] == ASSERTION["id"]


def test_a_signed_assertion_is_evidence_and_is_not_signed_in_its_issuers_name() -> None:
    text = token(ASSERTION)
    found = migrated(record(assertions=..., signedAssertions=[text]), OTHER, signers={OTHER.id})
    assert credential(found)["evidence"][0]["id"] == f"data:application/jose,{text}"
    assert entry(found, "/signedAssertions/0#/issuedOn").targets[0].endswith("/verifiableCredential/0/validFrom")


def test_with_the_key_of_its_issuer_a_signed_assertion_needs_no_evidence() -> None:
    found = migrated(record(assertions=..., signedAssertions=[token(ASSERTION)]), OTHER, signers={COLLEGE["id"]})
    assert "evidence" not in credential(found)


def test_a_signed_assertion_that_cannot_be_read_is_evidence_of_the_record() -> None:
    found = migrated(record(signedAssertions=["abcd.efgh.ijkl", "no token"]))
    assert [each["id"] for each in found.record["evidence"]] == ["data:application/jose,abcd.efgh.ijkl"]
    assert found.unreadable == ("/signedAssertions/0", "/signedAssertions/1")
    assert entry(found, "/signedAssertions/1").fate is Fate.WITHOUT_PLACE


def test_a_badge_of_open_badges_is_evidence_by_its_address() -> None:
    badge = with_members(ASSERTION, achievement=..., badge={"id": "https://college.example/badges/1"})
    found = migrated(record(assertions=[badge]))
    assert found.record["evidence"][0]["id"].startswith(ASSERTION["id"])
    assert "verifiableCredential" not in found.record["credentialSubject"]
    assert entry(found, "/assertions/0/badge/id").content is True


@pytest.mark.parametrize(
    ("recipient", "subject"),
    [
        ({"type": "id", "identity": "did:example:1", "hashed": False}, {"id": "did:example:1"}),
        (
            {"type": "email", "identity": "sha256$ab", "hashed": True, "salt": "s"},
            {"identifier": [("emailAddress", True, "sha256$ab")]},
        ),
        (
            {"type": "id", "identity": "sha256$ab", "hashed": True},
            {"identifier": [("identifier", True, "sha256$ab")]},
        ),
        ({"type": "studentId", "identity": "1", "hashed": False}, {"identifier": [("ext:studentId", False, "1")]}),
        ({"type": "sourcedId", "identity": "md5$0a"}, {"identifier": [("sourcedId", True, "md5$0a")]}),
    ],
)
def test_the_recipient_is_the_subject_by_id_or_by_an_identifier(recipient: Any, subject: Any) -> None:
    found = credential(migrated(awarding(recipient=recipient)))["credentialSubject"]
    seen = {
        member: found[member]
        if member == "id"
        else [(i["identityType"], i["hashed"], i["identityHash"]) for i in found[member]]
        for member in ("id", "identifier")
        if member in found
    }
    assert seen == subject


def test_without_a_recipient_the_learner_stands_in_and_that_is_told() -> None:
    found = migrated(awarding(recipient=...))
    target = "/credentialSubject/verifiableCredential/0/credentialSubject/id"
    assert invention(found, target).source == "/learner/id"


def test_without_a_date_that_of_the_record_stands_in_and_that_is_told() -> None:
    found = migrated(awarding(issuedOn=...))
    assert credential(found)["validFrom"] == RECORD["issuedOn"]
    assert invention(found, "/credentialSubject/verifiableCredential/0/validFrom").source == "/issuedOn"


def test_what_an_achievement_has_to_have_is_made_from_what_it_has() -> None:
    found = migrated(achieving(description=..., requirement=...))
    achievement = credential(found)["credentialSubject"]["achievement"]
    assert achievement["description"] == ACHIEVEMENT["name"]
    assert "does not state" in achievement["criteria"]["narrative"]
    target = "/credentialSubject/verifiableCredential/0/credentialSubject/achievement"
    assert invention(found, f"{target}/description").source == "/assertions/0/achievement/name"
    assert invention(found, f"{target}/criteria/narrative").content is True


def test_members_of_an_achievement_have_their_new_names() -> None:
    levels = [{"id": "urn:uuid:2", "type": "RubricCriterionLevel", "name": "High", "level": "3", "points": "9"}]
    description = {
        "id": "urn:uuid:1",
        "type": "ResultDescription",
        "name": "Grade",
        "resultType": "LetterGrade",
        "allowedValues": ["A", "B"],
        "rubricCriterionLevels": levels,
    }
    found = migrated(
        achieving(
            achievementType="Co-Curricular",
            tags=["soil", "field"],
            level="Bachelors",
            image="https://college.example/image.png",
            identifiers=[{"type": "SystemIdentifier", "identifier": "1", "identifierType": "LisSourcedId"}],
            resultDescriptions=[description],
        )
    )
    new = credential(found)["credentialSubject"]["achievement"]
    assert new["achievementType"] == "CoCurricular"
    assert new["tag"] == ["soil", "field"]
    assert new["image"] == {"id": "https://college.example/image.png", "type": "Image"}
    assert new["otherIdentifier"][0]["identifierType"] == "lisSourcedId"
    assert new["resultDescription"][0]["allowedValue"] == ["A", "B"]
    assert new["resultDescription"][0]["rubricCriterionLevel"][0]["points"] == "9"
    assert "level" not in new
    assert entry(found, "/assertions/0/achievement/tags").fate is Fate.RENAMED
    assert entry(found, "/assertions/0/achievement/level").content is True


def test_artifacts_are_pieces_of_evidence_of_their_own() -> None:
    pieces = [
        {"name": "Field book", "type": "Evidence", "artifacts": [{"url": "https://files.example/1", "name": "Page 1"}]},
        {"name": "Report", "type": "Evidence"},
    ]
    found = migrated(awarding(evidence=pieces))
    assert [each["name"] for each in credential(found)["evidence"]] == ["Field book", "Page 1", "Report"]
    assert credential(found)["evidence"][1]["id"] == "https://files.example/1"
    assert entry(found, "/assertions/0/evidence/1").targets == ("/credentialSubject/verifiableCredential/0/evidence/2",)


@pytest.mark.parametrize(("member", "value"), [("creditsEarned", "3"), ("role", 7), ("results", "A"), ("source", "x")])
def test_a_value_of_another_kind_has_no_place(member: str, value: Any) -> None:
    lost = entry(migrated(awarding(**{member: value})), f"/assertions/0/{member}")
    assert (lost.fate, lost.content) == (Fate.WITHOUT_PLACE, True)


def test_a_result_keeps_its_value_and_a_status_that_is_none_has_no_place() -> None:
    result = {"id": "urn:uuid:7", "type": "Result", "resultDescription": "urn:uuid:1", "value": "A", "status": "Done"}
    found = migrated(awarding(results=[result]))
    (new,) = credential(found)["credentialSubject"]["result"]
    assert new == {"type": ["Result"], "resultDescription": "urn:uuid:1", "value": "A"}
    assert entry(found, "/assertions/0/results/0/status").content is True
