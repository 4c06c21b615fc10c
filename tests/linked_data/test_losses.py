"""What a signature over the RDF would not cover is named by its place."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.linked_data import LinkedDataError, canonical, canonical_by_pyld, expand
from conformance.linked_data.reference import quads_by_pyld
from tests.linked_data.reading import CONTEXTS, OWN, document, losses
from tests.linked_data.records import OB, SEEDS, record

FOUND: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"zzz": 1}, [("/zzz", "term")]),
    ({"zzz": {"name": "inside of what is lost"}}, [("/zzz", "term")]),
    ({"a/b~": 1}, [("/a~1b~0", "term")]),
    ({"_:p": "a member that is a blank node"}, [("/_:p", "term")]),
    ({"_:p": {"knows": {"zzz": 1}}}, [("/_:p", "term"), ("/_:p/knows/zzz", "term")]),
    ({"type": "Undefined"}, [("/type", "type")]),
    ({"type": ["Person", "Undefined"]}, [("/type/1", "type")]),
    ({"id": "relative"}, [("/id", "relative-id")]),
    ({"id": "https://a.example/ white space"}, [("/id", "relative-id")]),
    ({"id": "urn:b\n"}, [("/id", "relative-id")]),
    ({"knows": "relative"}, [("/knows", "relative-id")]),
    ({"knows": ["urn:b", ""]}, [("/knows/1", "relative-id")]),
    ({"kind": "Undefined"}, [("/kind", "relative-id")]),
    (
        {"knows": {"id": "b", "name": "x", "knows": {"zzz": 1}}},
        [("/knows/id", "relative-id"), ("/knows/knows/zzz", "term")],
    ),
    ({"name": {"en": "a language map where the context knows none"}}, [("/name/en", "term")]),
    ({"words": {"en": "a language map"}}, []),
    ({"name": {"@value": "x", "@direction": "rtl"}}, [("/name/@direction", "direction")]),
    ({"name": {"@value": "x", "@language": "en us"}}, [("/name/@language", "language")]),
    ({"name": {"@value": "x", "@language": "en .\n<urn:a> <urn:b> <urn:c> "}}, [("/name/@language", "language")]),
    ({"words": {"en .\n": "x", "en": "y"}}, [("/words/en .\n", "language")]),
    ({"proof": [{"zzz": 1}, {"name": "p"}]}, [("/proof/0/zzz", "term")]),
    ({"proof": 5}, [("/proof", "value")]),
    ({"steps": ["a", {"zzz": 1}]}, [("/steps/1/zzz", "term")]),
    ({"raw": {"zzz": 1}}, []),
    ({"name": None, "type": ["Person"]}, []),
]


@pytest.mark.parametrize(("members", "expected"), FOUND)
def test_a_loss_has_its_place_and_kind(members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    given = document(**members)

    assert sorted(losses(given)) == sorted(expected)


@pytest.mark.parametrize(
    "members", [members for members, lost in FOUND if not {kind for _, kind in lost} & {"value", "language"}]
)
def test_pyld_loses_the_same(members: dict[str, Any]) -> None:
    given = document(**members)
    _, lost = quads_by_pyld(given, OWN)

    assert sorted((loss.pointer, loss.kind) for loss in lost) == sorted(losses(given))


@pytest.mark.parametrize("rare", [{}, {"@included": []}])
def test_a_language_cannot_bring_a_quad_along(rare: dict[str, Any]) -> None:
    given = document(name={"@value": "x", "@language": "en .\n<urn:a> <urn:b> <urn:c> "}, **rare)

    assert canonical(given, OWN) == ""
    assert [kind for _, kind in losses(given)] == ["language"]
    with pytest.raises(LinkedDataError, match="no language tag"):
        canonical_by_pyld(given, OWN)


def test_nor_can_the_language_of_a_context() -> None:
    given = document(name="x")
    given["@context"] = [given["@context"], {"@language": "en .\n<urn:a> <urn:b> <urn:c> "}]

    with pytest.raises(LinkedDataError, match="no language tag"):
        canonical(given, OWN)


def test_what_is_read_by_pyld_is_searched_too() -> None:
    assert losses(document(**{"@included": [{"id": "urn:b", "zzz": 1, "type": "Undefined"}]})) == [
        ("/@included/0/zzz", "term"),
        ("/@included/0/type", "type"),
    ]


@pytest.mark.parametrize("make", SEEDS)
def test_a_right_document_loses_nothing(make: Any) -> None:
    assert losses(make(), CONTEXTS) == []


def test_losses_are_found_in_every_credential_and_proof_of_a_record() -> None:
    given = record(3)
    badge = given["credentialSubject"]["verifiableCredential"][2]
    badge["credentialSubject"]["achievement"]["price"] = 5
    badge["proof"][0]["colour"] = "red"
    given["proof"][0]["colour"] = "blue"
    inside = "/credentialSubject/verifiableCredential/2"

    assert sorted(losses(given, CONTEXTS)) == [
        (f"{inside}/credentialSubject/achievement/price", "term"),
        (f"{inside}/proof/0/colour", "term"),
        ("/proof/0/colour", "term"),
    ]


def test_the_first_edition_of_a_context_lacks_what_came_later() -> None:
    given = record(1)
    given["issuer"]["endorsementJwt"] = ["a.b.c"]
    url = OB
    oldest = CONTEXTS.with_edition(url, CONTEXTS.editions[url][-1])

    assert losses(given, CONTEXTS) == []
    assert losses(given, oldest) == [("/issuer/endorsementJwt", "term")]
    assert expand(given, oldest).contexts[2] == f"{url}#2024"
    assert oldest.with_edition(url, f"{url}#2024") is oldest
    assert losses(given, oldest.with_edition(url, url)) == []


def test_what_is_left_apart_has_no_quads_and_its_losses_are_told() -> None:
    given = document(name="a", proof={"name": "p", "zzz": 1})

    assert expand(given, OWN, "proof").quads == expand(document(name="a"), OWN).quads
    assert losses(given) == [("/proof/zzz", "term")]
    assert [loss.pointer for loss in expand(given, OWN, "proof").losses] == ["/proof/zzz"]
