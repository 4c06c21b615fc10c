"""RES: results, their descriptions, rubrics and evidence."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    both,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY,
    SURVEY_COURSE,
)

library = Library()

_RUBRIC = has("rubricCriterionLevels/2")
_NO_LEVEL = "urn:uuid:61f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5eff"

library.add(
    document_fault(
        id="res-description-missing",
        title="A result has no resultDescription",
        how="Marks are kept without a reference to a scale.\nThe member is left out.",
        breaks=("CLR10-RES-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("results/0/resultDescription"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="res-status-missing",
        title="A result of type Status has a value and no status",
        how="All results are written into value.\nThe member for a status was overlooked.",
        breaks=("CLR10-RES-002",),
        changes=[
            Change("Assertion", both(drop("results/1/status"), put("results/1/value", "Completed")), where=SURVEY)
        ],
    )
)

library.add(
    document_fault(
        id="res-says-nothing",
        title="A result has neither value nor status nor achievedLevel",
        how="The mark is not public.\nThe result is exported without it.",
        breaks=("CLR10-RES-003",),
        changes=[Change("Assertion", drop("results/0/value"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="res-value-not-allowed",
        title="The value of a result is not among allowedValues",
        how="The scale knows B, the teacher wrote B+.\nNobody compares the two.",
        breaks=("CLR10-RES-004",),
        changes=[Change("Assertion", put("results/0/value", "B+"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="res-value-above-range",
        title="The value of a result is above valueMax",
        how="Extra points are added after the scale was made.\nNobody compares the two.",
        breaks=("CLR10-RES-005",),
        changes=[Change("Assertion", put("results/1/value", "188"), where=has("results/12"))],
    )
)

library.add(
    document_fault(
        id="res-value-below-range",
        title="The value of a result is below valueMin",
        how="A missing score is stored as -1.\nIt is exported as it is.",
        breaks=("CLR10-RES-005",),
        changes=[Change("Assertion", put("results/3/value", "-1"), where=has("results/12"))],
    )
)

library.add(
    document_fault(
        id="res-level-of-another-rubric",
        title="achievedLevel is not a level of the result's description",
        how="Rubrics are copied for each course, and their levels get new ids.\nResults keep the old ones.",
        breaks=("CLR10-RES-006",),
        changes=[Change("Result", put("achievedLevel", _NO_LEVEL), where=has("achievedLevel"))],
    )
)

library.add(
    document_fault(
        id="res-description-without-name",
        title="A result description has no name",
        how="Scales have no name in the own application.\nThe member is left out.",
        breaks=("CLR10-RES-007",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("resultDescriptions/0/name"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="res-description-without-type",
        title="A result description has no resultType",
        how="The kind of a scale follows from its values.\nIt is not written out.",
        breaks=("CLR10-RES-007",),
        consequences=SCHEMA,
        changes=[Change("Achievement", drop("resultDescriptions/0/resultType"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="res-type-not-listed",
        title="A resultType is Grade",
        how="The own name of the kind is exported.\nThe vocabulary has LetterGrade.",
        breaks=("CLR10-RES-008",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("resultDescriptions/0/resultType", "Grade"), where=SURVEY_COURSE)],
    )
)

library.add(
    document_fault(
        id="res-required-value-not-allowed",
        title="requiredValue is not among allowedValues",
        how="The pass mark is set for all courses.\nThis one has another scale.",
        breaks=("CLR10-RES-009",),
        changes=[Change("Achievement", put("resultDescriptions/0/requiredValue", "E"), where=SURVEY_COURSE)],
    )
)


def _percent(description: Node) -> bool:
    return description.get("resultType") == "Percent"


library.add(
    document_fault(
        id="res-required-value-out-of-range",
        title="requiredValue is above valueMax",
        how="The pass mark is kept in points, the range in percent.\nNobody compares them.",
        breaks=("CLR10-RES-009",),
        changes=[Change("ResultDescription", put("requiredValue", "120"), where=_percent)],
    )
)

library.add(
    document_fault(
        id="res-required-level-unknown",
        title="requiredLevel is not a level of its description",
        how="Levels get new ids when a rubric is copied.\nThe required one keeps the old id.",
        breaks=("CLR10-RES-010",),
        changes=[Change("ResultDescription", put("requiredLevel", _NO_LEVEL), where=has("requiredLevel"))],
    )
)


def _turn_levels_round(description: Node) -> None:
    description["rubricCriterionLevels"].sort(key=lambda level: float(level["points"]), reverse=True)


library.add(
    document_fault(
        id="res-rubric-from-high-to-low",
        title="The levels of a rubric run from high to low",
        how="The table on the screen begins with the best level.\nThe export takes its order.",
        breaks=("CLR10-RES-011",),
        changes=[Change("ResultDescription", _turn_levels_round, where=_RUBRIC)],
    )
)

library.add(
    document_fault(
        id="res-level-without-name",
        title="A level of a rubric has no name",
        how="Levels are known by their points.\nThe name is left out.",
        breaks=("CLR10-RES-012",),
        consequences=SCHEMA,
        changes=[Change("ResultDescription", drop("rubricCriterionLevels/0/name"), where=_RUBRIC, tokens=False)],
    )
)

library.add(
    document_fault(
        id="res-level-without-id",
        title="A level of a rubric has no id",
        how="Levels are kept inside the rubric.\nThey have no id of their own.",
        breaks=("CLR10-RES-012",),
        consequences=SCHEMA,
        changes=[Change("ResultDescription", drop("rubricCriterionLevels/0/id"), where=_RUBRIC, tokens=False)],
    )
)

library.add(
    document_fault(
        id="res-points-as-number",
        title="points of a rubric level is a number",
        how="Points are numbers in the database.\nThe model wants a text.",
        breaks=("CLR10-RES-013",),
        consequences=SCHEMA,
        changes=[Change("ResultDescription", put("rubricCriterionLevels/0/points", 4), where=_RUBRIC, tokens=False)],
    )
)

library.add(
    document_fault(
        id="res-value-as-number",
        title="value of a result is a number",
        how="Marks are numbers in the database.\nThe model wants a text.",
        breaks=("CLR10-RES-013",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("results/0/value", 2.0), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="res-evidence-without-name",
        title="Evidence has no name",
        how="Files are uploaded without a title.\nThe member is left out.",
        breaks=("CLR10-RES-014",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("evidence/0/name"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="res-artifact-without-url",
        title="An artifact has no url",
        how="The files are behind the login of the own application.\nThe export names them only.",
        breaks=("CLR10-RES-015",),
        changes=[Change("Assertion", drop("evidence/0/artifacts/0/url"), where=SURVEY)],
    )
)

FAULTS = library.faults
