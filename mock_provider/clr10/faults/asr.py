"""ASR: assertions that lack or contradict something."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY,
    expired,
    mapping,
)

library = Library()


library.add(
    document_fault(
        id="asr-id-missing",
        title="An assertion has no id",
        how="Ids are given when an assertion is published alone.\nInside a record they are left out.",
        breaks=("CLR10-ASR-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("id"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="asr-achievement-missing",
        title="An assertion has no achievement",
        how="The course was deleted from the catalogue.\nThe join finds nothing, and the member is left out.",
        breaks=("CLR10-ASR-002",),
        changes=[Change("Assertion", drop("achievement"), where=expired)],
    )
)

library.add(
    document_fault(
        id="asr-issued-on-missing",
        title="An assertion has no issuedOn",
        how="The date stands on the record.\nThe assertions do not repeat it.",
        breaks=("CLR10-ASR-003",),
        changes=[Change("Assertion", drop("issuedOn"), where=expired)],
    )
)

library.add(
    document_fault(
        id="asr-recipient-missing",
        title="An assertion has no recipient",
        how="The learner stands on the record.\nThe assertions do not repeat who it is.",
        breaks=("CLR10-ASR-004",),
        changes=[Change("Assertion", drop("recipient"), where=expired)],
    )
)

library.add(
    document_fault(
        id="asr-hosted-without-url",
        title="A hosted assertion has a urn:uuid as its id",
        how="Ids were switched to UUIDs.\nThe verification still says Hosted.",
        breaks=("CLR10-ASR-007",),
        changes=[Change("Assertion", put("id", "urn:uuid:e1a4b1d2-77c3-4f5e-9a2b-6d7c8e9f0a11"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="asr-recipient-hash-with-wrong-salt",
        title="The hash of a recipient does not fit its salt",
        how="The salt is made anew on each export.\nThe hash is the stored one.",
        breaks=("CLR10-ASR-008",),
        changes=[Change("Assertion", put("recipient/salt", "s8"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="asr-recipient-by-unknown-member",
        title="The recipient is named by a sourcedId that the learner's profile does not have",
        how="The recipient comes from the student system.\nThe profile comes from the directory.",
        breaks=("CLR10-ASR-008",),
        changes=[
            Change(
                "Assertion", put("recipient", {"type": "sourcedId", "identity": "p-88", "hashed": False}), where=mapping
            )
        ],
    )
)

library.add(
    document_fault(
        id="asr-activity-ends-first",
        title="activityEndDate lies before activityStartDate",
        how="The two columns were swapped in the import.\nNobody compares them.",
        breaks=("CLR10-ASR-009",),
        changes=[Change("Assertion", put("activityEndDate", "2021-06-11T16:00:00Z"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="asr-expires-at-issue",
        title="An assertion expires when it is issued",
        how="The default of the column is the moment of the insert.\nThe export writes it.",
        breaks=("CLR10-ASR-010",),
        changes=[Change("Assertion", lambda node: put("expires", node["issuedOn"])(node), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="asr-more-credits-than-available",
        title="creditsEarned is above creditsAvailable",
        how="Earned credits are counted in hours.\nAvailable ones are counted in points.",
        breaks=("CLR10-ASR-012",),
        changes=[Change("Assertion", put("creditsEarned", 45.0), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="asr-result-of-another-course",
        title="A result refers to a description of another achievement",
        how="Descriptions are made anew with each version of a course.\nResults keep the id of the old one.",
        breaks=("CLR10-ASR-013",),
        changes=[
            Change(
                "Assertion",
                put("results/0/resultDescription", "urn:uuid:51f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"),
                where=SURVEY,
            )
        ],
    )
)

library.add(
    document_fault(
        id="asr-descriptions-left-out",
        title="An achievement has no resultDescriptions though there are results",
        how="The catalogue keeps no descriptions.\nThe results refer to them all the same.",
        breaks=("CLR10-ASR-013",),
        changes=[Change("Achievement", drop("resultDescriptions"), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="asr-narrative-with-one-evidence",
        title="A narrative comes with a single piece of evidence",
        how="The text of the evidence was written into the assertion.\nThere is nothing that it could tie together.",
        breaks=("CLR10-ASR-014",),
        changes=[Change("Assertion", put("evidence", lambda entries: entries[:1]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="asr-verification-of-a-profile",
        title="The verification of an assertion is of type Verification",
        how="One default is used for all verification objects.\nIt is the one of profiles.",
        breaks=("CLR10-ASR-015",),
        changes=[Change("Assertion", put("verification", {"type": "Verification"}), where=mapping)],
    )
)

FAULTS = library.faults
