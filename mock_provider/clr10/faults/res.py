"""RES: results, their descriptions, rubrics and evidence."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, both, document_fault, drop, has, put

_SURVEY = has("evidence/1")
"""The assertion that is told in full, with a letter grade and a status."""

_RUBRIC = has("rubricCriterionLevels/2")
_NO_LEVEL = "urn:uuid:61f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"


def _percent(description: Node) -> bool:
    return description.get("resultType") == "Percent"


def _turned_round(description: Node) -> bool:
    description["rubricCriterionLevels"].sort(key=lambda level: float(level["points"]), reverse=True)
    return True


FAULTS = (
    document_fault(
        "res-description-missing",
        "A result has no resultDescription",
        "Marks are kept without a reference to a scale.\nThe member is left out.",
        "CLR10-RES-001",
        Change("Assertion", drop("results/0/resultDescription"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-status-missing",
        "A result of type Status has a value and no status",
        "All results are written into value.\nThe member for a status was overlooked.",
        "CLR10-RES-002",
        Change("Assertion", both(drop("results/1/status"), put("results/1/value", "Completed")), _SURVEY),
    ),
    document_fault(
        "res-says-nothing",
        "A result has neither value nor status nor achievedLevel",
        "The mark is not public.\nThe result is exported without it.",
        "CLR10-RES-003",
        Change("Assertion", drop("results/0/value"), _SURVEY),
    ),
    document_fault(
        "res-value-not-allowed",
        "The value of a result is not among allowedValues",
        "The scale knows B, the teacher wrote B+.\nNobody compares the two.",
        "CLR10-RES-004",
        Change("Assertion", put("results/0/value", "B+"), _SURVEY),
    ),
    document_fault(
        "res-value-above-range",
        "The value of a result is above valueMax",
        "Extra points are added after the scale was made.\nNobody compares the two.",
        "CLR10-RES-005",
        Change("Assertion", put("results/1/value", "188"), has("results/12")),
    ),
    document_fault(
        "res-value-below-range",
        "The value of a result is below valueMin",
        "A missing score is stored as -1.\nIt is exported as it is.",
        "CLR10-RES-005",
        Change("Assertion", put("results/3/value", "-1"), has("results/12")),
    ),
    document_fault(
        "res-level-of-another-rubric",
        "achievedLevel is no level of the result's description",
        "Rubrics are copied for each course, and their levels get new ids.\nResults keep the old ones.",
        "CLR10-RES-006",
        Change("Result", put("achievedLevel", _NO_LEVEL), has("achievedLevel")),
    ),
    document_fault(
        "res-description-without-name",
        "A result description has no name",
        "Scales have no name in the own application.\nThe member is left out.",
        "CLR10-RES-007",
        Change("Achievement", drop("resultDescriptions/0/name"), has("tags/2")),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-description-without-type",
        "A result description has no resultType",
        "The kind of a scale follows from its values.\nIt is not written out.",
        "CLR10-RES-007",
        Change("Achievement", drop("resultDescriptions/0/resultType"), has("tags/2")),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-type-not-listed",
        "A resultType is Grade",
        "The own name of the kind is exported.\nThe vocabulary has LetterGrade.",
        "CLR10-RES-008",
        Change("Achievement", put("resultDescriptions/0/resultType", "Grade"), has("tags/2")),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-required-value-not-allowed",
        "requiredValue is not among allowedValues",
        "The pass mark is set for all courses.\nThis one has another scale.",
        "CLR10-RES-009",
        Change("Achievement", put("resultDescriptions/0/requiredValue", "E"), has("tags/2")),
    ),
    document_fault(
        "res-required-value-out-of-range",
        "requiredValue is above valueMax",
        "The pass mark is kept in points, the range in percent.\nNobody compares them.",
        "CLR10-RES-009",
        Change("ResultDescription", put("requiredValue", "120"), _percent),
    ),
    document_fault(
        "res-required-level-unknown",
        "requiredLevel is no level of its description",
        "Levels get new ids when a rubric is copied.\nThe required one keeps the old id.",
        "CLR10-RES-010",
        Change("ResultDescription", put("requiredLevel", _NO_LEVEL), has("requiredLevel")),
    ),
    document_fault(
        "res-rubric-from-high-to-low",
        "The levels of a rubric run from high to low",
        "The table on the screen begins with the best level.\nThe export takes its order.",
        "CLR10-RES-011",
        Change("ResultDescription", _turned_round, _RUBRIC),
    ),
    document_fault(
        "res-level-without-name",
        "A level of a rubric has no name",
        "Levels are known by their points.\nThe name is left out.",
        "CLR10-RES-012",
        Change("ResultDescription", drop("rubricCriterionLevels/0/name"), _RUBRIC, tokens=False),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-level-without-id",
        "A level of a rubric has no id",
        "Levels are kept inside the rubric.\nThey have no id of their own.",
        "CLR10-RES-012",
        Change("ResultDescription", drop("rubricCriterionLevels/0/id"), _RUBRIC, tokens=False),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-points-as-number",
        "points of a rubric level is a number",
        "Points are numbers in the database.\nThe model wants a text.",
        "CLR10-RES-013",
        Change("ResultDescription", put("rubricCriterionLevels/0/points", 4), _RUBRIC, tokens=False),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-value-as-number",
        "value of a result is a number",
        "Marks are numbers in the database.\nThe model wants a text.",
        "CLR10-RES-013",
        Change("Assertion", put("results/0/value", 2.0), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-evidence-without-name",
        "Evidence has no name",
        "Files are uploaded without a title.\nThe member is left out.",
        "CLR10-RES-014",
        Change("Assertion", drop("evidence/0/name"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "res-artifact-without-url",
        "An artifact has no url",
        "The files are behind the login of the own application.\nThe export names them only.",
        "CLR10-RES-015",
        Change("Assertion", drop("evidence/0/artifacts/0/url"), _SURVEY),
    ),
)
