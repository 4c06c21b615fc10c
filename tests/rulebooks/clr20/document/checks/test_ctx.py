"""Contexts, types and the version of the data model: each rule with a document that breaks it and one that does not."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.document.origin import Origin
from tests.rulebooks.clr20.document.judging import CLR, OB, OLD_VC, VC, badge, judged, of_area, record

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ED25519 = "https://w3id.org/security/suites/ed25519-2020/v1"
OLD_PROOF = {"type": "Ed25519Signature2020", "proofPurpose": "assertionMethod"}


def test_a_right_record_and_a_right_badge_break_nothing() -> None:
    assert of_area(record(), "CTX", "SER") == {}
    assert of_area(badge(), "CTX", "SER") == {}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (record(context=[OLD_VC.replace("v1", "v3"), CLR, OB]), {"CLR20-CTX-02": "/@context/0"}),
        (record(context=[VC, OB, CLR]), {"CLR20-CTX-03": "/@context/1", "CLR20-CTX-04": "/@context/2"}),
        (record(context=[VC, CLR.replace("-2.0.1", ""), OB]), {"CLR20-CTX-05": "/@context/1"}),
        (badge(context=[VC, OB.replace("3.0.3", "3.0.2")]), {"CLR20-CTX-05": "/@context/1"}),
        (badge(context=[OB, VC]), {"CLR20-CTX-06": "/@context/0"}),
        (record(type=["ClrCredential"]), {"CLR20-CTX-15": "/type"}),
        (record(type=["VerifiableCredential", "ClrCredential", "ClrCredential"]), {"CLR20-CTX-16": "/type"}),
        (record(id="transcript-7"), {"CLR20-CTX-19": "/id"}),
        (record(proof=OLD_PROOF), {"CLR20-CTX-21": "/proof"}),
        (record(proof=[OLD_PROOF]), {"CLR20-CTX-21": "/proof/0"}),
        ([record(), record()], {"CLR20-CTX-20": ""}),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(document: Any, found: dict[str, str]) -> None:
    of_contexts = of_area(document, "CTX")
    assert {name: of_contexts.get(name) for name in found} == found
    assert of_contexts.keys() - found.keys() <= {"CLR20-CTX-08"}  # what is lost with a context is told too


def test_services_of_1edtech_need_the_context_of_the_extensions() -> None:
    service = {"id": "https://college.example/refresh", "type": "1EdTechCredentialRefresh"}
    assert "CLR20-CTX-09" in of_area(record(refreshService=service), "CTX")
    assert "CLR20-CTX-09" not in of_area(record(refreshService=service, context=[VC, CLR, OB, EXTENSIONS]), "CTX")


@pytest.mark.parametrize(
    ("member", "value", "context", "requirement"),
    [
        ("proof", OLD_PROOF, ED25519, "CLR20-CTX-21"),
        (
            "refreshService",
            {"id": "https://a.example/r", "type": "1EdTechCredentialRefresh"},
            EXTENSIONS,
            "CLR20-CTX-09",
        ),
    ],
)
def test_an_embedded_credential_names_its_contexts_itself(
    member: str, value: Any, context: str, requirement: str
) -> None:
    whole = record(context=[VC, CLR, OB, context])
    whole["credentialSubject"]["verifiableCredential"] = [badge(**{member: value})]
    assert {requirement, "CLR20-CTX-08"} <= of_area(whole, "CTX").keys()

    whole["credentialSubject"]["verifiableCredential"] = [badge(context=[VC, OB, context], **{member: value})]
    assert requirement not in of_area(whole, "CTX")


@pytest.mark.parametrize(("policy", "counts"), [("vcdm-received", False), ("vcdm-issued", True)])
def test_an_old_data_model_is_noted_when_received_and_counts_when_issued(policy: str, counts: bool) -> None:
    old = badge(context=[OLD_VC, OB], validFrom=None, issuanceDate="2024-06-30T12:00:00Z")
    judgement = judged(old, origin=Origin(policies=frozenset({policy})))
    assert bool(judgement.about("CLR20-CTX-22")) is counts
    assert any(each.requirement == "CLR20-CTX-22" for each in judgement.notes) is not counts
