"""A signature over RDF stays right when members are spelled otherwise: what readers of JSON then miss is refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from conformance.issuing import sign
from conformance.issuing.linked import canonical
from tests.rulebooks.clr20.document.judging import badge
from tests.rulebooks.clr20.trust.publishing import CREATED, KEY_ID, first, found, key, outcome, signed, verified

CRED = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
UNTIL = f"{CRED}validUntil"
DATE = "http://www.w3.org/2001/XMLSchema#dateTime"
Change = Callable[[dict[str, Any]], Any]


def made() -> dict[str, Any]:
    """A badge that has ended, signed."""
    return signed(badge(validUntil="2026-11-10T00:00:00Z", awardedDate="2026-06-30T00:00:00Z"))


def until(document: dict[str, Any]) -> dict[str, Any]:
    return {"@type": DATE, "@value": document.pop("validUntil")}


def with_context(document: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    document["@context"] = [*document["@context"], context]
    return document


def by_alias_of_an_alias(document: dict[str, Any]) -> None:
    with_context(document, {"a": {"@id": "b", "@type": DATE}, "b": UNTIL})
    document["a"] = document.pop("validUntil")


def by_prefix_of_a_prefix(document: dict[str, Any]) -> None:
    with_context(document, {"w": "https://www.w3.org/", "v": {"@id": "w:2018/credentials#", "@prefix": True}})
    document["v:validUntil"] = until(document)


def by_vocabulary(document: dict[str, Any]) -> None:
    with_context(document, {"@vocab": "https://www.w3.org/2018/"})
    document["credentials#validUntil"] = until(document)


def by_keyword(document: dict[str, Any]) -> None:
    document["@included"] = [{"@id": document["id"], UNTIL: until(document)}]


def by_alias_of_a_keyword(document: dict[str, Any]) -> None:
    with_context(document, {"box": "@included"})
    document["box"] = [{"id": document["id"], UNTIL: until(document)}]


HIDDEN: dict[str, Change] = {
    "its IRI": lambda document: document.update({UNTIL: until(document)}),
    "an alias of an alias": by_alias_of_an_alias,
    "a prefix of a prefix": by_prefix_of_a_prefix,
    "a vocabulary": by_vocabulary,
    "a keyword": by_keyword,
    "an alias of a keyword": by_alias_of_a_keyword,
    "its id by @id": lambda document: document.update({"@id": document.pop("id")}),
    "its type by @type": lambda document: document.update({"@type": document.pop("type")}),
}


@pytest.mark.parametrize("change", HIDDEN)
def test_what_is_there_for_linked_data_alone_is_refused(change: str) -> None:
    document = made()
    proof, before = document["proof"], canonical({name: each for name, each in document.items() if name != "proof"})
    HIDDEN[change](document)
    same = canonical({name: each for name, each in document.items() if name != "proof"}) == before
    report = verified({**document, "proof": proof})
    assert same, "the trick does not work any more: the signature is broken by it"
    assert [outcome(item)[1][0] for item in report.items] == ["hidden-member"]


def test_the_member_that_is_hidden_is_named_at_its_place() -> None:
    document = made()
    document[UNTIL] = until(document)
    assert found(verified(document), "DI") == {"CLR20-DI-21": "/https:~1~1www.w3.org~12018~1credentials#validUntil"}


def test_a_member_that_was_moved_to_another_node_of_the_same_id_is_missed_at_the_top() -> None:
    """The subject of an endorsement inside is the badge itself: a node of the same id, that may hold its members."""
    inner = badge(
        id="urn:uuid:00000000-0000-4000-8000-000000000002", type=["VerifiableCredential", "EndorsementCredential"]
    )
    whole = badge(validUntil="2026-11-10T00:00:00Z")
    inner["credentialSubject"] = {"id": whole["id"], "type": ["EndorsementSubject"]}
    document = signed({**whole, "endorsement": [inner]})
    moved = copy.deepcopy(document)
    subject = moved["endorsement"][0]["credentialSubject"]
    subject["type"] = ["EndorsementSubject", "VerifiableCredential", "AchievementCredential"]
    subject["validUntil"] = moved.pop("validUntil")
    assert outcome(first(verified(document))) == ("not-verified", ["expired"])
    assert outcome(first(verified(moved))) == ("not-verified", ["hidden-member"])


EXPIRES = "https://w3id.org/security#expiration"


@pytest.mark.parametrize("form", ["its IRI", "a context of the proof's own"])
def test_the_end_of_a_proof_cannot_be_hidden(form: str) -> None:
    ends = {"expires": "2026-11-10T00:00:00Z"}
    document = sign(badge(), "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED, more=ends)
    assert outcome(first(verified(document)))[1] == ["proof-expired"]
    proof = document["proof"]
    if form == "its IRI":
        proof[EXPIRES] = {"@type": DATE, "@value": proof.pop("expires")}
    else:
        proof["@context"] = {"until": {"@id": EXPIRES, "@type": DATE}}
        proof["until"] = proof.pop("expires")
    report = verified(document)
    assert outcome(first(report))[1][0] == "hidden-option"
    assert "CLR20-DI-21" in found(report)


INJECTED = "en .\n<urn:a> <urn:b> <urn:c> "


@pytest.mark.parametrize("form", ["tag", "context", "term", "map"])
def test_statements_in_the_place_of_a_language_are_never_verified(form: str) -> None:
    document = badge()
    if form == "tag":
        document["name"] = {"@value": "Soil science", "@language": INJECTED}
    elif form == "context":
        with_context(document, {"remark": "https://college.example/terms#remark", "@language": INJECTED})
    elif form == "term":
        with_context(document, {"remark": {"@id": "https://college.example/terms#remark", "@language": INJECTED}})
    else:
        with_context(document, {"remark": {"@id": "https://college.example/terms#remark", "@container": "@language"}})
    document["remark" if form != "tag" else "name"] = {
        "tag": document["name"],
        "map": {INJECTED: "a text"},
    }.get(form, "a text")
    assert outcome(first(verified(signed(document))))[0] == "not-verified"


def test_a_text_with_its_language_is_verified() -> None:
    document = badge(name={"@value": "Soil science", "@language": "en-GB"})
    assert outcome(first(verified(signed(document)))) == ("verified", [])


def test_a_type_by_its_iri_is_refused() -> None:
    document = made()
    document["credentialSubject"]["achievement"]["type"].append(f"{OB}Achievement")
    assert "hidden-member" in outcome(first(verified(document)))[1]


def test_terms_of_one_s_own_vocabulary_hide_nothing() -> None:
    document = badge()
    with_context(document, {"campus": "https://college.example/terms#campus", "col": "https://college.example/terms#"})
    document |= {"campus": "North", "col:floor": "2", "https://college.example/terms#room": "7"}
    assert outcome(first(verified(signed(document)))) == ("verified", [])
