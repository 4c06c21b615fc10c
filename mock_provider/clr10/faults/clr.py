"""CLR: records that lack or contradict something as a whole."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import Node, decoded
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    BADGES,
    RICH,
    SURVEY,
)

library = Library()

_FUTURE = "2222-03-01T08:15:00Z"

library.add(
    document_fault(
        id="clr-publisher-missing",
        title="A CLR has no publisher",
        how="The publisher is the same for all records.\nThe export of old records leaves it out.",
        breaks=("CLR10-CLR-001",),
        consequences=SCHEMA,
        changes=[Change("Clr", drop("publisher"), where=BADGES)],
    )
)

library.add(
    document_fault(
        id="clr-learner-missing",
        title="A CLR has no learner",
        how="The learner is known by the token.\nNobody writes the profile into the record.",
        breaks=("CLR10-CLR-001",),
        consequences=SCHEMA,
        changes=[Change("Clr", drop("learner"), where=BADGES)],
    )
)

library.add(
    document_fault(
        id="clr-learner-is-a-list",
        title="learner of a CLR is an array",
        how="A record of a group was planned once.\nThe member stayed a list.",
        breaks=("CLR10-CLR-002",),
        consequences=SCHEMA,
        changes=[Change("Clr", put("learner", lambda learner: [learner]), where=BADGES)],
    )
)


def _name_two_recipients(clr: Node) -> None:
    for index in (0, 1):
        recipient = {"type": "sourcedId", "identity": f"person-{index}", "hashed": False}
        put(f"assertions/{index}/recipient", recipient)(clr)


library.add(
    document_fault(
        id="clr-two-recipients",
        title="Two assertions of one CLR name different recipients",
        how="A search by name found two students.\nBoth went into one record.",
        breaks=("CLR10-CLR-002",),
        consequences={
            "CLR10-ASR-008": "only a recipient that the learner's profile cannot confirm is compared with others",
            "CLR10-PST-016": "a CLR that is posted back comes with another recipient",
        },
        changes=[Change("Clr", _name_two_recipients, where=RICH)],
    )
)

library.add(
    document_fault(
        id="clr-publisher-is-a-list",
        title="publisher of a CLR is an array",
        how="Two departments publish together.\nThe member was made a list for them.",
        breaks=("CLR10-CLR-003",),
        consequences=SCHEMA,
        changes=[Change("Clr", put("publisher", lambda publisher: [publisher]), where=BADGES)],
    )
)

library.add(
    document_fault(
        id="clr-without-assertions",
        title="CLRs hold no assertion",
        how="The record is made when a learner enrols.\nIt is published before there is anything in it.",
        breaks=("CLR10-CLR-004",),
        changes=[Change("Clr", drop("assertions"), where=BADGES)],
    )
)


def _plain(clr: Node) -> bool:
    """A record of the academy of one course, complete in itself."""
    return "partial" not in clr and "name" not in clr and has("assertions/0/achievement")(clr) and not BADGES(clr)


library.add(
    document_fault(
        id="clr-with-empty-assertions",
        title="assertions of a CLR is empty",
        how="Assertions that are not ready are filtered out.\nThe record is published with what is left: nothing.",
        breaks=("CLR10-CLR-004",),
        changes=[Change("Clr", put("assertions", []), where=_plain)],
    )
)

library.add(
    document_fault(
        id="clr-id-of-a-web-page",
        title="The id of a CLR is the URL of a page about it",
        how="The address that people see was taken as the id.\nIt is not the one of the API.",
        breaks=("CLR10-CLR-005",),
        changes=[
            Change("Clr", put("id", lambda text: text.replace(f"{FACTS.base_path}/clrs/", "/records/")), where=BADGES)
        ],
    )
)

library.add(
    document_fault(
        id="clr-hosted-without-url",
        title="A hosted CLR has a urn:uuid as its id",
        how="Ids were switched to UUIDs.\nThe verification still says Hosted.",
        breaks=("CLR10-CLR-006",),
        changes=[Change("Clr", put("id", "urn:uuid:9a4be7a5-6f1d-4c9d-b8f4-3a8d8a5b7701"), where=BADGES)],
    )
)

library.add(
    document_fault(
        id="clr-achievement-differs-by-place",
        title="An achievement has another description in achievements than in its assertion",
        how="The catalogue was edited after the award.\nOnly one of the two places is read from it.",
        breaks=("CLR10-CLR-007",),
        changes=[Change("Clr", put("achievements/1/description", "Measuring a shoreline, new syllabus."), where=RICH)],
    )
)

library.add(
    document_fault(
        id="clr-achievement-cut-short",
        title="An achievement lacks members in achievements that it has in its assertion",
        how="The list of achievements is written by a shorter serialiser.\n"
        "It leaves out what the list page does not show.",
        breaks=("CLR10-CLR-007",),
        changes=[Change("Clr", drop("achievements/1/humanCode"), where=RICH)],
    )
)

library.add(
    document_fault(
        id="clr-reason-without-revocation",
        title="A CLR has a revocationReason and is not revoked",
        how="The reason of an earlier revocation was never cleared.\nThe flag was.",
        breaks=("CLR10-CLR-010",),
        changes=[Change("Clr", put("revocationReason", "Wrong term"), where=RICH)],
    )
)

library.add(
    document_fault(
        id="clr-assertion-with-reason-only",
        title="An assertion has a revocationReason and revoked false",
        how="Both columns are written always.\nThe text has a default.",
        breaks=("CLR10-CLR-010",),
        changes=[Change("Assertion", put("revocationReason", "none"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="clr-assertion-from-the-future",
        title="An assertion is issued in the future",
        how="The date of the graduation is entered in advance.\nThe assertion is published at once.",
        breaks=("CLR10-CLR-011",),
        changes=[
            Change("Assertion", put("issuedOn", _FUTURE), where=lambda node: SURVEY(node) and drop("expires")(node))
        ],
    )
)

library.add(
    document_fault(
        id="clr-endorsement-from-the-future",
        title="An endorsement is issued in the future",
        how="Day and month were swapped by the import.\nNobody compares with the present.",
        breaks=("CLR10-CLR-011",),
        changes=[Change("Assertion", put("endorsements/0/issuedOn", _FUTURE), where=SURVEY)],
    )
)


def _repeat_signed_assertion(clr: Node) -> None:
    """The signed assertion once more, in its short form, among the unsigned ones."""
    payload = decoded(clr["signedAssertions"][0].split(".")[1])
    clr["assertions"].append({"id": payload["id"], "type": "Assertion", "revoked": True})


library.add(
    document_fault(
        id="clr-assertion-signed-and-unsigned",
        title="An assertion stands both in assertions and in signedAssertions",
        how="Signed assertions come from another service.\nThe export adds them and keeps its own copy.",
        breaks=("CLR10-CLR-012",),
        changes=[
            Change("Clr", _repeat_signed_assertion, where=lambda clr: RICH(clr) and has("signedAssertions/0")(clr))
        ],
    )
)


def _add_unlinked_achievement(clr: Node) -> None:
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


library.add(
    document_fault(
        id="clr-achievement-not-linked",
        title="achievements lists one that nothing leads to",
        how="The whole catalogue of the department is copied in.\nThe learner earned only a part of it.",
        breaks=("CLR10-CLR-013",),
        changes=[Change("Clr", _add_unlinked_achievement, where=RICH)],
    )
)

library.add(
    document_fault(
        id="clr-association-lost",
        title="The association that leads to a listed achievement is missing",
        how="Associations of the kind exemplar are not exported.\nTheir targets still are.",
        breaks=("CLR10-CLR-013",),
        changes=[Change("Achievement", drop("associations/3"), where=has("associations/3"))],
    )
)

FAULTS = library.faults
