"""Whole migrations of the mock's own records: the findings of the result are those foretold, keys sign their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from conformance.document import DocumentError, ParseLimits
from conformance.errors import UsageFault
from conformance.inspection.inspector import Inspector
from conformance.inspection.migrating import migrate, written
from conformance.inspection.options import Options
from conformance.inspection.signing import Signer, read_signer
from conformance.issuing import Key
from conformance.migrating.report import Outcome, as_json
from conformance.rulebooks import find
from conformance.trust.report import Question, Value
from mock_provider.clr10.content.generator import generate
from mock_provider.clr10.content.model import Content
from mock_provider.settings import Settings
from tests.rulebooks.clr20.migration.moving import COLLEGE, achieving, awarding

RULES = find("clr20").migration
assert RULES is not None, "the edition has a migration"
NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
ISSUER: Final = RULES.issuer({"id": "https://registry.example/issuer", "name": "Registry"})
KEY: Final = Signer(Key.from_seed("Ed25519", "registry"))
UNSIGNED: Final = {"CLR20-DI-01", "CLR20-VER-19"}
"""What right records of the mock break once they are migrated: proofs are missing."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return generate(Settings(data_dir=tmp_path_factory.mktemp("data"), content="small"))


def of(data: Any, signers: Mapping[str, Signer] | None = None, *, as_token: bool = False) -> Outcome:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return migrate(raw, ISSUER, signers or {}, now=NOW, limits=ParseLimits(), as_token=as_token)


def records(content: Content) -> Iterator[bytes]:
    """One record of each kind, signed ones as their token."""
    seen = set()
    for record in content.records:
        kind = record.clr["id"].rpartition("-")[2]
        if kind not in seen and not record.clr.get("revoked") and not kind.isdigit():
            seen.add(kind)
            yield record.jws.encode() if record.jws else json.dumps(record.clr).encode()


def findings(data: bytes, name: str) -> set[tuple[str, tuple[str, ...]]]:
    """What ``validate --offline`` finds in a document."""
    inspector = Inspector(Options(now=NOW))
    return {(each.requirement, each.pointers) for each in inspector.document(name, data).findings}


@pytest.mark.parametrize("signers", [{}, {ISSUER.id: KEY}], ids=["unsigned", "signed"])
def test_the_result_has_the_findings_that_the_account_foretold(
    content: Content, tmp_path: Path, signers: Mapping[str, Signer]
) -> None:
    for data in records(content):
        found = of(data, signers)
        told = as_json(found)["findings"]
        assert {(each["requirement"], tuple(each["pointers"])) for each in told} == findings(
            written(found.record), "record.json"
        )


def test_right_records_break_nothing_but_the_want_of_proofs(content: Content) -> None:
    for data in records(content):
        found = of(data)
        assert {each.requirement for each in found.foretold} <= UNSIGNED
        assert not found.breaks
        assert not found.unreadable


def test_a_finding_leads_to_the_place_of_the_source() -> None:
    result = {"type": "Result", "resultDescription": "urn:uuid:1", "value": "A"}
    (told,) = [each for each in of(awarding(results=[result])).foretold if each.requirement == "CLR20-MOD-39"]
    assert told.sources == ("/assertions/0/results/0/resultDescription",)


def test_a_key_signs_what_its_issuer_issues_and_nothing_else(content: Content) -> None:
    rich = next(each for each in content.records if each.clr["id"].endswith("-rich"))
    found = of(rich.clr, {ISSUER.id: KEY})
    assert found.signed == [""]
    assert found.record["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert not any("proof" in each for each in found.record["credentialSubject"]["verifiableCredential"])


def test_the_key_of_another_issuer_signs_its_credentials_before_the_record(content: Content) -> None:
    rich = next(each for each in content.records if each.clr["id"].endswith("-rich"))
    college = rich.clr["publisher"]["id"]
    keys = {ISSUER.id: KEY, college: Signer(Key.from_seed("P-256", "college"), f"{college}#key-1")}
    found = of(rich.clr, keys)
    assert found.signed[-1] == ""
    theirs = [each for each in found.record["credentialSubject"]["verifiableCredential"] if "proof" in each]
    assert {each["issuer"]["id"] for each in theirs} == {college}
    assert {each["proof"]["verificationMethod"] for each in theirs} == {f"{college}#key-1"}
    assert not any(each.requirement == "CLR20-DI-17" for each in found.foretold)


def test_a_record_can_be_a_token(content: Content) -> None:
    found = of(next(records(content)), {ISSUER.id: KEY}, as_token=True)
    assert found.token.count(".") == 2
    assert "proof" not in found.record
    assert {each.requirement for each in found.foretold} <= {*UNSIGNED, "CLR20-JWT-20"}


def test_a_signed_record_verifies_by_the_key_that_signed_it(content: Content, tmp_path: Path) -> None:
    url = "https://registry.example/keys/1"
    file = tmp_path / "key.json"
    file.write_text(json.dumps(KEY.key.multikey(url, ISSUER.id)), encoding="utf-8")
    plain = next(each for each in content.records if each.clr["id"].endswith("-0"))
    found = of(plain.clr, {ISSUER.id: Signer(KEY.key, url)})
    judged = Inspector(Options(now=NOW, known=((url, file),))).document("record.json", written(found.record))
    assert judged.verification is not None
    (record,) = [each for each in judged.verification.items if each.pointer in ("", "/")]
    assert {each.question: each.value for each in record.answers}[Question.INTACT] is Value.GOOD
    assert {each.question: each.value for each in record.answers}[Question.ISSUER] is Value.GOOD


def test_a_record_that_cannot_be_judged_is_undecided() -> None:
    profile = dict(COLLEGE)
    for _ in range(93):
        profile = {**COLLEGE, "parentOrg": profile}
    found = of(achieving(issuer=profile))
    assert found.unjudged is not None
    assert found.unjudged.code == "document-too-deep"
    assert found.undecided


def test_the_account_as_json_says_it_all(content: Content) -> None:
    told = as_json(of(next(records(content))))
    assert (told["from"], told["to"]) == ("CLR 1.0", "CLR 2.0")
    assert told["summary"]["kept"] == sum(each["fate"] == "kept" for each in told["members"])
    assert told["summary"]["invented"] == len(told["invented"])
    assert all("why" in each for each in told["members"] if each["fate"] == "without-place")
    assert told["whole"] is False


def test_a_member_that_stands_twice_is_told(content: Content) -> None:
    text = json.dumps(content.records[0].clr).replace('"type": "Clr"', '"type": "Clr", "name": "A", "name": "B"', 1)
    found = of(text.encode())
    assert "name" in found.text[0].actual
    assert not found.whole


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-document"),
        (b"{", "not-json"),
        (b"[1]", "not-recognised"),
        (b'{"a": "\\ud800"}', "lone-surrogate"),
        (b"[" * 200 + b"]" * 200, "document-too-deep"),
        (b'{"openapi": "3.0.1"}', "not-recognised"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        of(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"type": "RevocationList", "id": "https://college.example/r"}, "not-migrated"),
        ({"type": "Assertion", "id": "https://college.example/1", "revoked": True}, "record-revoked"),
        ({"type": "Assertion", "id": "https://college.example/1", "badge": "https://x.example"}, "not-migrated"),
        ({"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {}}, "migrated-already"),
    ],
)
def test_what_cannot_be_migrated_is_an_error_with_a_code(data: Any, code: str) -> None:
    with pytest.raises(UsageFault) as refused:
        of(data)
    assert refused.value.problem.code == code
    assert refused.value.problem.message


def test_a_record_inside_a_credential_is_migrated_and_what_is_around_it_is_told(content: Content) -> None:
    outer = {"type": ["VerifiableCredential"], "issuer": "x", "credentialSubject": content.records[0].clr}
    found = of(outer)
    lost = {each.source for each in found.lost}
    assert "/issuer" in lost
    assert found.record["id"] == content.records[0].clr["id"]


def _key(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "key.json"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("form", "key_id"),
    [
        (lambda key: key.private_jwk(), ""),
        (lambda key: {**key.private_jwk(), "kid": "https://college.example/keys/1"}, "https://college.example/keys/1"),
        (lambda key: {**key.secret_multikey(), "id": "did:web:college.example#1"}, "did:web:college.example#1"),
    ],
)
def test_a_key_is_read_from_a_jwk_or_a_multikey(
    tmp_path: Path, form: Callable[[Key], dict[str, str]], key_id: str
) -> None:
    found = read_signer(_key(tmp_path, json.dumps(form(KEY.key))))
    assert found.key.multibase == KEY.key.multibase
    assert found.key_id == key_id


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kty": "RSA"}', "-----BEGIN PRIVATE KEY-----"])
def test_a_file_without_a_key_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageFault) as refused:
        read_signer(_key(tmp_path, text))
    assert refused.value.problem.code == "key-unusable"


def test_a_key_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as refused:
        read_signer(tmp_path / "nothing.json")
    assert refused.value.problem.code == "key-unusable"
