"""What becomes of a record: its envelope, its learner, its publisher, its achievements and the links between them."""

from __future__ import annotations

import pytest

from conformance.errors import UsageFault
from conformance.migrating import Fate
from tests.rulebooks.clr20.migration.generated import token
from tests.rulebooks.clr20.migration.moving import (
    ACHIEVEMENT,
    ASSERTION,
    COLLEGE,
    ENDORSEMENT,
    OTHER,
    RECORD,
    SAME,
    achieving,
    credential,
    entry,
    invention,
    migrated,
    record,
    with_members,
)


def test_a_record_becomes_a_credential_whose_subject_is_the_learner() -> None:
    found = migrated(record())
    new = found.record
    assert [url.split("/")[2] for url in new["@context"]] == ["www.w3.org", "purl.imsglobal.org", "purl.imsglobal.org"]
    assert (new["id"], new["name"]) == (RECORD["id"], RECORD["name"])
    assert new["type"] == ["VerifiableCredential", "ClrCredential"]
    assert new["validFrom"] == new["awardedDate"] == RECORD["issuedOn"]
    assert new["credentialSubject"]["id"] == RECORD["learner"]["id"]
    assert entry(found, "/issuedOn").targets == ("/validFrom", "/awardedDate")
    assert entry(found, "/verification").content is False


def test_the_learner_has_identifiers_and_what_is_more_has_no_place() -> None:
    learner = {
        **RECORD["learner"],
        "email": "mira@mail.example",
        "studentId": "NH-1",
        "familyName": "Okafor",
        "identifiers": [{"type": "SystemIdentifier", "identifier": "77", "identifierType": "OneRosterSourcedId"}],
    }
    found = migrated(record(learner=learner))
    kinds = {each["identityType"]: each["identityHash"] for each in found.record["credentialSubject"]["identifier"]}
    assert kinds == {
        "name": "Mira Okafor",
        "emailAddress": "mira@mail.example",
        "ext:studentId": "NH-1",
        "oneRosterSourcedId": "77",
    }
    lost = entry(found, "/learner/familyName")
    assert (lost.fate, lost.content) == (Fate.WITHOUT_PLACE, True)


def test_a_learner_whose_id_is_no_uri_has_it_as_an_identifier() -> None:
    found = migrated(record(learner={"id": "4711"}))
    subject = found.record["credentialSubject"]
    assert "id" not in subject
    assert subject["identifier"][0]["identityHash"] == "4711"


def test_a_publisher_that_issues_the_new_record_is_its_issuer() -> None:
    found = migrated(record(publisher={**COLLEGE, "telephone": "+1 555 0100", "name": "Another name"}))
    assert found.record["issuer"] == {
        "id": COLLEGE["id"],
        "type": ["Profile"],
        "name": "Harbour College",
        "phone": "+1 555 0100",
    }
    assert "evidence" not in found.record
    assert entry(found, "/publisher/name").content is True, "the description of the new issuer says otherwise"


def test_a_record_of_another_publisher_is_evidence_of_the_new_one() -> None:
    found = migrated(record(), OTHER)
    assert found.record["issuer"]["id"] == OTHER.id
    (piece,) = found.record["evidence"]
    assert piece["id"].startswith(RECORD["id"])
    assert piece["id"] != RECORD["id"], "one node of RDF cannot be both the record and its evidence"
    assert piece["description"] == "Published by Harbour College"


def test_an_issuer_under_an_id_of_former_times_is_the_new_issuer() -> None:
    from conformance.rulebooks.clr20.migration import RULES

    new = RULES.issuer({"id": "did:web:college.example", "formerly": [COLLEGE["id"]]})
    found = migrated(record(), new)
    assert found.record["issuer"]["id"] == credential(found)["issuer"]["id"] == "did:web:college.example"
    assert entry(found, "/publisher/id").fate is Fate.CHANGED


def test_a_title_that_is_required_is_invented_and_told() -> None:
    found = migrated(record(name=...))
    assert found.record["name"] == "Comprehensive Learner Record"
    assert invention(found, "/name").content is True


def test_associations_stand_in_the_record_each_once() -> None:
    link = {"associationType": "isPartOf", "targetId": "https://college.example/catalog/2", "title": "Agriculture"}
    two = {**ACHIEVEMENT, "associations": [link, link, {**link, "associationType": "exemplar"}]}
    found = migrated(record(achievements=[{**ACHIEVEMENT, "id": link["targetId"]}, two]))
    assert found.record["credentialSubject"]["association"] == [
        {
            "type": "Association",
            "associationType": kind,
            "sourceId": ACHIEVEMENT["id"],
            "targetId": link["targetId"],
        }
        for kind in ("isPartOf", "isRelatedTo")
    ]
    assert entry(found, "/achievements/1/associations/2/associationType").content is True
    assert entry(found, "/achievements/1/associations/0/title").content is False, "the achievement says its name"


def test_the_title_of_an_achievement_that_is_not_in_the_record_is_lost() -> None:
    link = {"associationType": "precedes", "targetId": "https://elsewhere.example/1", "title": "Botany"}
    found = migrated(achieving(associations=[link]))
    assert entry(found, "/assertions/0/achievement/associations/0/title").content is True


def test_endorsements_are_credentials_of_their_issuers() -> None:
    found = migrated(record(endorsements=[ENDORSEMENT], signedEndorsements=[token(ENDORSEMENT)]))
    hosted, signed = found.record["endorsement"]
    assert hosted["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert hosted["credentialSubject"] == {
        "type": ["EndorsementSubject"],
        "id": COLLEGE["id"],
        "endorsementComment": "Good work.",
    }
    assert signed["evidence"][0]["id"] == f"data:application/jose,{token(ENDORSEMENT)}"
    assert invention(found, "/endorsement/0/name").content is True


def test_endorsements_of_the_learner_stand_among_the_credentials_about_the_learner() -> None:
    found = migrated(record(learner={**RECORD["learner"], "endorsements": [ENDORSEMENT]}))
    kinds = [each["type"][1] for each in found.record["credentialSubject"]["verifiableCredential"]]
    assert kinds == ["EndorsementCredential", "AchievementCredential"]


def test_a_revoked_record_is_refused() -> None:
    with pytest.raises(UsageFault) as refused:
        migrated(record(revoked=True))
    assert refused.value.problem.code == "record-revoked"


@pytest.mark.parametrize("member", ["assertions", "endorsements"])
def test_what_was_revoked_is_not_made_valid_again(member: str) -> None:
    item = with_members(ASSERTION if member == "assertions" else ENDORSEMENT, revoked=True)
    found = migrated(record(**{member: [item]}))
    assert "revoked" in entry(found, f"/{member}/0").why
    assert "endorsement" not in found.record
    assert entry(found, f"/{member}/0/id").fate is Fate.WITHOUT_PLACE


def test_nulls_and_empty_arrays_are_left_out_and_told() -> None:
    found = migrated(record(achievements=[], revocationReason=None))
    assert "achievement" not in found.record["credentialSubject"]
    assert {entry(found, each).content for each in ("/achievements", "/revocationReason")} == {False}


def test_an_extension_has_no_place() -> None:
    lost = entry(migrated(record(**{"acme:shelf": {"mark": 1}})), "/acme:shelf/mark")
    assert (lost.fate, lost.content) == (Fate.WITHOUT_PLACE, True)


def test_a_set_becomes_one_response_with_all_records() -> None:
    clrs = {
        "@context": RECORD["@context"],
        "type": "ClrSet",
        "clrs": [record()],
        "signedClrs": [token(record()), "x.y"],
    }
    found = migrated(clrs, kind="ClrSet")
    assert [each["id"] for each in found.record["credential"]] == [RECORD["id"], RECORD["id"]]
    assert found.unreadable == ("/signedClrs/1",)


@pytest.mark.parametrize("records", [{}, {"clrs": [7]}, {"clrs": [record(revoked=True)]}, {"signedClrs": ["x.y"]}])
def test_a_set_without_a_record_is_refused(records: dict[str, object]) -> None:
    with pytest.raises(UsageFault) as refused:
        migrated({"type": "ClrSet", **records}, kind="ClrSet")
    assert refused.value.problem.code == "not-migrated"


@pytest.mark.parametrize("member", ["id", "issuedOn", "publisher", "learner", "name"])
def test_a_member_of_another_kind_is_not_called_an_extension(member: str) -> None:
    assert "extension" not in entry(migrated(record(**{member: 7})), f"/{member}").why


def test_the_record_of_a_post_is_migrated() -> None:
    assert migrated({"clr": record()}, kind="PostClrPayload").record["id"] == RECORD["id"]
    signed = migrated({"signedClr": token(record())}, OTHER, kind="PostClrPayload")
    assert signed.record["evidence"][0]["id"].startswith("data:application/jose,")


@pytest.mark.parametrize("kind", ["DiscoveryDocument", "RevocationList", "GetCryptographicKeyPayload"])
def test_what_is_no_record_is_refused(kind: str) -> None:
    with pytest.raises(UsageFault) as refused:
        migrated({"id": "https://college.example/x"}, SAME, kind=kind)
    assert refused.value.problem.code == "not-migrated"
