"""The typed walk: which nodes there are, where they stand, and what they can be asked."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document.walk import Document
from tests.rulebooks.clr10.document.judging import walk

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def compact(payload: Any) -> str:
    parts = [json.dumps({"alg": "RS256"}).encode(), json.dumps(payload).encode(), b"signature"]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def walked(value: dict[str, Any], class_name: str = "Clr", **options: Any) -> Document:
    return walk(value, class_name, now=NOW, **options)


def pointers(document: Document, kind: str) -> list[str]:
    return [node.pointer() for node in document.nodes.get(kind, [])]


def test_objects_are_found_by_the_class_of_their_place() -> None:
    document = walked({"learner": {"parentOrg": {}}, "assertions": [{}, {"achievement": {"issuer": {}}}]})
    assert pointers(document, "Profile") == ["/learner", "/learner/parentOrg", "/assertions/1/achievement/issuer"]
    assert pointers(document, "Assertion") == ["/assertions/0", "/assertions/1"]


def test_a_payload_class_is_called_by_the_class_that_it_carries() -> None:
    assert walked({}, "GetClrPayload").root.kind == "Clr"
    assert walked({}, "ClrSet").root.kind == "ClrSet"
    with pytest.raises(KeyError):
        walked({}, "NoSuchClass")


@pytest.mark.parametrize("wrong", [None, "text", 3, [], [None, "x", 4], {"a": 1}])
def test_what_has_another_shape_is_passed_over(wrong: Any) -> None:
    document = walked({"assertions": wrong, "learner": wrong, "signedAssertions": wrong, "id": wrong})
    assert pointers(document, "Assertion") == []


def test_the_walk_goes_into_signed_items() -> None:
    inner = compact({"id": "urn:x:2", "claim": {"id": "urn:x:1"}})
    document = walked({"signedAssertions": [compact({"id": "urn:x:1", "signedEndorsements": [inner]})]})
    assert pointers(document, "EndorsementClaim") == ["/signedAssertions/0#/signedEndorsements/0#/claim"]
    assert [token.class_name for token in document.tokens] == ["Assertion", "Endorsement"]
    assert document.nodes["EndorsementClaim"][0].signed
    assert not document.root.signed
    assert pointers(walked({"signedAssertions": [inner]}, tokens=False), "Assertion") == []


def test_a_payload_of_another_class_is_not_entered() -> None:
    document = walked({"signedAssertions": [compact({"type": "Endorsement"})]})
    assert document.nodes.get("Assertion") is None
    assert document.tokens[0].payload_problem


def test_names_in_pointers_are_escaped() -> None:
    document = walked({"a/b~c": 1}, base="/vc")
    assert document.unknown == [(document.root, "a/b~c")]
    assert document.root.pointer("a/b~c") == "/vc/a~1b~0c"


def test_ids_are_looked_up_within_one_clr() -> None:
    document = walked({"clrs": [{"id": "urn:x:1", "learner": {"id": "urn:x:2"}}, {"id": "urn:x:3"}]}, "ClrSet")
    first, second = document.nodes["Clr"]
    assert first.scope.find("urn:x:2", "Profile") is not None
    assert second.scope.find("urn:x:2", "Profile") is None
    assert first.scope.find("urn:x:2", "Assertion") is None


def test_only_texts_out_of_the_plain_form_are_kept_for_the_checks() -> None:
    document = walked(
        {
            "id": "urn:uuid:9a4be7a5-6f1d-4c9d-b8f4-3a8d8a5b7701",
            "issuedOn": "2022-07-01T08:15:00+02:00",
            "learner": {"id": "learner-7", "type": "Person"},
        }
    )
    odd = {name: [node.pointer(member) for node, member in places] for name, places in document.odd.items()}
    assert odd == {"DateTime": ["/issuedOn"], "IRI": ["/learner/id"], "type": ["/learner/type"]}


def test_a_finding_shows_what_is_there() -> None:
    root = walked({"assertions": [{"term": 5, "narrative": None}]}).root
    assert root.finding("a number", at=("assertions", 0, "term")).actual == "5"
    assert root.finding("null is absent", at=("assertions", 0, "narrative")).actual == "absent"
    assert root.finding("null", at=("assertions", 4)).actual == "absent"
    assert root.note("null", at="name", actual="told").finding.actual == "told"
