"""The proofs of credentials: what verifies, every tampering told apart, and whose key it was."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import base58
import pytest
from pyld import jsonld

import conformance.issuing.linked as signing_module
import conformance.rulebooks.clr20.document.linked as linked_module
from conformance.issuing import sign
from conformance.issuing.linked import canonical, digest
from conformance.issuing.selective import base, derived
from conformance.issuing.tokens import as_jwt
from conformance.linked_data import Contexts
from conformance.rulebooks.clr20.document.linked import CONTEXTS
from tests.rulebooks.clr20.document.judging import badge
from tests.rulebooks.clr20.trust.publishing import (
    CREATED,
    ISSUER,
    KEY_ID,
    answers,
    first,
    found,
    holding,
    key,
    outcome,
    published,
    signed,
    verified,
)

SUITES = {
    "eddsa-rdfc-2022": "Ed25519",
    "eddsa-jcs-2022": "Ed25519",
    "eddsa-2022": "Ed25519",
    "ecdsa-rdfc-2019": "P-256",
    "ecdsa-jcs-2019": "P-384",
}


@pytest.mark.parametrize(("suite", "kind"), SUITES.items())
def test_a_badge_with_a_proof_of_each_suite_is_verified(suite: str, kind: str) -> None:
    document = signed(suite=suite, made=key(kind))
    report = verified(document, published(key(kind)))
    item = first(report)
    assert (outcome(item), found(report)) == (("verified", []), {})
    assert answers(item) == {"intact": "good", "issuer": "good"}
    assert (item.algorithm, item.key.id if item.key else "", item.key.owner if item.key else "") == (
        suite,
        KEY_ID,
        ISSUER,
    )


def test_the_answer_names_the_suite_and_the_edition_of_the_context() -> None:
    said = {answer.question.value: answer.text for answer in first(verified(signed())).answers}
    assert said["intact"].startswith(
        "a proof fits (eddsa-rdfc-2022; read with https://purl.imsglobal.org/spec/ob/v3p0/"
    )
    assert "edition" in said["intact"]
    said = {answer.question.value: answer.text for answer in first(verified(signed(suite="eddsa-jcs-2022"))).answers}
    assert said["intact"] == "a proof fits (eddsa-jcs-2022)"


def test_every_look_up_is_told_as_a_step() -> None:
    steps = first(verified(signed())).steps
    assert any(KEY_ID in step and "200" in step for step in steps)
    assert steps[-1] == "proof: it fits"


def test_members_in_another_order_and_other_white_space_give_the_same_verdict() -> None:
    document = signed(holding(signed()))
    text = json.dumps(dict(reversed(document.items())), indent=4).encode()
    for item in verified(text).items:
        assert outcome(item) == ("verified", [])


# one letter


def test_a_letter_of_the_record_breaks_its_proof_and_no_other() -> None:
    document = signed(holding(signed()))
    document["name"] = "Transcripu"
    report = verified(document)
    assert [outcome(item)[0] for item in report.items] == ["not-verified", "verified"]
    assert outcome(first(report))[1] == ["signature-bad"]
    assert found(report) == {"CLR20-VER-04": "/proof"}
    assert answers(first(report)) == {"intact": "bad", "issuer": "open"}


def test_a_letter_of_an_embedded_claim_breaks_its_proof_and_that_of_the_record() -> None:
    document = signed(holding(signed()))
    document["credentialSubject"]["verifiableCredential"][0]["name"] = "Soil sciencf"
    report = verified(document)
    assert [outcome(item) for item in report.items] == [("not-verified", ["signature-bad"])] * 2
    assert found(report) == {
        "CLR20-VER-04": "/proof",
        "CLR20-DI-20": "/credentialSubject/verifiableCredential/0",
    }


def test_a_letter_of_an_inner_proof_breaks_the_record_too() -> None:
    document = signed(holding(signed()))
    document["credentialSubject"]["verifiableCredential"][0]["proof"]["created"] = "2026-11-01T12:00:01Z"
    assert {outcome(item)[0] for item in verified(document).items} == {"not-verified"}


@pytest.mark.parametrize("member", ["created", "verificationMethod", "domain"])
def test_a_letter_of_a_proof_option_breaks_the_proof(member: str) -> None:
    document = signed()
    document["proof"][member] = {"created": "2026-11-01T12:00:01Z", "verificationMethod": f"{KEY_ID}1"}.get(member, "x")
    pages = {**published(), **published(at=f"{KEY_ID}1")}
    report = verified(document, pages)
    assert outcome(first(report)) == ("not-verified", ["signature-bad"])
    assert "CLR20-VER-04" in found(report)


def test_a_disclosed_badge_is_verified_and_a_changed_one_is_not() -> None:
    held = base(badge(), key("P-256"), KEY_ID, mandatory=("/issuer", "/validFrom", "/credentialSubject/id"), seed="s")
    shown = derived(held, ("/name", "/credentialSubject/achievement"))
    assert outcome(first(verified(shown, published(key("P-256"))))) == ("verified", [])
    shown["name"] = "Soil sciencf"
    report = verified(shown, published(key("P-256")))
    assert outcome(first(report)) == ("not-verified", ["signature-bad"])
    report = verified(held, published(key("P-256")))
    assert outcome(first(report)) == ("not-verified", ["base-proof"])
    assert first(report).reasons[0].declared


# several proofs


def test_one_good_proof_is_enough_and_all_are_told() -> None:
    document = sign(signed(), "eddsa-rdfc-2022", key(name="other"), "https://gone.example/key", created=CREATED)
    document["proof"].reverse()
    item = first(verified(document))
    assert outcome(item) == ("verified", [])
    assert any(step.startswith("proof 1 of 2") and "key-offline" in step for step in item.steps)
    assert item.steps[-1].startswith("proof 2 of 2")


def test_an_unknown_suite_is_undecided_never_forged() -> None:
    document = signed()
    document["proof"]["cryptosuite"] = "bbs-2023"
    report = verified(document)
    assert outcome(first(report)) == ("undecided", ["suite-unknown"])
    assert "CLR20-VER-04" in (report.undecided or {})
    document = {**signed(), "name": "Soil sciencf"}
    document["proof"] = [document["proof"], {**document["proof"], "cryptosuite": "bbs-2023"}]
    assert outcome(first(verified(document)))[0] == "undecided"


def test_where_all_proofs_are_bad_each_is_a_reason_and_a_finding() -> None:
    document = sign(signed(), "ecdsa-rdfc-2019", key("P-256"), f"{KEY_ID}1", created=CREATED)
    document["name"] = "Soil sciencf"
    report = verified(document, {**published(), **published(key("P-256"), at=f"{KEY_ID}1")})
    assert outcome(first(report))[0] == "not-verified"
    assert {finding.pointer for finding in report.findings} == {"/proof/0"}
    assert {each for finding in report.findings for each in finding.pointers} == {"/proof/0", "/proof/1"}


def chained(first: dict[str, Any]) -> dict[str, Any]:
    """A badge with that proof and a right one over it."""
    options = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": CREATED}
    options |= {"verificationMethod": KEY_ID, "proofPurpose": "assertionMethod", "previousProof": first["id"]}
    held = {**badge(), "proof": [first]}
    contexts = {"@context": held["@context"]}
    data = digest(canonical({**contexts, **options})) + digest(canonical(held))
    value = "z" + base58.b58encode(key().sign(data)).decode()
    return {**badge(), "proof": [first, {**options, "proofValue": value}]}


def test_a_proof_that_builds_on_another_holds_only_if_that_does() -> None:
    name = {"id": "urn:uuid:00000000-0000-4000-8000-000000000001"}
    first_proof = sign(badge(), "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED, more=name)["proof"]
    assert [step for step in first(verified(chained(first_proof))).steps if step.endswith("it fits")] == [
        "proof 1 of 2: it fits",
        "proof 2 of 2: it fits",
    ]
    other = sign(badge(name="Another badge"), "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED, more=name)["proof"]
    item = first(verified(chained(other)))
    assert outcome(item) == ("not-verified", ["signature-bad", "previous-proof"])


# whose key


def test_another_s_did_key_is_intact_and_shows_no_issuer() -> None:
    stranger = key(name="stranger")
    document = signed(made=stranger, at=stranger.did_method)
    silent = {ISSUER: {"id": ISSUER, "type": "Profile"}, "https://college.example/.well-known/jwks.json": {"keys": []}}
    report = verified(document, silent)
    assert outcome(first(report)) == ("undecided", ["issuer-not-shown"])
    assert answers(first(report)) == {"intact": "good", "issuer": "open"}
    assert found(report) == {"CLR20-DI-10": "/proof/verificationMethod"}


def test_an_issuer_who_was_not_asked_has_not_been_silent() -> None:
    stranger = key(name="stranger")
    report = verified(signed(made=stranger, at=stranger.did_method), {})
    assert outcome(first(report)) == ("undecided", ["issuer-not-shown"])
    assert (found(report), "CLR20-DI-10" in report.skipped) == ({}, True)


def test_an_issuer_that_is_a_did_key_is_verified_offline() -> None:
    document = badge(issuer={"id": key().did, "type": ["Profile"], "name": "Harbour College"})
    assert outcome(first(verified(signed(document, at=key().did_method), {}))) == ("verified", [])
    text = badge(issuer=key().did)
    assert outcome(first(verified(signed(text, at=key().did_method), {}))) == ("verified", [])


def test_a_key_of_another_controller_is_contradicted() -> None:
    report = verified(signed(), published(controller="https://college.example/other"))
    assert outcome(first(report)) == ("not-verified", ["other-controller"])
    assert answers(first(report)) == {"intact": "good", "issuer": "bad"}
    assert found(report) == {"CLR20-DI-25": "/proof/verificationMethod"}


def test_a_key_that_is_not_for_assertions_is_told_apart() -> None:
    at = f"{ISSUER}#k"
    method = key().multikey(at, ISSUER)
    page = {"id": ISSUER, "verificationMethod": [method], "assertionMethod": [], "authentication": [at]}
    report = verified(signed(at=at), {ISSUER: page})
    assert outcome(first(report)) == ("not-verified", ["key-not-for-assertions"])
    assert found(report) == {"CLR20-DI-11": "/proof/verificationMethod"}
    assert outcome(first(verified(signed(at=at), {ISSUER: {**page, "assertionMethod": [at]}}))) == ("verified", [])


def test_a_key_in_the_fragment_of_the_issuer_s_address_needs_the_address_to_say_so() -> None:
    at = f"{ISSUER}#{key().multibase}"
    assert outcome(first(verified(signed(at=at), {}))) == ("undecided", ["issuer-not-shown"])
    page = {"id": ISSUER, "verificationMethod": [key().multikey(at, ISSUER)], "assertionMethod": [at]}
    assert outcome(first(verified(signed(at=at), {ISSUER: page}))) == ("verified", [])


# keys that are none


@pytest.mark.parametrize(
    ("page", "code", "requirement"),
    [
        (b"<html>Sign in</html>", "key-markup", "CLR20-DI-09"),
        ({"id": KEY_ID}, "key-missing", "CLR20-DI-09"),
        ({"publicKeyMultibase": "m6Mk"}, "key-wrong-multibase", "CLR20-DI-19"),
        ({"publicKeyMultibase": "z6Mk"}, "key-wrong-codec", "CLR20-DI-19"),
        (key("P-256").multikey(KEY_ID, ISSUER), "key-wrong-curve", "CLR20-DI-19"),
    ],
)
def test_a_method_that_leads_to_no_key_for_its_suite_is_told(page: Any, code: str, requirement: str) -> None:
    report = verified(signed(), {KEY_ID: page})
    assert outcome(first(report)) == ("not-verified", [code])
    assert list(found(report)) == [requirement]


def test_a_key_that_cannot_be_fetched_leaves_the_proof_undecided() -> None:
    report = verified(signed(), {})
    assert outcome(first(report)) == ("undecided", ["key-offline"])
    assert answers(first(report)) == {"intact": "open", "issuer": "open"}
    assert report.skipped >= {"CLR20-DI-09"}
    assert not report.decided & {"CLR20-VER-04", "CLR20-DI-10", "CLR20-DI-11", "CLR20-DI-25"}


# what a right signature does not cover


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a term": lambda badge: badge["credentialSubject"].update(grade="A"),
    "a type": lambda badge: badge["credentialSubject"]["achievement"]["type"].append("Diploma"),
    "an id": lambda badge: badge["credentialSubject"]["achievement"].update(id="agr101"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("inner", [False, True])
def test_a_right_signature_over_what_has_no_rdf_verifies_nothing(change: str, inner: bool) -> None:
    document = badge()
    CHANGES[change](document)
    document = signed(holding(signed(document)) if inner else document)
    for item in verified(document).items:
        assert outcome(item) == ("not-verified", ["content-not-covered"])
        assert answers(item)["intact"] == "bad"


@pytest.mark.parametrize("change", CHANGES)
def test_a_signature_over_json_covers_what_has_no_rdf(change: str) -> None:
    """That a context should define it is a rule of documents; nobody changed it unnoticed."""
    document = badge()
    CHANGES[change](document)
    report = verified(signed(document, "eddsa-jcs-2022"))
    assert outcome(first(report)) == ("verified", [])
    assert "CLR20-DI-21" not in report.decided


def test_of_two_right_proofs_the_one_that_covers_all_decides() -> None:
    document = badge()
    CHANGES["a term"](document)
    report = verified(signed(signed(document), "eddsa-jcs-2022"))
    assert outcome(first(report)) == ("verified", [])


def test_what_a_proof_s_options_lose_is_told_at_the_proof() -> None:
    document = sign(badge(), "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED, more={"remark": "not covered"})
    report = verified(document)
    assert outcome(first(report)) == ("not-verified", ["content-not-covered"])
    assert found(report) == {"CLR20-DI-21": "/proof/remark"}


def test_what_another_proof_loses_takes_nothing_from_the_one_that_fits() -> None:
    document = signed()
    document["proof"] = [{"type": "ProofOfTheCollege", "created": CREATED}, document["proof"]]
    report = verified(document)
    assert outcome(first(report)) == ("verified", [])
    assert found(report) == {"CLR20-DI-21": "/proof/0/type"}


def test_a_member_that_only_begins_like_a_proof_is_one_of_the_credential() -> None:
    document = sign({**badge(), "proofreader": "Mira"}, "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED)
    report = verified(document)
    assert outcome(first(report)) == ("not-verified", ["content-not-covered"])
    assert "CLR20-DI-21" not in found(report)


# no proof at all, and both forms


def test_what_nothing_secures_is_told() -> None:
    report = verified(holding(signed()))
    assert [outcome(item) for item in report.items] == [("not-verified", ["unsecured"]), ("verified", [])]
    assert first(report).reasons[0].declared


def test_a_proof_in_a_token_is_over_the_credential_alone_and_any_one_is_enough() -> None:
    made = key("P-256")
    pages = {**published(), **published(made, at=f"{KEY_ID}1")}
    token = as_jwt(signed(), made, kid=f"{KEY_ID}1")
    assert outcome(first(verified(token.encode(), pages))) == ("verified", [])
    document = {**signed(), "name": "Soil sciencf"}
    report = verified(as_jwt(document, made, kid=f"{KEY_ID}1").encode(), pages)
    assert outcome(first(report)) == ("verified", [])
    assert [note.requirement for note in report.notes] == ["CLR20-VER-04"]


@pytest.mark.parametrize(
    ("member", "expected"),
    [({}, ("verified", [])), ({"endorsementJwt": ["e30.e30.e30"]}, ("not-verified", ["content-not-covered"]))],
)
def test_an_older_edition_of_a_context_verifies_what_it_covers(
    member: dict[str, Any], expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signer read the context as it was in 2025, when one term was not in it; here another one has moved."""
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    documents = CONTEXTS.documents
    older = copy.deepcopy(dict(documents[f"{url}#2025"]))
    older["@context"]["Achievement"]["@context"]["criteria"]["@id"] = "https://purl.example/criteria"
    monkeypatch.setattr(linked_module, "CONTEXTS", Contexts({**documents, f"{url}#2025": older}, CONTEXTS.editions))
    monkeypatch.setattr(signing_module, "_documents", lambda: {**documents, url: older})
    monkeypatch.setattr(jsonld, "_resolved_context_cache", {})  # it keeps what it knows between documents
    item = first(verified(signed(badge(**member))))
    assert outcome(item) == expected
    assert any("another edition of" in step for step in item.steps)


def by_javascript(document: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The document with a proof over the canonical text as another library writes it."""
    options = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": CREATED}
    options |= {"verificationMethod": KEY_ID, "proofPurpose": "assertionMethod"}
    data = digest(canonical({"@context": document["@context"], **options})) + digest(change(canonical(document)))
    return {**document, "proof": {**options, "proofValue": "z" + base58.b58encode(key().sign(data)).decode()}}


def in_order(text: str) -> str:
    return "".join(sorted(text.splitlines(keepends=True)))


def test_characters_that_no_iri_may_hold_are_read_as_they_are_and_escaped() -> None:
    document = badge(evidence=[{"id": "https://college.example/{x}|y", "type": ["Evidence"]}])
    escaped = by_javascript(document, lambda text: in_order(text.replace("{x}|y", "\\u007Bx\\u007D\\u007Cy")))
    assert outcome(first(verified(signed(document)))) == ("verified", [])
    assert outcome(first(verified(escaped))) == ("verified", [])


def test_a_number_that_a_signer_took_for_nothing_is_not_covered() -> None:
    document = badge()
    document["credentialSubject"]["creditsEarned"] = 1e-7
    assert '"1.0E-7"' in canonical(document)
    item = first(verified(by_javascript(document, lambda text: text.replace('"1.0E-7"', '"0"'))))
    assert outcome(item) == ("undecided", ["number-not-covered"])


@pytest.mark.parametrize("proof", [[], {}, "z", 7, [7], [None], {"type": 7}, {"type": ["DataIntegrityProof", 7]}])
def test_a_proof_of_any_shape_is_told_without_a_fall(proof: Any) -> None:
    report = verified({**badge(), "proof": proof})
    assert outcome(first(report))[0] in ("not-verified", "undecided")
