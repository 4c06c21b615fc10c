"""One id stands for one thing in a record: copies may say less, and never something else."""

from __future__ import annotations

from typing import Any

from tests.rulebooks.clr20.document.judging import BADGE, badge, of_area, record

ACHIEVEMENT: dict[str, Any] = dict(BADGE["credentialSubject"]["achievement"])
ROWS = ("CLR20-MOD-72", "CLR20-MOD-73")


def found(*badges: dict[str, Any], achievements: tuple[dict[str, Any], ...] = ()) -> dict[str, str]:
    whole = record()
    whole["credentialSubject"] |= {"verifiableCredential": list(badges), "achievement": list(achievements)}
    return {name: pointer for name, pointer in of_area(whole, "MOD").items() if name in ROWS}


def test_a_copy_that_says_the_same_or_less_is_right() -> None:
    less = {name: ACHIEVEMENT[name] for name in ("id", "type", "name")}
    assert found(badge(), achievements=(ACHIEVEMENT,)) == {}
    assert found(badge(), achievements=(less,)) == {}


def test_achievements_of_one_id_that_contradict_each_other_are_named() -> None:
    other = ACHIEVEMENT | {"name": "Soil sciences"}
    place = "/credentialSubject/verifiableCredential/0/credentialSubject/achievement/name"
    assert found(badge(), achievements=(other,)) == {"CLR20-MOD-72": place}


def test_copies_of_one_credential_are_right_and_others_of_its_id_are_named() -> None:
    assert found(badge(), badge()) == {}
    assert found(badge(), badge(proof={"type": "DataIntegrityProof"})) == {}
    other = badge(name="Soil sciences")
    assert found(badge(), other) == {"CLR20-MOD-73": "/credentialSubject/verifiableCredential/1/name"}
    assert found(badge(), other | {"id": "urn:uuid:00000000-0000-4000-8000-000000000002"}) == {}
