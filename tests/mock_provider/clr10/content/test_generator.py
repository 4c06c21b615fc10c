"""What the mock has to show is valid, complete, consistent, signed, and stands at its URLs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from conformance.standard.loader import contract
from mock_provider.clr10.content.generator import generate, known_ids
from mock_provider.clr10.content.model import Content
from mock_provider.clr10.edition import EDITION
from mock_provider.settings import Settings

Node = dict[str, Any]
SIGNED_MEMBERS = {"signedAssertions": "Assertion", "signedEndorsements": "Endorsement"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def content(settings: Settings) -> Content:
    return generate(settings)


def payload(token: str) -> Node:
    part = token.split(".")[1]
    value: Node = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return value


def classes(value: Node, schema: str) -> Iterator[tuple[str, Node]]:
    """Every object in a document with its class in the contract; signed items are opened."""
    yield schema, value
    properties = contract("clr10")["components"]["schemas"][schema]["properties"]
    for name, member in value.items():
        if name in SIGNED_MEMBERS:
            for token in member:
                yield from classes(payload(token), SIGNED_MEMBERS[name])
        about = properties.get(name, {})
        reference = (about.get("items") or about).get("$ref", "").rpartition("/")[2]
        if "properties" in contract("clr10")["components"]["schemas"].get(reference, {}):
            for item in member if isinstance(member, list) else [member]:
                yield from classes(item, reference)


def everything(content: Content) -> Iterator[tuple[str, Node]]:
    for record in content.records:
        yield from classes(record.clr, "Clr")


def test_five_learners_share_enough_clrs_and_one_has_none(content: Content) -> None:
    owners = Counter(record.username for record in content.records if not record.clr.get("revoked"))
    assert set(owners) == {"mira", "jonas", "amal", "sofia", "nils"}
    assert sum(owners.values()) >= 130
    assert owners["mira"] > 100
    assert set(content.learners) - set(owners) == set(EDITION.empty_users) == {"kim"}


def test_every_clr_and_every_signed_payload_fits_the_contract(content: Content, valid: Any) -> None:
    for record in content.records:
        valid(record.clr, "Clr")
        if record.jws:
            assert {name: value for name, value in payload(record.jws).items() if name != "@context"} == record.clr
    for schema, node in everything(content):
        valid({name: value for name, value in node.items() if name != "@context"}, schema)


def test_every_member_of_every_class_is_there_somewhere(content: Content) -> None:
    seen: dict[str, set[str]] = {}
    for schema, node in everything(content):
        seen.setdefault(schema, set()).update(node)
    schemas = contract("clr10")["components"]["schemas"]
    missing = {schema: set(schemas[schema]["properties"]) - members for schema, members in seen.items()}
    assert not {schema: members for schema, members in missing.items() if members}
    assert len(seen) == 20


@pytest.mark.parametrize(
    ("schema", "member", "vocabulary"),
    [
        ("Achievement", "achievementType", "AchievementType"),
        ("Alignment", "targetType", "AlignmentTargetType"),
        ("Association", "associationType", "AssociationType"),
        ("ResultDescription", "resultType", "ResultType"),
        ("Result", "status", "ResultStatusType"),
        ("SystemIdentifier", "identifierType", "SystemIdentifierType"),
        ("Verification", "type", "VerificationType"),
    ],
)
def test_every_term_of_the_vocabularies_is_used(content: Content, schema: str, member: str, vocabulary: str) -> None:
    about = contract("clr10")["components"]["schemas"][vocabulary]
    terms = set(about["enum"] if "enum" in about else about["anyOf"][0]["enum"])
    used = {node[member] for kind, node in everything(content) if kind == schema and member in node}
    assert terms <= used
    if "anyOf" in about:
        assert any(value.startswith("ext:") for value in used)


def test_one_id_has_one_content_everywhere(content: Content) -> None:
    known: dict[str, str] = {}
    for schema, node in everything(content):
        if "id" in node and schema not in ("EndorsementClaim",):
            plain = {name: value for name, value in node.items() if name != "@context"}
            text = json.dumps(plain, sort_keys=True)
            assert known.setdefault(node["id"], text) == text, node["id"]


def test_every_signature_fits_the_published_key_of_its_profile(content: Content, settings: Settings) -> None:
    checked = Counter[str]()
    for token, signer in signed_items(content):
        header, body, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
        item, profile = json.loads(body), signer(json.loads(body))
        assert json.loads(header) == {"alg": "RS256", "kid": profile["publicKey"]["id"], "typ": "JWT"}
        assert item["verification"] == {"type": "Signed", "creator": profile["publicKey"]["id"]}
        published = json.loads(content.documents["keys", profile["publicKey"]["id"].rpartition("/")[2]])
        assert published.pop("@context")
        assert published == profile["publicKey"]
        assert published["owner"] == profile["id"]
        assert profile["revocationList"].startswith(f"{settings.base_url}/revocations/")
        key = load_pem_public_key(published["publicKeyPem"].encode())
        assert isinstance(key, rsa.RSAPublicKey)
        key.verify(signature, token.rpartition(".")[0].encode(), padding.PKCS1v15(), SHA256())
        checked[item["type"]] += 1
    assert set(checked) == {"Clr", "Assertion", "Endorsement"}


def signed_items(content: Content) -> Iterator[tuple[str, Any]]:
    for record in content.records:
        if record.jws:
            yield record.jws, lambda clr: clr["publisher"]
    for _, node in everything(content):
        for token in node.get("signedAssertions", []):
            yield token, lambda assertion: assertion["achievement"]["issuer"]
        for token in node.get("signedEndorsements", []):
            yield token, lambda item: item["issuer"]


def test_items_that_say_signed_are_in_the_signed_arrays_only(content: Content) -> None:
    for record in content.records:
        says_signed = record.clr["verification"]["type"] == "Signed"
        assert says_signed == (record.jws is not None)
        for assertion in record.clr.get("assertions", []):
            assert assertion.get("verification", {}).get("type") in ("Hosted", None)


def test_every_recipient_is_the_learner(content: Content) -> None:
    kinds = set()
    for record in content.records:
        learner = record.clr["learner"]
        for assertion in awards(record.clr):
            if assertion.get("revoked"):
                continue
            told = assertion["recipient"]
            value = learner[told["type"]]
            hashed = "sha256$" + hashlib.sha256((value + told.get("salt", "")).encode()).hexdigest()
            assert told["identity"] == (hashed if told["hashed"] else value)
            kinds.add((told["type"], told["hashed"], "salt" in told))
    assert {
        ("id", False, False),
        ("email", True, True),
        ("email", True, False),
        ("studentId", True, True),
    } <= kinds


def awards(clr: Node) -> Iterator[Node]:
    yield from clr.get("assertions", [])
    yield from map(payload, clr.get("signedAssertions", []))


def test_results_refer_to_descriptions_of_the_asserted_achievement_and_fit_them(content: Content) -> None:
    kinds = set()
    for record in content.records:
        for assertion in awards(record.clr):
            described = {node["id"]: node for node in assertion.get("achievement", {}).get("resultDescriptions", [])}
            for result in assertion.get("results", []):
                description = described[result["resultDescription"]]
                kinds.add(description["resultType"])
                assert fits(result, description), result
    assert len(kinds) == 13


def fits(result: Node, description: Node) -> bool:
    if description["resultType"] == "Status":
        return "status" in result
    if "rubricCriterionLevels" in description:
        levels = [level["id"] for level in description["rubricCriterionLevels"]]
        return result["achievedLevel"] in levels and description["requiredLevel"] in levels
    if "allowedValues" in description:
        allowed = description["allowedValues"]
        return result["value"] in allowed and description.get("requiredValue", allowed[0]) in allowed
    if "valueMin" in description:
        low, high = float(description["valueMin"]), float(description["valueMax"])
        return all(low <= float(value) <= high for value in (result["value"], description["requiredValue"]))
    return bool(result["value"])


def test_associations_stay_inside_the_clr_and_reach_every_entry_of_achievements(content: Content) -> None:
    walked = 0
    for record in content.records:
        inside = {node["id"]: node for node in record.clr.get("achievements", [])}
        asserted = {a["achievement"]["id"]: a["achievement"] for a in awards(record.clr) if "achievement" in a}
        inside |= asserted
        links = {key: [a["targetId"] for a in node.get("associations", [])] for key, node in inside.items()}
        assert all(target in inside for targets in links.values() for target in targets)
        reached, waiting = set(asserted), list(asserted)
        while waiting:
            new = set(links[waiting.pop()]) - reached
            reached |= new
            waiting += new
        assert reached == set(inside)
        walked += bool(record.clr.get("achievements"))
        kinds = {
            (a["associationType"], key, a["targetId"]) for key, n in inside.items() for a in n.get("associations", [])
        }
        for kind, source, target in kinds:
            if kind in ("isChildOf", "isParentOf"):
                inverse = "isParentOf" if kind == "isChildOf" else "isChildOf"
                assert (inverse, target, source) in kinds
        for node in inside.values():
            for association in node.get("associations", []):
                assert association["title"] == inside[association["targetId"]]["name"]
    assert walked >= 2


def test_endorsements_speak_of_what_they_stand_in(content: Content) -> None:
    spoken = 0
    for schema, node in everything(content):
        for item in [*node.get("endorsements", []), *map(payload, node.get("signedEndorsements", []))]:
            inside = {value["id"] for _, value in classes(node, schema) if "id" in value}
            assert item["claim"]["id"] in (inside if schema == "Clr" else {node["id"]})
            assert not {"endorsements", "signedEndorsements", "birthDate", "parentOrg"} & set(item["issuer"])
            spoken += 1
    assert spoken >= 8


def test_issuers_publish_revocation_lists_and_the_scope_of_their_ids(content: Content, settings: Settings) -> None:
    for schema, node in everything(content):
        issued = {"Clr": node.get("publisher"), "Endorsement": node.get("issuer")}.get(schema)
        if schema == "Assertion" and "achievement" in node:
            issued = node["achievement"]["issuer"]
        if issued is None:
            continue
        listed = json.loads(content.documents["revocations", issued["revocationList"].rpartition("/")[2]])
        assert (listed["id"], listed["issuer"]) == (issued["revocationList"], issued["id"])
        scope = issued["verification"]
        assert scope["type"] == "Verification"
        assert any(node["id"].startswith(prefix) for prefix in scope.get("startsWith", [""]))
        assert all(host in node["id"] for host in scope.get("allowedOrigins", []))


def test_what_is_revoked_is_listed_by_its_issuer(content: Content, settings: Settings) -> None:
    listed = set()
    for (kind, _), body in content.documents.items():
        if kind == "revocations":
            listed |= set(json.loads(body)["revokedAssertions"])
    revoked = {node["id"] for _, node in everything(content) if node.get("revoked")}
    ids = known_ids(settings)
    assert revoked | {ids["revoked_signed_assertion"]} == listed
    assert {ids["revoked_clr"], ids["revoked_assertion"]} <= revoked


def test_there_is_an_expired_assertion_an_open_badge_and_a_cut_down_one(content: Content) -> None:
    now = datetime.now(UTC).isoformat()
    all_awards = [assertion for record in content.records for assertion in awards(record.clr)]
    assert [a for a in all_awards if a.get("expires", "9999") < now]
    assert [a for a in all_awards if "badge" in a and "achievement" not in a]
    assert [a for a in all_awards if set(a) == {"id", "type", "revoked", "revocationReason"}]


def test_no_timestamp_is_in_the_future_or_without_utc(content: Content) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for _, node in everything(content):
        assert node.get("issuedOn", now).endswith("Z")
        assert node.get("issuedOn", now) <= now
        assert node.get("activityStartDate", "") <= node.get("activityEndDate", "9999")
        assert node.get("issuedOn", "") < node.get("expires", "9999")


def test_data_uris_decode(content: Content) -> None:
    found = [
        value
        for _, node in everything(content)
        for value in node.values()
        if isinstance(value, str) and value.startswith("data:")
    ]
    assert found
    for uri in found:
        base64.b64decode(uri.partition(";base64,")[2], validate=True)


def test_same_settings_give_the_same_content_and_another_seed_other_names(content: Content, settings: Settings) -> None:
    assert generate(settings) == content
    other = generate(Settings(data_dir=settings.data_dir, seed=2))
    assert not set(other.learners.values()) & set(content.learners.values())


def test_another_port_moves_every_url(tmp_path: Path, settings: Settings) -> None:
    moved = generate(Settings(data_dir=settings.data_dir, port=9999))
    text = json.dumps([record.clr for record in moved.records])
    assert ":8440/" not in text
    assert ":9999/" in text


def test_learners_are_not_published(content: Content) -> None:
    published = {json.loads(body)["id"] for (kind, _), body in content.documents.items() if kind == "profiles"}
    people: Mapping[str, str] = content.learners
    assert not published & set(people.values())
