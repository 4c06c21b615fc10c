"""A proof over RDF stays right when a member is spelled otherwise; nobody may lose a revocation or an end by that."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from conformance.issuing import Key, sign
from conformance.trust.report import Trust
from tests.foreign.credentials import content
from tests.foreign.credentials.judging import ALL, codes, judged
from tests.foreign.credentials.people import KEYS, QUILLHAVEN

Json = dict[str, Any]
VOCABULARY: Final = "https://www.w3.org/2018/credentials#"
STATUS: Final = f"{VOCABULARY}credentialStatus"
DATE: Final = "http://www.w3.org/2001/XMLSchema#dateTime"


def document(name: str) -> Json:
    found: Json = json.loads(next(each for each in ALL if each.name == name).data)
    return found


def by_address(badge: Json) -> None:
    badge[STATUS] = badge.pop("credentialStatus")


def by_prefix(badge: Json) -> None:
    badge["@context"].append({"cred": VOCABULARY})
    badge["cred:credentialStatus"] = badge.pop("credentialStatus")


def by_alias(badge: Json) -> None:
    badge["@context"].append({"remark": {"@id": STATUS, "@type": "@id"}})
    badge["remark"] = badge.pop("credentialStatus")


def nested(badge: Json) -> None:
    badge["@context"].append({"box": "@nest"})
    badge["box"] = {"credentialStatus": badge.pop("credentialStatus")}


def included(badge: Json) -> None:
    badge["@included"] = [{"@id": badge["id"], STATUS: badge.pop("credentialStatus")}]


def included_below(badge: Json) -> None:
    status = badge.pop("credentialStatus")
    badge["credentialSubject"]["achievement"]["@included"] = [{"@id": badge["id"], STATUS: status}]


def reversed_(badge: Json) -> None:
    status = badge.pop("credentialStatus")
    badge["@included"] = [{**status, "@reverse": {STATUS: {"@id": badge["id"]}}}]


def under_a_related(badge: Json) -> None:
    status = badge.pop("credentialStatus")
    badge["credentialSubject"]["achievement"]["@reverse"] = {"https://schema.org/about": []}
    badge["credentialSubject"]["@included"] = [{"@id": badge["id"], STATUS: {"@id": status["id"]}}, status]


def in_an_array_within_an_array(badge: Json) -> None:
    badge["credentialStatus"] = [[badge["credentialStatus"]]]


HIDDEN: Final = [
    in_an_array_within_an_array,
    by_address,
    by_prefix,
    by_alias,
    nested,
    included,
    included_below,
    reversed_,
    under_a_related,
]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda each: each.__name__)
def test_a_revocation_cannot_be_hidden(hide: Callable[[Json], None]) -> None:
    badge = document("badge-bit-on.json")
    hide(badge)
    outcome = judged("hidden", json.dumps(badge).encode())
    assert outcome.verification is None or outcome.verification.verdict is not Trust.VERIFIED


def test_an_end_cannot_be_hidden() -> None:
    badge = document("badge-did-web-rich.json")
    badge[f"{VOCABULARY}validUntil"] = {"@type": DATE, "@value": badge.pop("validUntil")}
    outcome = judged("hidden", json.dumps(badge).encode())
    assert outcome.verification is None or outcome.verification.verdict is not Trust.VERIFIED


def test_the_revocation_of_an_embedded_badge_cannot_be_hidden() -> None:
    """The embedded badge keeps its proof; nobody but the holder of the record has to help."""
    badge = document("badge-bit-on.json")
    by_address(badge)
    record = document("record-one-badge.json")
    record["credentialSubject"]["verifiableCredential"] = [badge]
    outcome = judged("hidden", json.dumps(record).encode())
    assert outcome.verification is not None
    inner = next(item for item in outcome.verification.items if item.pointer)
    assert inner.verdict is not Trust.VERIFIED


def test_an_embedded_badge_cannot_be_hidden() -> None:
    record = document("record-one-badge.json")
    subject = record["credentialSubject"]
    subject["verifiableCredential"] = [subject["verifiableCredential"]]
    outcome = judged("hidden", json.dumps(record).encode())
    assert "hidden-member" in codes(outcome)


EXPIRES: Final = "https://w3id.org/security#expiration"


def expires_by_address(proof: Json) -> None:
    proof[EXPIRES] = {"@type": DATE, "@value": proof.pop("expires")}


def expires_by_its_own_context(proof: Json) -> None:
    proof["@context"] = {"remark": {"@id": EXPIRES, "@type": DATE}}
    proof["remark"] = proof.pop("expires")


@pytest.mark.parametrize("hide", [expires_by_address, expires_by_its_own_context], ids=lambda each: each.__name__)
def test_the_end_of_a_proof_cannot_be_hidden(hide: Callable[[Json], None]) -> None:
    key = Key.from_jwk(KEYS["quillhaven-ed25519"]["jwk"])
    past = {"expires": "2025-08-01T00:00:00Z"}
    badge = sign(content.badge("hidden", QUILLHAVEN), "eddsa-rdfc-2022", key, f"{QUILLHAVEN}#ed25519", more=past)
    assert "proof-expired" in codes(judged("hidden", json.dumps(badge).encode()))
    hide(badge["proof"])
    outcome = judged("hidden", json.dumps(badge).encode())
    assert outcome.verification is not None
    assert outcome.verification.verdict is not Trust.VERIFIED


def test_what_others_call_by_an_address_of_their_own_is_no_hiding_place() -> None:
    badge = copy.deepcopy(document("badge-bit-on.json"))
    badge["https://quillhaven.example/terms#campus"] = "North"
    outcome = judged("hidden", json.dumps(badge).encode())
    assert "signature-bad" in codes(outcome)
