"""CLR: records that lack or contradict something as a whole."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_RICH = has("achievements")
_BADGES = has("assertions/0/badge")
_FUTURE = "2222-03-01T08:15:00Z"


def _plain(clr: Node) -> bool:
    """A record of the academy of one course, complete in itself."""
    return "partial" not in clr and "name" not in clr and has("assertions/0/achievement")(clr) and not _BADGES(clr)


def _other_recipients(clr: Node) -> bool:
    for index in (0, 1):
        recipient = {"type": "sourcedId", "identity": f"person-{index}", "hashed": False}
        put(f"assertions/{index}/recipient", recipient)(clr)
    return True


def _repeated(clr: Node) -> bool:
    """The signed assertion once more, in its short form, among the unsigned ones."""
    text = clr["signedAssertions"][0].split(".")[1]
    payload: dict[str, Any] = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    clr["assertions"].append({"id": payload["id"], "type": "Assertion", "revoked": True})
    return True


def _lonely(clr: Node) -> bool:
    issuer = clr["achievements"][0]["issuer"]
    clr["achievements"].append(
        {
            "id": "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e21",
            "type": "Achievement",
            "achievementType": "Course",
            "name": "Soil Mechanics",
            "issuer": issuer,
        }
    )
    return True


FAULTS = (
    document_fault(
        "clr-publisher-missing",
        "A CLR has no publisher",
        "The publisher is the same for all records.\nThe export of old records leaves it out.",
        "CLR10-CLR-001",
        Change("Clr", drop("publisher"), _BADGES),
        consequences=SCHEMA,
    ),
    document_fault(
        "clr-learner-missing",
        "A CLR has no learner",
        "The learner is known by the token.\nNobody writes the profile into the record.",
        "CLR10-CLR-001",
        Change("Clr", drop("learner"), _BADGES),
        consequences=SCHEMA,
    ),
    document_fault(
        "clr-learner-is-a-list",
        "learner of a CLR is an array",
        "A record of a group was planned once.\nThe member stayed a list.",
        "CLR10-CLR-002",
        Change("Clr", put("learner", lambda learner: [learner]), _BADGES),
        consequences=SCHEMA,
    ),
    document_fault(
        "clr-two-recipients",
        "Two assertions of one CLR name different recipients",
        "A search by name found two students.\nBoth went into one record.",
        "CLR10-CLR-002",
        Change("Clr", _other_recipients, _RICH),
        consequences={
            "CLR10-ASR-008": "only a recipient that the learner's profile cannot confirm is compared with others",
            "CLR10-PST-016": "a CLR that is posted back comes with another recipient",
        },
    ),
    document_fault(
        "clr-publisher-is-a-list",
        "publisher of a CLR is an array",
        "Two departments publish together.\nThe member was made a list for them.",
        "CLR10-CLR-003",
        Change("Clr", put("publisher", lambda publisher: [publisher]), _BADGES),
        consequences=SCHEMA,
    ),
    document_fault(
        "clr-without-assertions",
        "CLRs hold no assertion",
        "The record is made when a learner enrols.\nIt is published before there is anything in it.",
        "CLR10-CLR-004",
        Change("Clr", drop("assertions"), has("assertions/0/badge")),
    ),
    document_fault(
        "clr-with-empty-assertions",
        "assertions of a CLR is empty",
        "Assertions that are not ready are filtered out.\nThe record is published with what is left: nothing.",
        "CLR10-CLR-004",
        Change("Clr", put("assertions", []), _plain),
    ),
    document_fault(
        "clr-id-of-a-web-page",
        "The id of a CLR is the URL of a page about it",
        "The address that people see was taken as the id.\nIt is not the one of the API.",
        "CLR10-CLR-005",
        Change("Clr", put("id", lambda text: text.replace("/ims/clr/v1p0/clrs/", "/records/")), _BADGES),
    ),
    document_fault(
        "clr-hosted-without-url",
        "A hosted CLR has a urn:uuid as its id",
        "Ids were switched to UUIDs.\nThe verification still says Hosted.",
        "CLR10-CLR-006",
        Change("Clr", put("id", "urn:uuid:9a4be7a5-6f1d-4c9d-b8f4-3a8d8a5b7701"), _BADGES),
    ),
    document_fault(
        "clr-achievement-differs-by-place",
        "An achievement has another description in achievements than in its assertion",
        "The catalogue was edited after the award.\nOnly one of the two places is read from it.",
        "CLR10-CLR-007",
        Change("Clr", put("achievements/1/description", "Measuring a shoreline, new syllabus."), _RICH),
    ),
    document_fault(
        "clr-achievement-cut-short",
        "An achievement lacks members in achievements that it has in its assertion",
        "The list of achievements is written by a shorter serialiser.\nIt leaves out what the list page does not show.",
        "CLR10-CLR-007",
        Change("Clr", drop("achievements/1/humanCode"), _RICH),
    ),
    document_fault(
        "clr-reason-without-revocation",
        "A CLR has a revocationReason and is not revoked",
        "The reason of an earlier revocation was never cleared.\nThe flag was.",
        "CLR10-CLR-010",
        Change("Clr", put("revocationReason", "Wrong term"), _RICH),
    ),
    document_fault(
        "clr-assertion-with-reason-only",
        "An assertion has a revocationReason and revoked false",
        "Both columns are written always.\nThe text has a default.",
        "CLR10-CLR-010",
        Change("Assertion", put("revocationReason", "none"), has("evidence/1")),
    ),
    document_fault(
        "clr-assertion-from-the-future",
        "An assertion is issued in the future",
        "The date of the graduation is entered in advance.\nThe assertion is published at once.",
        "CLR10-CLR-011",
        Change("Assertion", put("issuedOn", _FUTURE), lambda node: has("evidence/1")(node) and drop("expires")(node)),
    ),
    document_fault(
        "clr-endorsement-from-the-future",
        "An endorsement is issued in the future",
        "Day and month were swapped by the import.\nNobody compares with the present.",
        "CLR10-CLR-011",
        Change("Assertion", put("endorsements/0/issuedOn", _FUTURE), has("evidence/1")),
    ),
    document_fault(
        "clr-assertion-signed-and-unsigned",
        "An assertion stands both in assertions and in signedAssertions",
        "Signed assertions come from another service.\nThe export adds them and keeps its own copy.",
        "CLR10-CLR-012",
        Change("Clr", _repeated, lambda clr: _RICH(clr) and has("signedAssertions/0")(clr)),
    ),
    document_fault(
        "clr-achievement-not-linked",
        "achievements lists one that nothing leads to",
        "The whole catalogue of the department is copied in.\nThe learner earned only a part of it.",
        "CLR10-CLR-013",
        Change("Clr", _lonely, _RICH),
    ),
    document_fault(
        "clr-association-lost",
        "The association that leads to a listed achievement is missing",
        "Associations of the kind exemplar are not exported.\nTheir targets still are.",
        "CLR10-CLR-013",
        Change("Achievement", drop("associations/3"), has("associations/3")),
    ),
)
