"""MOD: results, what describes them, and levels of rubrics."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import drop, put
from mock_provider.clr20.drafting import Draft
from mock_provider.clr20.faults._documents import record_fault

library = Library()

_NO_LEVEL = "levels are named that are not there"
_NOBODY = "urn:uuid:51f0a1d4-3e5f-4a6c-9c11-0a2b3c4d5e99"

library.add(
    record_fault(
        id="mod-result-type-not-listed",
        title="resultType of a description is Grade",
        how="The own system has one type for all grades.\nThe vocabulary tells letters and numbers apart.",
        breaks=("CLR20-MOD-30",),
        change=put("achievement/resultDescription/0/resultType", "Grade"),
    )
)

library.add(
    record_fault(
        id="mod-status-not-listed",
        title="status of a result is Finished",
        how="The words of the own system are exported.\nNobody mapped them.",
        breaks=("CLR20-MOD-31",),
        change=put("award/result/3/status", "Finished"),
    )
)

library.add(
    record_fault(
        id="mod-description-without-name",
        title="A result description has no name",
        how="The columns of the table of marks have no titles.\nThe member is left out.",
        breaks=("CLR20-MOD-37",),
        change=drop("achievement/resultDescription/0/name"),
    )
)

library.add(
    record_fault(
        id="mod-level-without-name",
        title="A level of a rubric has no name",
        how="Levels have numbers only.\nNobody gave them names.",
        breaks=("CLR20-MOD-38",),
        change=drop("achievement/resultDescription/1/rubricCriterionLevel/0/name"),
    )
)

library.add(
    record_fault(
        id="mod-result-of-no-description",
        title="A result refers to a description that is not there",
        how="Results refer to the description by the id of its row.\nThe export gives it another one.",
        breaks=("CLR20-MOD-39",),
        change=put("award/result/0/resultDescription", _NOBODY),
    )
)

library.add(
    record_fault(
        id="mod-level-of-another-rubric",
        title="A result names a level that its description does not have",
        how="The rubric was replaced by a newer one.\nThe results kept their levels.",
        breaks=("CLR20-MOD-40",),
        change=put("award/result/1/achievedLevel", _NOBODY),
    )
)

library.add(
    record_fault(
        id="mod-required-value-not-allowed",
        title="A required value is none of those that are allowed",
        how="The pass mark was set under the older scale.\nNobody compared it with the new one.",
        breaks=("CLR20-MOD-41",),
        change=put("achievement/resultDescription/0/requiredValue", "E"),
    )
)

library.add(
    record_fault(
        id="mod-value-not-allowed",
        title="The value of a result is none of those that are allowed",
        how="Teachers type what they like.\nThe description lists plain letters.",
        breaks=("CLR20-MOD-42",),
        change=put("award/result/0/value", "B+"),
    )
)


def _status_as_value(draft: Draft) -> None:
    result = draft.award["result"][3]
    result["value"] = result.pop("status")


library.add(
    record_fault(
        id="mod-status-as-a-value",
        title="A result whose description is of type Status has a value in its place",
        how="All results are written by one function.\nIt knows value alone.",
        breaks=("CLR20-MOD-43",),
        change=_status_as_value,
    )
)


def _without_levels(draft: Draft) -> None:
    del draft.achievement["resultDescription"][1]["rubricCriterionLevel"]
    del draft.achievement["resultDescription"][1]["requiredLevel"]
    draft.award["result"][1] = {**draft.award["result"][1], "value": "Alone"}
    del draft.award["result"][1]["achievedLevel"]


library.add(
    record_fault(
        id="mod-rubric-without-levels",
        title="A description of type RubricCriterionLevel lists no levels",
        how="The rubric is a document of its own.\nThe export names its type only.",
        breaks=("CLR20-MOD-68",),
        change=_without_levels,
    )
)

library.add(
    record_fault(
        id="mod-required-level-not-there",
        title="A description requires a level that it does not list",
        how="The level was renamed and got another id.\nThe pass mark points to the old one.",
        breaks=("CLR20-MOD-40",),
        change=put("achievement/resultDescription/1/requiredLevel", _NOBODY),
    )
)

FAULTS = library.faults
