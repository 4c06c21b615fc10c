"""The mapping knows every member that CLR 1.0 has, and leads to members and values that CLR 2.0 has."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr20.migration.mapping import mapped
from conformance.standard import contract
from conformance.standard.classes import models

OLD, NEW = models("clr10"), models("clr20")
BECOMES = {
    "Address": "Address",
    "Alignment": "Alignment",
    "Criteria": "Criteria",
    "SystemIdentifier": "IdentifierEntry",
    "RubricCriterionLevel": "RubricCriterionLevel",
    "ResultDescription": "ResultDescription",
    "Result": "Result",
    "Profile": "Profile",
    "EndorsementProfile": "Profile",
    "Achievement": "Achievement",
    "Evidence": "Evidence",
    "Artifact": "Evidence",
    "EndorsementClaim": "EndorsementSubject",
}
PLAIN = {"text", "number", "boolean", "texts", "image", "one", "each", "values", "country"}


@pytest.mark.parametrize("name", BECOMES)
def test_each_member_of_a_class_has_its_step(name: str) -> None:
    steps = mapped().classes["profile" if name == "EndorsementProfile" else name.lower()].steps
    assert set(OLD[name].members) - {"type"} <= set(steps)


def test_each_member_of_the_learner_has_its_step() -> None:
    assert set(OLD["Profile"].members) <= set(mapped().classes["learner"].steps)


@pytest.mark.parametrize(("name", "new"), BECOMES.items())
def test_each_step_leads_to_a_member_of_the_new_class(name: str, new: str) -> None:
    steps = mapped().classes["profile" if name == "EndorsementProfile" else name.lower()].steps
    assert {each.to for each in steps.values() if each.name in PLAIN} <= set(NEW[new].members)


@pytest.mark.parametrize(
    ("vocabulary", "old", "new"),
    [
        ("achievementType", "AchievementType", "AchievementType"),
        ("targetType", "AlignmentTargetType", "AlignmentTargetType"),
        ("resultType", "ResultType", "ResultType"),
        ("identifierType", "SystemIdentifierType", "IdentifierTypeEnum"),
        ("status", "ResultStatusType", "ResultStatusType"),
        ("associationType", "AssociationType", "AssociationType"),
    ],
)
def test_each_value_of_a_vocabulary_leads_to_one_of_the_new_vocabulary(vocabulary: str, old: str, new: str) -> None:
    known = mapped().vocabularies[vocabulary]
    for value in _values("clr10", old):
        found = known.value(value)
        assert found is not None
        assert found[0] in _values("clr20", new)


def _values(book: str, vocabulary: str) -> set[str]:
    schema = contract(book)["components"]["schemas"][vocabulary]
    return {value for part in (schema, *schema.get("anyOf", ())) for value in part.get("enum", ())}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Co-Curricular", ("CoCurricular", False)),
        ("Assessment Result", ("Assessment", False)),
        ("ext:Micro", ("ext:Micro", False)),
        ("Micro Badge", ("ext:MicroBadge", False)),
        ("Über-Badge!", ("ext:ber-Badge", True)),
        ("?", None),
    ],
)
def test_free_text_becomes_a_term_of_ones_own(old: str, new: tuple[str, bool] | None) -> None:
    assert mapped().vocabularies["achievementType"].value(old) == new


def test_a_closed_vocabulary_takes_no_other_text() -> None:
    assert mapped().vocabularies["status"].value("Graduated") is None
