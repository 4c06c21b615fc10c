"""ACH: achievements, their associations, alignments and criteria."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY_COURSE,
    sample_map,
)

library = Library()


def _diploma(achievement: Node) -> bool:
    """The achievement that others are parts of."""
    return achievement.get("achievementType") == "Diploma" and has("associations/1")(achievement)


library.add(
    document_fault(
        id="ach-name-missing",
        title="An achievement has no name",
        how="The catalogue keeps names per language.\nThere is none in the language of the export.",
        breaks=("CLR10-ACH-001",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("name"), where=_diploma)],
    )
)

library.add(
    document_fault(
        id="ach-issuer-missing",
        title="An achievement has no issuer",
        how="Publisher and issuer are the same here.\nThe profile is written once, as publisher.",
        breaks=("CLR10-ACH-001",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("issuer"), where=_diploma)],
    )
)


library.add(
    document_fault(
        id="ach-id-missing",
        title="An achievement has no id",
        how="The database has no id of its own for copies of a course.\nThe member is left out.",
        breaks=("CLR10-ACH-001",),
        consequences={**SCHEMA, "CLR10-ACH-006": "an association leads to the achievement, which lost its id"},
        changes=[Change("Achievement", drop("id"), where=sample_map)],
    )
)

library.add(
    document_fault(
        id="ach-type-not-listed",
        title="achievementType is Lecture",
        how="The types of the own catalogue are exported as they are.\nNobody mapped them to the vocabulary.",
        breaks=("CLR10-ACH-002",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("achievementType", "Lecture"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-type-in-lower-case",
        title="achievementType is course, in lower case",
        how="The enumeration of the code is written in lower case.\nThe vocabulary is case sensitive.",
        breaks=("CLR10-ACH-002",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("achievementType", "course"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-listed-type-extended",
        title="achievementType is ext:degree though Degree is listed",
        how="Every own type gets the prefix ext:.\nNobody looked which ones are listed.",
        breaks=("CLR10-ACH-003",),
        changes=[Change("Achievement", put("achievementType", "ext:degree"), where=_diploma)],
    )
)

library.add(
    document_fault(
        id="ach-association-without-title",
        title="An association has no title",
        how="The link is kept as a pair of ids.\nThe title of the target is not looked up.",
        breaks=("CLR10-ACH-005",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("associations/0/title"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-association-without-target",
        title="An association has no targetId",
        how="The target was written as uri, as CASE does.\nHere the member is called targetId.",
        breaks=("CLR10-ACH-005",),
        consequences={
            **SCHEMA,
            "CLR10-CLR-013": "the achievement that the association led to is not linked any more",
        },
        changes=[Change("Achievement", drop("associations/2/targetId"), where=SURVEY_COURSE)],
    )
)


def _old_survey(achievement: Node) -> bool:
    """The course that the survey has replaced."""
    return has("associations/0")(achievement) and achievement["associations"][0]["associationType"] == "replacedBy"


library.add(
    document_fault(
        id="ach-target-outside-of-the-clr",
        title="An association leads to an achievement that is not in the CLR",
        how="The catalogue links all its courses.\nThe export takes the links and not their targets.",
        breaks=("CLR10-ACH-006",),
        changes=[
            Change(
                "Achievement",
                lambda node: put("associations/0/targetId", node["id"] + "-2023")(node),
                where=_old_survey,
            )
        ],
    )
)

library.add(
    document_fault(
        id="ach-parents-in-a-circle",
        title="Two achievements are each the child of the other",
        how="The relation was read from the wrong end.\nThe reverse one is there as well.",
        breaks=("CLR10-ACH-007",),
        changes=[Change("Achievement", put("associations/0/associationType", "isChildOf"), where=_diploma)],
    )
)

library.add(
    document_fault(
        id="ach-alignment-without-url",
        title="An alignment has no targetUrl",
        how="Only the code of the standard is kept.\nIts address is not looked up.",
        breaks=("CLR10-ACH-008",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("alignments/0/targetUrl"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-alignment-without-name",
        title="An alignment has no targetName",
        how="The text of the statement is in another system.\nOnly the link is exported.",
        breaks=("CLR10-ACH-008",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("alignments/1/targetName"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-target-type-not-listed",
        title="A targetType is CFNode",
        how="The name of the class of CASE was taken over.\nThe vocabulary has other ones.",
        breaks=("CLR10-ACH-010",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("alignments/0/targetType", "CFNode"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="ach-criteria-empty",
        title="Criteria have neither id nor narrative",
        how="The object is made for each achievement.\nThis one has no criteria in the catalogue.",
        breaks=("CLR10-ACH-011",),
        changes=[Change("Achievement", put("requirement", {"type": "Criteria"}), where=SURVEY_COURSE)],
    )
)

FAULTS = library.faults
