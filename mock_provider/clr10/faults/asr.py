"""ASR: assertions that lack or contradict something."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("evidence/1")
"""The assertion that is told in full."""


def _mapping(assertion: Node) -> bool:
    """The assertion whose recipient is named by the hash of a studentId."""
    return "badge" not in assertion and has("achievement/associations/3")(assertion)


def _expired(assertion: Node) -> bool:
    """The assertion of a plain course that has expired."""
    return "expires" in assertion and not _SURVEY(assertion)


FAULTS = (
    document_fault(
        "asr-id-missing",
        "An assertion has no id",
        "Ids are given when an assertion is published alone.\nInside a record they are left out.",
        "CLR10-ASR-001",
        Change("Assertion", drop("id"), _mapping),
        consequences=SCHEMA,
    ),
    document_fault(
        "asr-achievement-missing",
        "An assertion has no achievement",
        "The course was deleted from the catalogue.\nThe join finds nothing, and the member is left out.",
        "CLR10-ASR-002",
        Change("Assertion", drop("achievement"), _expired),
    ),
    document_fault(
        "asr-issued-on-missing",
        "An assertion has no issuedOn",
        "The date stands on the record.\nThe assertions do not repeat it.",
        "CLR10-ASR-003",
        Change("Assertion", drop("issuedOn"), _expired),
    ),
    document_fault(
        "asr-recipient-missing",
        "An assertion has no recipient",
        "The learner stands on the record.\nThe assertions do not repeat who it is.",
        "CLR10-ASR-004",
        Change("Assertion", drop("recipient"), _expired),
    ),
    document_fault(
        "asr-hosted-without-url",
        "A hosted assertion has a urn:uuid as its id",
        "Ids were switched to UUIDs.\nThe verification still says Hosted.",
        "CLR10-ASR-007",
        Change("Assertion", put("id", "urn:uuid:e1a4b1d2-77c3-4f5e-9a2b-6d7c8e9f0a11"), _mapping),
    ),
    document_fault(
        "asr-recipient-hash-with-wrong-salt",
        "The hash of a recipient does not fit its salt",
        "The salt is made anew on each export.\nThe hash is the stored one.",
        "CLR10-ASR-008",
        Change("Assertion", put("recipient/salt", "s8"), _mapping),
    ),
    document_fault(
        "asr-recipient-by-unknown-member",
        "The recipient is named by a sourcedId that the learner's profile does not have",
        "The recipient comes from the student system.\nThe profile comes from the directory.",
        "CLR10-ASR-008",
        Change("Assertion", put("recipient", {"type": "sourcedId", "identity": "p-88", "hashed": False}), _mapping),
    ),
    document_fault(
        "asr-activity-ends-first",
        "activityEndDate lies before activityStartDate",
        "The two columns were swapped in the import.\nNobody compares them.",
        "CLR10-ASR-009",
        Change("Assertion", put("activityEndDate", "2021-06-11T16:00:00Z"), _SURVEY),
    ),
    document_fault(
        "asr-expires-at-issue",
        "An assertion expires when it is issued",
        "The default of the column is the moment of the insert.\nThe export writes it.",
        "CLR10-ASR-010",
        Change("Assertion", lambda node: put("expires", node["issuedOn"])(node), _SURVEY),
    ),
    document_fault(
        "asr-more-credits-than-available",
        "creditsEarned is above creditsAvailable",
        "Earned credits are counted in hours.\nAvailable ones are counted in points.",
        "CLR10-ASR-012",
        Change("Assertion", put("creditsEarned", 45.0), _SURVEY),
    ),
    document_fault(
        "asr-result-of-another-course",
        "A result refers to a description of another achievement",
        "Descriptions are made anew with each version of a course.\nResults keep the id of the old one.",
        "CLR10-ASR-013",
        Change(
            "Assertion",
            put("results/0/resultDescription", "urn:uuid:51f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"),
            _SURVEY,
        ),
    ),
    document_fault(
        "asr-descriptions-left-out",
        "An achievement has no resultDescriptions though there are results",
        "The catalogue keeps no descriptions.\nThe results refer to them all the same.",
        "CLR10-ASR-013",
        Change("Achievement", drop("resultDescriptions"), has("tags")),
    ),
    document_fault(
        "asr-narrative-with-one-evidence",
        "A narrative comes with a single piece of evidence",
        "The text of the evidence was written into the assertion.\nThere is nothing that it could tie together.",
        "CLR10-ASR-014",
        Change("Assertion", put("evidence", lambda entries: entries[:1]), _SURVEY),
    ),
    document_fault(
        "asr-verification-of-a-profile",
        "The verification of an assertion is of type Verification",
        "One default is used for all verification objects.\nIt is the one of profiles.",
        "CLR10-ASR-015",
        Change("Assertion", put("verification", {"type": "Verification"}), _mapping),
    ),
)
