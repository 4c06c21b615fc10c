"""END: endorsements, what they are about and where they stand."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("evidence/1")
"""The assertion that is told in full, with one endorsement of each form."""

_ELSEWHERE = "urn:uuid:51f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"


def _about_the_result(assertion: Node) -> bool:
    return put("endorsements/0/claim/id", assertion["results"][0]["id"])(assertion)


def _about_the_achievement(assertion: Node) -> bool:
    return put("endorsements/0/claim/id", assertion["achievement"]["id"])(assertion)


FAULTS = (
    document_fault(
        "end-issued-on-missing",
        "An endorsement has no issuedOn",
        "The moment is kept with the request for the endorsement.\nThe export does not look there.",
        "CLR10-END-001",
        Change("Assertion", drop("endorsements/0/issuedOn"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "end-verification-missing",
        "An endorsement has no verification",
        "Open Badges tell the verification by the issuer.\nCLR wants it on each endorsement.",
        "CLR10-END-001",
        Change("Assertion", drop("endorsements/0/verification"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "end-issuer-missing",
        "An endorsement has no issuer",
        "Endorsers may stay anonymous in the own application.\nThe export leaves them out.",
        "CLR10-END-001",
        Change("Assertion", drop("endorsements/0/issuer"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "end-claim-without-id",
        "The claim of an endorsement has no id",
        "The endorsement stands in what it is about.\nThe id was thought to be needless.",
        "CLR10-END-002",
        Change("Assertion", drop("endorsements/0/claim/id"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "end-claim-about-a-result",
        "A claim is about a result, which cannot be endorsed",
        "Teachers endorse single marks in the own application.\nThe id of the mark is exported.",
        "CLR10-END-003",
        Change("Assertion", _about_the_result, _SURVEY),
    ),
    document_fault(
        "end-claim-about-nothing-known",
        "A claim is about an id that is nowhere in the CLR",
        "Ids were made anew for the export.\nThe claims still hold the old ones.",
        "CLR10-END-003",
        Change("Assertion", put("endorsements/0/claim/id", _ELSEWHERE), _SURVEY),
    ),
    document_fault(
        "end-placed-in-another-entity",
        "An endorsement of an achievement stands in an assertion",
        "All endorsements of a course are put where the course is awarded.\nThe claim names the achievement.",
        "CLR10-END-004",
        Change("Assertion", _about_the_achievement, _SURVEY),
    ),
    document_fault(
        "end-hosted-without-url",
        "A hosted endorsement has a urn:uuid as its id",
        "Ids were switched to UUIDs.\nThe verification still says Hosted.",
        "CLR10-END-005",
        Change("Assertion", put("endorsements/0/id", "urn:uuid:7be2a4a0-0f3c-4b64-8b0a-3c0e9f0c1d56"), _SURVEY),
        Change(
            "EndorsementProfile",
            put("verification/startsWith", lambda prefixes: [*prefixes, "urn:uuid:"]),
            lambda node: str(node.get("id", "")).endswith("/profiles/alliance"),
        ),
    ),
)
