"""ACH: achievements, their associations, alignments and criteria."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("tags/2")
"""The achievement that is told in full; it stands in achievements and in its assertion."""


def _diploma(achievement: Node) -> bool:
    return achievement.get("achievementType") == "Diploma" and has("associations/1")(achievement)


def _sample(achievement: Node) -> bool:
    return achievement.get("name") == "Sample map of Quay Marsh"


def _old_survey(achievement: Node) -> bool:
    return has("associations/0")(achievement) and achievement["associations"][0]["associationType"] == "replacedBy"


FAULTS = (
    document_fault(
        "ach-name-missing",
        "An achievement has no name",
        "The catalogue keeps names per language.\nThere is none in the language of the export.",
        "CLR10-ACH-001",
        Change("Achievement", drop("name"), _diploma),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-issuer-missing",
        "An achievement has no issuer",
        "Publisher and issuer are the same here.\nThe profile is written once, as publisher.",
        "CLR10-ACH-001",
        Change("Achievement", drop("issuer"), _diploma),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-id-missing",
        "An achievement has no id",
        "The database has no id of its own for copies of a course.\nThe member is left out.",
        "CLR10-ACH-001",
        Change("Achievement", drop("id"), _sample),
        consequences={**SCHEMA, "CLR10-ACH-006": "an association leads to the achievement, which lost its id"},
    ),
    document_fault(
        "ach-type-not-listed",
        "achievementType is Lecture",
        "The types of the own catalogue are exported as they are.\nNobody mapped them to the vocabulary.",
        "CLR10-ACH-002",
        Change("Achievement", put("achievementType", "Lecture"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-type-in-lower-case",
        "achievementType is course, in lower case",
        "The enumeration of the code is written in lower case.\nThe vocabulary is case sensitive.",
        "CLR10-ACH-002",
        Change("Achievement", put("achievementType", "course"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-listed-type-extended",
        "achievementType is ext:degree though Degree is listed",
        "Every own type gets the prefix ext:.\nNobody looked which ones are listed.",
        "CLR10-ACH-003",
        Change("Achievement", put("achievementType", "ext:degree"), _diploma),
    ),
    document_fault(
        "ach-association-without-title",
        "An association has no title",
        "The link is kept as a pair of ids.\nThe title of the target is not looked up.",
        "CLR10-ACH-005",
        Change("Achievement", drop("associations/0/title"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-association-without-target",
        "An association has no targetId",
        "The target was written as uri, as CASE does.\nHere the member is called targetId.",
        "CLR10-ACH-005",
        Change("Achievement", drop("associations/2/targetId"), _SURVEY),
        consequences={
            **SCHEMA,
            "CLR10-CLR-013": "the achievement that the association led to is not linked any more",
        },
    ),
    document_fault(
        "ach-target-outside-of-the-clr",
        "An association leads to an achievement that is not in the CLR",
        "The catalogue links all its courses.\nThe export takes the links and not their targets.",
        "CLR10-ACH-006",
        Change(
            "Achievement",
            lambda node: put("associations/0/targetId", node["id"] + "-2023")(node),
            _old_survey,
        ),
    ),
    document_fault(
        "ach-parents-in-a-circle",
        "Two achievements are each the child of the other",
        "The relation was read from the wrong end.\nThe reverse one is there as well.",
        "CLR10-ACH-007",
        Change("Achievement", put("associations/0/associationType", "isChildOf"), _diploma),
    ),
    document_fault(
        "ach-alignment-without-url",
        "An alignment has no targetUrl",
        "Only the code of the standard is kept.\nIts address is not looked up.",
        "CLR10-ACH-008",
        Change("Achievement", drop("alignments/0/targetUrl"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-alignment-without-name",
        "An alignment has no targetName",
        "The text of the statement is in another system.\nOnly the link is exported.",
        "CLR10-ACH-008",
        Change("Achievement", drop("alignments/1/targetName"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-target-type-not-listed",
        "A targetType is CFNode",
        "The name of the class of CASE was taken over.\nThe vocabulary has other ones.",
        "CLR10-ACH-010",
        Change("Achievement", put("alignments/0/targetType", "CFNode"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ach-criteria-empty",
        "Criteria have neither id nor narrative",
        "The object is made for each achievement.\nThis one has no criteria in the catalogue.",
        "CLR10-ACH-011",
        Change("Achievement", put("requirement", {"type": "Criteria"}), _SURVEY),
    ),
)
