"""END: endorsements, what they are about and where they stand."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY,
)

library = Library()


library.add(
    document_fault(
        id="end-issued-on-missing",
        title="An endorsement has no issuedOn",
        how="The moment is kept with the request for the endorsement.\nThe export does not look there.",
        breaks=("CLR10-END-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("endorsements/0/issuedOn"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="end-verification-missing",
        title="An endorsement has no verification",
        how="Open Badges describe the verification at the issuer.\nCLR wants it on each endorsement.",
        breaks=("CLR10-END-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("endorsements/0/verification"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="end-issuer-missing",
        title="An endorsement has no issuer",
        how="Endorsers may stay anonymous in the own application.\nThe export leaves them out.",
        breaks=("CLR10-END-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("endorsements/0/issuer"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="end-claim-without-id",
        title="The claim of an endorsement has no id",
        how="The endorsement stands in what it is about.\nThe id was thought to be needless.",
        breaks=("CLR10-END-002",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("endorsements/0/claim/id"), where=SURVEY)],
    )
)


def _speak_of_the_result(assertion: Node) -> bool:
    return put("endorsements/0/claim/id", assertion["results"][0]["id"])(assertion)


library.add(
    document_fault(
        id="end-claim-about-a-result",
        title="A claim is about a result, which cannot be endorsed",
        how="Teachers endorse single marks in the own application.\nThe id of the mark is exported.",
        breaks=("CLR10-END-003",),
        changes=[Change("Assertion", _speak_of_the_result, where=SURVEY)],
    )
)

_ELSEWHERE = "urn:uuid:51f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"


library.add(
    document_fault(
        id="end-claim-about-nothing-known",
        title="A claim is about an id that is nowhere in the CLR",
        how="Ids were made anew for the export.\nThe claims still hold the old ones.",
        breaks=("CLR10-END-003",),
        changes=[Change("Assertion", put("endorsements/0/claim/id", _ELSEWHERE), where=SURVEY)],
    )
)


def _speak_of_the_achievement(assertion: Node) -> bool:
    return put("endorsements/0/claim/id", assertion["achievement"]["id"])(assertion)


library.add(
    document_fault(
        id="end-placed-in-another-entity",
        title="An endorsement of an achievement stands in an assertion",
        how="All endorsements of a course are put where the course is awarded.\nThe claim names the achievement.",
        breaks=("CLR10-END-004",),
        changes=[Change("Assertion", _speak_of_the_achievement, where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="end-hosted-without-url",
        title="A hosted endorsement has a urn:uuid as its id",
        how="Ids were switched to UUIDs.\nThe verification still says Hosted.",
        breaks=("CLR10-END-005",),
        changes=[
            Change(
                "Assertion", put("endorsements/0/id", "urn:uuid:7be2a4a0-0f3c-4b64-8b0a-3c0e9f0c1d56"), where=SURVEY
            ),
            Change(
                "EndorsementProfile",
                put("verification/startsWith", lambda prefixes: [*prefixes, "urn:uuid:"]),
                where=lambda node: str(node.get("id", "")).endswith("/profiles/alliance"),
            ),
        ],
    )
)

FAULTS = library.faults
