"""The classes of an edition's contract."""

from __future__ import annotations

from conformance.standard import facts
from conformance.standard.classes import Member, models

CLR10 = models("clr10")


def test_a_class_has_its_members_with_what_they_hold() -> None:
    assert CLR10["Clr"].members["assertions"] == Member("assertions", "Assertion", many=True, required=False)
    assert CLR10["Clr"].members["id"].required
    assert not CLR10["Clr"].members["learner"].many


def test_a_payload_is_of_the_kind_that_it_carries() -> None:
    kinds = {name: model.kind for name, model in CLR10.items() if model.kind != name}

    assert kinds == dict(facts("clr10").payloads)
    assert set(kinds.values()) <= CLR10.keys()


def test_a_book_without_a_contract_has_no_classes() -> None:
    assert models("oauth") == {}
