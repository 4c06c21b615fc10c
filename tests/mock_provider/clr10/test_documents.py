"""Objects inside documents are found by the model's classes, or all of them."""

from __future__ import annotations

from typing import Any

from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import decoded, encoded, every_object, objects_of_classes
from mock_provider.clr10.operations import API, DOCUMENTS, ITEMS, PROTECTED, READS

CLR: dict[str, Any] = {
    "id": "urn:x:1",
    "learner": {"id": "urn:x:2", "campus:room": {"name": "B 2.04"}},
    "assertions": [{"id": "urn:x:3", "achievement": {"id": "urn:x:4"}}, "no object"],
    "signedAssertions": ["a.b.c"],
}


def test_objects_of_the_model_come_with_their_class_and_inner_ones_first() -> None:
    found = [(name, node["id"]) for name, node in objects_of_classes("Clr", CLR)]
    assert sorted(found) == [
        ("Achievement", "urn:x:4"),
        ("Assertion", "urn:x:3"),
        ("Clr", "urn:x:1"),
        ("Profile", "urn:x:2"),
    ]
    assert found.index(("Achievement", "urn:x:4")) < found.index(("Assertion", "urn:x:3")) < found.index(found[-1])
    assert found[-1] == ("Clr", "urn:x:1")


def test_every_object_is_found_in_members_that_the_model_does_not_know_too() -> None:
    found = [node for _, node in every_object("", CLR)]
    assert {"name": "B 2.04"} in found
    assert found.index(CLR["learner"]["campus:room"]) < found.index(CLR["learner"])
    assert found[-1] is CLR
    assert len(found) == 5


def test_a_part_of_a_jws_is_read_as_it_was_written() -> None:
    part = encoded({"name": "Zoë"})
    assert "=" not in part
    assert decoded(part) == decoded(part + "=" * (-len(part) % 4)) == {"name": "Zoë"}
    assert encoded(b"no json") == "bm8ganNvbg"


def test_groups_of_operations_are_those_of_the_edition() -> None:
    assert set(API) == set(FACTS.operations)
    assert set(PROTECTED) == {one.id for one in FACTS.operations.values() if one.scope}
    assert set(READS) < set(DOCUMENTS) < set(API)
    assert set(ITEMS) < set(DOCUMENTS)
    assert not set(ITEMS) & set(PROTECTED)
