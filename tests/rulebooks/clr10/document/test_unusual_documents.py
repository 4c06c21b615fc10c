"""Documents that come close to a fault, or have one where another would be easy to see: nobody is blamed for more."""

import gc
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.document import Judgement
from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.schema_rules import subjects
from tests.rulebooks.clr10.document.judging import judge

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CLASSES = {"minimal": "ClrSet", "rich": "GetClrPayload", "signed_assertion": "GetAssertionPayload"}
Change = Callable[[dict[str, Any]], object]


@cache
def text(name: str) -> bytes:
    return (DATA / f"{name}.json").read_bytes()


def changed(name: str, change: Change) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text(name))
    change(document)
    return document


def judged(name: str, change: Change) -> Judgement:
    return judge(changed(name, change), as_class=CLASSES[name], now=NOW)


def told(judgement: Judgement) -> list[Finding]:
    return [*judgement.findings, *judgement.notes]


def requirements(judgement: Judgement) -> set[str]:
    return {finding.requirement for finding in told(judgement)}


def compact(payload: Any) -> str:
    parts = [json.dumps({"alg": "RS256"}).encode(), json.dumps(payload).encode(), b"signature"]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def assertion(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["assertions"][0]
    return found


def places(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a JSON value."""
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(entry, dict | list):
            yield from places(entry, *path, key)


@pytest.mark.parametrize("odd", [{}, [[]], [{}], 0, True, None, ""], ids=repr)
@pytest.mark.parametrize("name", CLASSES)
def test_no_value_of_another_shape_upsets_a_check(name: str, odd: Any) -> None:
    document = json.loads(text(name))
    for *path, last in list(places(document)):
        holder = document
        for key in path:
            holder = holder[key]
        kept, holder[last] = holder[last], odd
        assert judge(document, as_class=CLASSES[name], now=NOW).error is None, (*path, last)
        holder[last] = kept


def test_half_a_character_in_a_value_is_an_error() -> None:
    found = judged("rich", lambda clr: clr.update({"@context": "\ud800"}))
    assert found.error is not None
    assert found.error.code == "lone-surrogate"


def test_a_picture_may_have_a_relative_address() -> None:
    assert requirements(judged("rich", lambda clr: clr["publisher"].update(image="pictures/seal.png"))) == set()


def test_an_id_that_is_a_data_uri_is_no_picture() -> None:
    found = judged("rich", lambda clr: clr["publisher"]["parentOrg"].update(id="data:text/plain;base64,%%%"))
    assert requirements(found) == set()


def test_what_has_the_id_of_a_profile_is_no_copy_of_it() -> None:
    def same_id(document: dict[str, Any]) -> None:
        clr = document["clrs"][0]
        clr["id"] = clr["publisher"]["id"]
        del clr["publisher"]["verification"]
        del clr["assertions"][0]["achievement"]["issuer"]["verification"]

    found = judged("minimal", same_id)
    assert [finding.actual for finding in found.about("CLR10-PRF-005")] == ["absent", "absent"]


def test_a_creator_says_nothing_of_a_revocation_list() -> None:
    payload = changed("signed_assertion", lambda item: item["achievement"]["issuer"].pop("revocationList"))
    found = judge(compact(payload), now=NOW)
    assert requirements(found) == {"CLR10-PRF-004"}


def test_a_creator_without_an_issuer_is_nobodys_key() -> None:
    def orphan(clr: dict[str, Any]) -> None:
        del assertion(clr)["achievement"]["issuer"]
        assertion(clr)["verification"] = {"type": "Hosted", "creator": clr["publisher"]["publicKey"]["id"]}

    assert requirements(judged("rich", orphan)) == {"CLR10-ACH-001"}


@pytest.mark.parametrize("value", [{}, True])
def test_a_result_that_is_no_number_is_of_the_wrong_type(value: Any) -> None:
    found = judged("rich", lambda clr: assertion(clr)["results"][0].update(value=value))
    assert requirements(found) == {"CLR10-PAY-004"}


@pytest.mark.parametrize("member", ["clrs", "signedClrs"])
def test_an_array_within_an_array_is_of_the_wrong_type(member: str) -> None:
    found = judge({member: [[{}]]}, as_class="ClrSet", now=NOW)
    (finding,) = (one for one in found.findings if one.pointer == f"/{member}/0")
    assert finding.requirement == {"clrs": "CLR10-PAY-004", "signedClrs": "CLR10-JWS-001"}[member]
    assert finding.requirement in found.exercised


def test_only_values_and_points_are_numbers_as_texts() -> None:
    found = judged("rich", lambda clr: assertion(clr)["achievement"]["resultDescriptions"][0].update(name=5))
    assert requirements(found) == {"CLR10-PAY-004"}


def test_a_badge_is_an_open_badge_in_an_assertion_only() -> None:
    assert requirements(judged("rich", lambda clr: assertion(clr).update(badge={}))) == set()
    found = judged("rich", lambda clr: assertion(clr)["achievement"].update(badge={}))
    assert requirements(found) == {"CLR10-EXT-003"}


def test_members_that_others_tell_of_do_not_hide_one_that_comes_later() -> None:
    def unknown(clr: dict[str, Any]) -> None:
        clr["advisor"] = "T. Brandt"
        assertion(clr)["badge"] = {}
        assertion(clr)["endorsements"][0]["issuer"]["birthDate"] = "2001-03-14"
        assertion(clr)["achievement"]["resultDescriptions"][1]["rubricCriterionLevels"][0]["colour"] = "green"

    assert requirements(judged("rich", unknown)) == {"CLR10-EXT-003", "CLR10-EXT-004", "CLR10-PRF-011"}


def test_an_association_that_leads_back_is_shown_by_its_type() -> None:
    def circle(clr: dict[str, Any]) -> None:
        clr["achievements"][0]["associations"][0]["associationType"] = "isChildOf"

    (finding,) = judged("rich", circle).findings
    assert (finding.requirement, finding.actual) == ("CLR10-ACH-007", "isChildOf")


def test_an_achievement_is_linked_though_something_else_has_its_id() -> None:
    def shared(clr: dict[str, Any]) -> None:
        clr["publisher"]["parentOrg"]["id"] = assertion(clr)["achievement"]["id"]

    assert requirements(judged("rich", shared)) == {"CLR10-PAY-016"}


def test_a_key_that_stands_alone_has_no_profile_to_differ_from() -> None:
    key = json.loads(text("rich"))["publisher"]["publicKey"]
    found = judge({"@context": json.loads(text("minimal"))["@context"], **key}, as_class="CryptographicKey", now=NOW)
    assert found.error is None
    assert requirements(found) == set()


def test_a_discovery_document_says_nothing_of_clrs() -> None:
    found = judge(text("discovery"), as_class="DiscoveryDocument", now=NOW)
    assert {requirement.split("-")[1] for requirement in found.exercised} == {"DSC", "EXT", "PAY"}


def test_what_has_the_id_of_a_signed_assertion_is_no_copy_of_it() -> None:
    signed = changed("signed_assertion", lambda _: None)["id"]
    assert "CLR10-CLR-012" not in requirements(judged("rich", lambda clr: clr["learner"].update(id=signed)))


def test_a_token_by_itself_has_a_payload_of_its_class() -> None:
    found = judge(compact(changed("signed_assertion", lambda item: item.update(licenseNumber=93))), now=NOW)
    assert requirements(found) == {"CLR10-JWS-013"}


def test_a_clr_in_a_credential_has_no_context_that_it_does_not_give() -> None:
    clr = json.loads(text("minimal"))["clrs"][0]
    credential = {"type": ["VerifiableCredential"], "credentialSubject": clr}
    assert "CLR10-PAY-002" not in judge(credential, now=NOW).exercised


@pytest.mark.parametrize(
    ("document", "actual"), [({}, "neither"), ({"clr": {}, "signedClr": "a.b.c"}, "clr and signedClr")]
)
def test_a_post_has_one_of_two(document: dict[str, Any], actual: str) -> None:
    found = judge(document, as_class="PostClrPayload", now=NOW)
    assert actual in {finding.actual for finding in found.about("CLR10-PAY-004")}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda clr: clr.pop("learner"), "A Clr lacks the member learner"),
        (lambda clr: assertion(clr).pop("id"), "An Assertion lacks the member id"),
        (lambda clr: assertion(clr).update(term=None), "The member term of an Assertion is null"),
        (lambda clr: clr.update(advisor="T. Brandt"), "A Clr as the root of a document does not know advisor"),
    ],
)
def test_a_fault_is_told_in_a_sentence(change: Change, message: str) -> None:
    assert message in {finding.message for finding in judged("rich", change).findings}


def test_a_discovery_document_is_closed() -> None:
    found = judge({**json.loads(text("discovery")), "logo": "x"}, as_class="DiscoveryDocument", now=NOW)
    assert [finding.message for finding in found.findings] == [
        "The discovery document has the member logo, which its class does not have"
    ]


def test_a_learner_who_publishes_is_a_person() -> None:
    def own(document: dict[str, Any]) -> None:
        clr = document["clrs"][0]
        clr["publisher"]["id"] = clr["learner"]["id"]
        clr["publisher"] |= {"givenName": "Mira", "familyName": "Okafor"}

    assert "CLR10-PRF-007" not in requirements(judged("minimal", own))


def test_what_was_found_is_shown() -> None:
    found = judged("rich", lambda clr: clr.update(name=5, partial="false"))
    assert {finding.actual for finding in found.findings} == {"5", '"false"'}
    found = judged("minimal", lambda document: document.update(clrs=[{}]))
    assert "an empty object" in {finding.actual for finding in found.findings}


@pytest.mark.parametrize(("header", "actual"), [({"alg": 256}, "256"), ({"kid": "k2022"}, "absent")])
def test_what_stands_for_the_algorithm_is_shown(header: dict[str, Any], actual: str) -> None:
    def unsigned(clr: dict[str, Any]) -> None:
        token = clr["signedAssertions"][0].split(".")
        clr["signedAssertions"][0] = ".".join(
            [urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("="), *token[1:]]
        )

    (finding,) = judged("rich", unsigned).about("CLR10-JWS-003")
    assert finding.actual == actual


@pytest.mark.parametrize("bound", ["valueMin", "valueMax"])
def test_one_bound_is_no_range(bound: str) -> None:
    def open_ended(clr: dict[str, Any]) -> None:
        scale = {"id": "urn:x:scale", "name": "Points", "resultType": "RawScore", "requiredValue": "5", bound: "5"}
        assertion(clr)["achievement"]["resultDescriptions"].append(scale)
        assertion(clr)["results"].append({"resultDescription": "urn:x:scale", "value": "5"})

    assert not {"CLR10-RES-005", "CLR10-RES-009"} & requirements(judged("rich", open_ended))


def test_a_learner_and_a_publisher_are_spoken_of_apart() -> None:
    assert ("Clr", "learner") in subjects()["CLR10-CLR-002"] - subjects()["CLR10-CLR-003"]
    assert ("Clr", "publisher") in subjects()["CLR10-CLR-003"] - subjects()["CLR10-CLR-002"]


def test_a_judged_document_leaves_nothing_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        of_other_tests = {id(one) for one in gc.get_objects() if isinstance(one, Node)}
        judge(deepcopy(json.loads(text("rich"))), now=NOW)
        assert [one for one in gc.get_objects() if isinstance(one, Node) and id(one) not in of_other_tests] == []
    finally:
        gc.enable()
