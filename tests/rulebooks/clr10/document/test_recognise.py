"""What an input is, and how that was told."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.rulebooks.clr10.document.recognise import recognise
from tests.rulebooks.clr10.document.judging import judge

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CREDENTIALS = "https://www.w3.org/2018/credentials/v1"


def example(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_bytes())


def compact(header: Any, payload: Any) -> str:
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), b"signature"]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (example("minimal"), "ClrSet"),
        ({"clrs": []}, "ClrSet"),
        ({"signedClrs": []}, "ClrSet"),
        (example("rich"), "Clr"),
        ({"type": "CLR"}, "Clr"),
        ({"learner": {}, "publisher": {}}, "Clr"),
        ({"@context": [], "clr": {}}, "PostClrPayload"),
        ({"signedClr": "a.b.c"}, "PostClrPayload"),
        (example("signed_assertion"), "Assertion"),
        ({"id": "urn:x:1", "achievement": {}}, "Assertion"),
        ({"badge": {}, "recipient": {}}, "Open Badges 2.0 assertion"),
        ({"claim": {}, "issuer": {}}, "Endorsement"),
        ({"publicKeyPem": ""}, "CryptographicKey"),
        (example("revocation_list"), "RevocationList"),
        ({"revokedAssertions": []}, "RevocationList"),
        (example("discovery"), "DiscoveryDocument"),
        (example("status"), "ImsxStatusInfo"),
    ],
)
def test_documents_of_the_standard(value: Any, what: str) -> None:
    found = recognise(value)
    assert found.what == what
    assert found.class_name
    assert found.how


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([example("rich")], "a bare array of 1 Clr documents"),
        ([], "a bare array"),
        ("text", "a bare JSON string"),
        (None, "a bare JSON null"),
        ({"a": 1}, "an unknown JSON object"),
        ({"type": "Achievement", "name": "x"}, "an object of the class Achievement"),
        ({"@context": [CREDENTIALS], "type": ["VerifiableCredential"]}, "a verifiable credential"),
        ({"type": ["VerifiableCredential", "ClrCredential"]}, "a CLR 2.0 credential"),
        ({"@context": ["https://purl.imsglobal.org/spec/clr/v2p0/context.json"]}, "a CLR 2.0 credential"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential"]}, "an Open Badges 3.0 credential"),
    ],
)
def test_anything_else_is_named(value: Any, what: str) -> None:
    found = recognise(value)
    assert found.what == what
    assert found.class_name is None


def test_a_later_standard_is_an_error_of_its_own() -> None:
    judgement = judge({"type": ["VerifiableCredential", "ClrCredential"]}, now=NOW)
    assert judgement.error is not None
    assert judgement.error.code == "later-standard"


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        (example("minimal"), "/credentialSubject"),
        ({"id": "did:x:1", "clrs": example("minimal")["clrs"]}, "/credentialSubject"),
        ([example("minimal")], "/credentialSubject/0"),
        (example("minimal")["clrs"][0], "/credentialSubject"),
        ({"clr": example("minimal")["clrs"][0]}, "/credentialSubject/clr"),
    ],
)
def test_a_credential_is_unwrapped_and_its_pointer_kept(subject: Any, path: str) -> None:
    context = [CREDENTIALS, "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"]
    credential = {"@context": context, "type": ["VerifiableCredential"], "credentialSubject": subject}
    judgement = judge(credential, now=NOW)
    assert judgement.findings == ()
    assert judgement.recognised is not None
    assert judgement.recognised.pointer == path
    assertion = subject[0] if isinstance(subject, list) else subject
    clr = assertion["clrs"][0] if "clrs" in assertion else assertion.get("clr", assertion)
    del clr["assertions"][0]["issuedOn"]
    (finding,) = judge(credential, now=NOW).findings
    clr["assertions"][0]["issuedOn"] = "2021-06-18T09:30:00Z"
    assert finding.requirement == "CLR10-ASR-003"
    assert finding.pointer.startswith(f"{path}/")


@pytest.mark.parametrize("subject", [{"id": "did:x:1", "claim": {}}, {"id": "did:x:1", "achievement": {}}])
def test_a_subject_of_others_is_no_item_for_the_names_of_its_members(subject: dict[str, Any]) -> None:
    credential = {"@context": [CREDENTIALS], "type": ["VerifiableCredential"], "credentialSubject": subject}
    judgement = judge(credential, now=NOW)
    assert judgement.error is not None
    assert judgement.error.code == "not-recognised"

    typed = judge({**credential, "credentialSubject": {"type": "Endorsement", **subject}}, now=NOW)
    assert typed.recognised is not None
    assert typed.recognised.class_name == "Endorsement"


def test_signed_clrs_inside_a_credential_are_opened() -> None:
    token = compact({"alg": "RS256"}, example("minimal")["clrs"][0])
    subject = {"type": "ClrSet", "signedClrs": [token]}
    judgement = judge({"@context": [CREDENTIALS], "credentialSubject": subject}, now=NOW)
    pointers = {finding.pointer for finding in judgement.findings}
    assert "/credentialSubject/signedClrs/0#/verification/type" in pointers


def test_a_compact_jws_is_judged_by_its_payload() -> None:
    judgement = judge(compact({"alg": "RS256"}, example("signed_assertion")).encode() + b"\n", now=NOW)
    assert judgement.findings == ()
    assert judgement.recognised is not None
    assert judgement.recognised.what == "Assertion"
    assert "compact JWS" in judgement.recognised.how
    assert {"CLR10-JWS-003", "CLR10-JWS-013"} <= judgement.exercised


def test_pointers_into_a_payload_show_it() -> None:
    payload = example("signed_assertion")
    del payload["achievement"]["name"]
    document = example("rich")
    document["signedAssertions"] = [compact({"alg": "RS256"}, payload)]
    (finding,) = judge(document, now=NOW).findings
    assert (finding.requirement, finding.pointer) == ("CLR10-ACH-001", "/signedAssertions/0#/achievement")
    (finding,) = judge(compact({"alg": "RS256"}, payload), now=NOW).findings
    assert finding.pointer == "#/achievement"


def test_the_class_can_be_told() -> None:
    judgement = judge({}, as_class="ImsxStatusInfo", now=NOW)
    assert {finding.requirement for finding in judgement.findings} == {"CLR10-ERR-001"}
    with pytest.raises(KeyError):
        judge({}, as_class="NoSuchClass")
