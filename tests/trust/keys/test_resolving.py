"""Where references lead, and which of them show that a key is the issuer's."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.trust.keys import Kind, Origin, Resolved, Shown, of_multibase, resolve_embedded
from tests.trust.keys.conftest import Failure, Web
from tests.trust.keys.forms import controlled, did_jwk, did_key, jwk, method, multikey

COLLEGE = "https://college.example/issuer"
KEY = "https://college.example/keys/1"
SET = "https://college.example/.well-known/jwks.json"
DID = "did:web:college.example"
DOCUMENT = "https://college.example/.well-known/did.json"


def ended(found: Resolved) -> tuple[str, bool, str]:
    return found.shown.value, found.listed, found.problem.code if found.problem else ""


SHOWN = ("shown", True, "")
ALONE = ("not-shown", True, "")
UNLISTED = ("not-shown", False, "")
CONTRADICTED = ("contradicted", True, "")


# did:key and did:jwk


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
@pytest.mark.parametrize("fragment", ["", "#{}"])
def test_a_did_key_is_its_own_issuer_and_nothing_is_fetched(web: Web, kind: str, fragment: str) -> None:
    did = did_key(kind)
    found = web.resolve(did + fragment.format(multikey(kind)), did)
    assert ended(found) == SHOWN
    assert found.key == of_multibase(multikey(kind))
    assert found.key.kind is Kind(kind)
    assert (found.origin, found.controller, web.asked) == (Origin.DID, did, [])


def test_another_s_did_key_shows_no_issuer_and_contradicts_none(web: Web) -> None:
    for issuer in (did_key(name="other"), COLLEGE, "urn:uuid:6b1f0a5e-98cd-4a0a-8f60-0a4de7b8a52a"):
        assert ended(web.resolve(did_key(), issuer)) == ALONE


def test_a_did_key_that_the_issuer_s_own_document_lists_is_the_issuer_s(web: Web) -> None:
    web.pages[COLLEGE] = {"id": COLLEGE, "verificationMethod": [], "assertionMethod": [did_key()]}
    assert ended(web.resolve(did_key(), COLLEGE)) == SHOWN
    web.pages[COLLEGE] = controlled(COLLEGE, "k")
    assert ended(web.resolve(did_key(), COLLEGE)) == SHOWN
    web.pages[COLLEGE] = controlled(COLLEGE, "k", listed=False)
    assert ended(web.resolve(did_key(), COLLEGE)) == UNLISTED
    web.pages[COLLEGE] = controlled(COLLEGE, "k", name="other")
    assert ended(web.resolve(did_key(), COLLEGE)) == ALONE


def test_a_fragment_that_names_another_key_of_a_did_names_none(web: Web) -> None:
    did = did_key()
    assert ended(web.resolve(f"{did}#{multikey(name='other')}", did)) == ("not-shown", True, "key-not-found")
    assert ended(web.resolve(f"{did_jwk()}#1", did_jwk())) == ("not-shown", True, "key-not-found")


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "RSA"])
def test_a_did_jwk_is_its_own_issuer(web: Web, kind: str) -> None:
    assert ended(web.resolve(did_jwk(kind), did_jwk(kind))) == SHOWN
    assert ended(web.resolve(f"{did_jwk(kind)}#0", did_jwk(kind))) == SHOWN
    assert ended(web.resolve(did_jwk(kind), did_jwk(kind, name="other"))) == ALONE


def test_a_did_jwk_for_encryption_asserts_nothing(web: Web) -> None:
    did = did_jwk(use="enc")
    assert web.resolve(did, did).listed is False


# did:web


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:college.example", DOCUMENT),
        ("did:web:college.example%3A8443", "https://college.example:8443/.well-known/did.json"),
        ("did:web:college.example:issuers:7", "https://college.example/issuers/7/did.json"),
    ],
)
def test_a_did_web_leads_to_its_document_by_host_port_and_path(web: Web, did: str, url: str) -> None:
    web.pages[url] = controlled(did, "k")
    found = web.resolve(f"{did}#k", did)
    assert (ended(found), web.asked, found.origin) == (SHOWN, [url], Origin.FETCHED)
    assert any(url in step for step in found.steps)


@pytest.mark.parametrize("did", ["did:web:", "did:web:a%2Fb", "did:web:college.example:..:x", "did:web:me@host"])
def test_a_did_web_that_names_no_host_is_followed_nowhere(web: Web, did: str) -> None:
    assert (ended(web.resolve(f"{did}#k", did))[2], web.asked) == ("did-unreadable", [])


def test_a_did_web_below_another_issuer_is_contradicted(web: Web) -> None:
    web.pages[DOCUMENT] = controlled(DID, "k")
    assert ended(web.resolve(f"{DID}#k", "did:web:other.example")) == CONTRADICTED
    assert ended(web.resolve(f"{DID}#k", COLLEGE)) == CONTRADICTED


def test_a_neighbour_on_the_same_host_who_names_the_issuer_as_controller_shows_nothing(web: Web) -> None:
    neighbour = f"{DID}:neighbour"
    document = controlled(neighbour, "k", name="other")
    document["verificationMethod"][0]["controller"] = DID
    web.pages["https://college.example/neighbour/did.json"] = document
    web.pages[DOCUMENT] = controlled(DID, "k")
    assert ended(web.resolve(f"{neighbour}#k", DID)) == UNLISTED


def test_a_method_that_is_not_for_assertions_is_told_apart(web: Web) -> None:
    document = controlled(DID, "k", listed=False)
    document["authentication"] = [f"{DID}#k"]
    web.pages[DOCUMENT] = document
    assert ended(web.resolve(f"{DID}#k", DID)) == UNLISTED


@pytest.mark.parametrize("entry", ["#k", f"{DID}#k", {"id": f"{DID}#k"}])
def test_a_method_is_listed_by_name_by_fragment_or_as_a_whole(web: Web, entry: Any) -> None:
    document = controlled(DID, "k")
    document["assertionMethod"] = [entry]
    document["verificationMethod"][0]["id"] = "#k"
    web.pages[DOCUMENT] = document
    assert ended(web.resolve(f"{DID}#k", DID)) == SHOWN
    document["assertionMethod"] = [method(f"{DID}#k", DID)]
    del document["verificationMethod"]
    assert ended(web.resolve(f"{DID}#k", DID)) == SHOWN


def test_a_did_document_of_another_did_is_refused(web: Web) -> None:
    web.pages[DOCUMENT] = controlled("did:web:other.example", "k")
    assert ended(web.resolve(f"{DID}#k", DID))[2] == "did-other-id"


# https


def test_a_key_document_below_the_issuer_s_authority_that_names_it_is_the_issuer_s(web: Web) -> None:
    web.pages[KEY] = method(KEY, COLLEGE)
    found = web.resolve(KEY, COLLEGE)
    assert (ended(found), found.controller) == (SHOWN, COLLEGE)
    web.pages[KEY] = {**method(KEY, COLLEGE), "type": "Ed25519VerificationKey2020"}
    assert ended(web.resolve(KEY, COLLEGE)) == SHOWN
    web.pages[KEY] = {"id": KEY, "type": "JsonWebKey", "controller": COLLEGE, "publicKeyJwk": jwk("P-384")}
    assert ended(web.resolve(KEY, COLLEGE)) == SHOWN


def test_another_controller_contradicts(web: Web) -> None:
    web.pages[KEY] = method(KEY, "https://college.example/other")
    assert ended(web.resolve(KEY, COLLEGE)) == CONTRADICTED


def test_a_stranger_who_names_the_issuer_as_controller_of_his_key_shows_nothing(web: Web) -> None:
    """Anybody can write a controller into a document on a host of his own."""
    foreign = "https://stranger.example/key"
    web.pages[foreign] = method(foreign, COLLEGE)
    assert ended(web.resolve(foreign, COLLEGE)) == ALONE
    web.pages[COLLEGE] = {"id": COLLEGE, "assertionMethod": [foreign]}
    assert ended(web.resolve(foreign, COLLEGE)) == SHOWN


def test_the_issuer_s_controller_document_decides_on_its_key_documents(web: Web) -> None:
    web.pages[KEY] = method(KEY, COLLEGE)
    web.pages[COLLEGE] = controlled(COLLEGE, "k", name="other")
    assert ended(web.resolve(KEY, COLLEGE)) == UNLISTED
    web.pages[COLLEGE] = {**controlled(COLLEGE, "k", name="other"), "assertionMethod": [KEY]}
    assert ended(web.resolve(KEY, COLLEGE)) == SHOWN


def test_a_controller_document_by_https_has_the_method_of_the_fragment(web: Web) -> None:
    web.pages[COLLEGE] = controlled(COLLEGE, "a", "b")
    assert ended(web.resolve(f"{COLLEGE}#b", COLLEGE)) == SHOWN
    assert ended(web.resolve(f"{COLLEGE}#c", COLLEGE)) == ("not-shown", True, "key-missing")
    web.pages[COLLEGE] = controlled(COLLEGE, "a", listed=False)
    assert ended(web.resolve(f"{COLLEGE}#a", COLLEGE)) == UNLISTED


def test_a_key_set_has_the_key_of_that_kid(web: Web) -> None:
    web.pages[SET] = {"keys": [jwk("RSA", kid="a"), jwk("P-256", kid="b")]}
    found = web.resolve(f"{SET}#b", COLLEGE)
    assert ended(found) == SHOWN
    assert found.key is not None
    assert found.key.kind is Kind.P256
    assert ended(web.resolve(SET, COLLEGE))[2] == "key-missing"
    assert ended(web.resolve(f"{SET}#c", COLLEGE))[2] == "key-missing"
    web.pages[SET] = {"keys": [jwk("RSA", kid="a"), jwk("P-256", kid="a")]}
    assert ended(web.resolve(f"{SET}#a", COLLEGE))[2] == "key-ambiguous"


def test_a_jwk_is_the_issuer_s_below_its_authority_or_in_its_key_set(web: Web) -> None:
    foreign = "https://keys.example/1"
    web.pages[KEY] = web.pages[foreign] = jwk("RSA")
    assert ended(web.resolve(KEY, COLLEGE)) == SHOWN
    assert ended(web.resolve(KEY, DID)) == SHOWN
    assert ended(web.resolve(foreign, COLLEGE)) == ALONE
    web.pages[SET] = {"keys": [jwk("RSA", kid="x")]}
    assert ended(web.resolve(foreign, COLLEGE)) == SHOWN


@pytest.mark.parametrize("port", ["", ":443"])
def test_an_authority_is_host_and_port(web: Web, port: str) -> None:
    web.pages[f"https://college.example{port}/k"] = jwk("RSA")
    web.pages["https://college.example:8443/k"] = jwk("RSA")
    assert ended(web.resolve(f"https://college.example{port}/k", COLLEGE)) == SHOWN
    assert ended(web.resolve("https://college.example:8443/k", COLLEGE)) == ALONE


def test_a_kid_that_is_a_name_is_looked_for_in_the_issuer_s_key_set(web: Web) -> None:
    web.pages[SET] = {"keys": [jwk("RSA", kid="key-1")]}
    assert ended(web.resolve("key-1", COLLEGE)) == SHOWN
    assert ended(web.resolve("key-2", COLLEGE))[2] == "key-missing"
    assert ended(web.resolve("key-1", did_key()))[2] == "key-reference-unknown"


# {issuer id}#{multibase}


def test_a_key_in_the_fragment_of_the_issuer_s_address_proves_nothing_by_itself(web: Web) -> None:
    reference = f"{COLLEGE}#{multikey()}"
    found = web.resolve(reference, COLLEGE)
    assert (ended(found), found.origin) == (ALONE, Origin.REFERENCE)
    assert found.key == of_multibase(multikey())
    assert any("anybody can write" in step for step in found.steps)
    web.pages[COLLEGE] = {"id": COLLEGE, "type": "Profile"}
    assert ended(web.resolve(reference, COLLEGE)) == ALONE
    web.online = False
    assert ended(web.resolve(reference, COLLEGE)) == ALONE


def test_the_document_at_the_address_confirms_the_key_in_the_fragment_or_does_not_list_it(web: Web) -> None:
    reference = f"{COLLEGE}#{multikey()}"
    web.pages[COLLEGE] = controlled(COLLEGE, multikey())
    assert ended(web.resolve(reference, COLLEGE)) == SHOWN
    web.pages[COLLEGE] = controlled(COLLEGE, "k")
    assert ended(web.resolve(reference, COLLEGE)) == SHOWN
    web.pages[COLLEGE] = controlled(COLLEGE, "k", name="other")
    assert ended(web.resolve(reference, COLLEGE)) == UNLISTED
    web.pages[COLLEGE] = {**controlled(COLLEGE), "verificationMethod": [method(reference, COLLEGE, "other")]}
    assert ended(web.resolve(reference, COLLEGE))[2] == "key-differs"


def test_a_key_in_the_fragment_of_a_urn_shows_nobody(web: Web) -> None:
    issuer = "urn:uuid:6b1f0a5e-98cd-4a0a-8f60-0a4de7b8a52a"
    assert ended(web.resolve(f"{issuer}#{multikey()}", issuer)) == ALONE


# a key in the header


def test_a_key_that_the_header_brings_is_the_issuer_s_only_where_the_issuer_says_so(web: Web) -> None:
    assert ended(resolve_embedded(web.session(), jwk("RSA"), COLLEGE)) == ALONE
    assert ended(resolve_embedded(web.session(), jwk(), did_key())) == SHOWN
    web.pages[SET] = {"keys": [jwk("RSA", kid="x")]}
    assert ended(resolve_embedded(web.session(), jwk("RSA"), COLLEGE)) == SHOWN


# what brings no key


@pytest.mark.parametrize(
    ("page", "code", "open_"),
    [
        (404, "key-not-found", False),
        (410, "key-gone", False),
        (401, "key-locked", True),
        (503, "key-no-answer", True),
        (b"<!doctype html><title>Sign in</title>", "key-markup", False),
        (b"-----BEGIN PUBLIC KEY-----", "key-pem", False),
        (b"%PDF-1.7", "key-not-json", False),
        (b"[]", "key-not-an-object", False),
        (b"", "key-empty-document", False),
        (Failure("address-refused"), "key-address-refused", True),
        (Failure("redirect-loop"), "key-redirect-loop", True),
        (Failure("body-too-large"), "key-body-too-large", True),
        (Failure("name-not-found"), "key-name-not-found", True),
        ({}, "key-missing", False),
        ({"id": COLLEGE, "type": "Profile", "name": "College"}, "key-missing", False),
        ({"publicKeyPem": "x"}, "key-pem", False),
        ({"keys": []}, "key-missing", False),
        ({"verificationMethod": []}, "key-missing", False),
        ({"publicKeyMultibase": 7}, "key-unknown", False),
    ],
)
def test_each_way_to_bring_no_key_has_its_code_cause_and_advice(web: Web, page: Any, code: str, open_: bool) -> None:
    web.pages[KEY] = page
    found = web.resolve(KEY, COLLEGE)
    assert found.key is None
    assert found.problem is not None
    assert (found.problem.code, found.problem.open) == (code, open_)
    assert found.problem.likely or found.problem.todo
    assert found.steps[-1] == f"{found.problem.told} [{code}]"


def test_offline_nothing_is_fetched_and_that_is_open(web: Web) -> None:
    web.online = False
    found = web.resolve(KEY, COLLEGE)
    assert found.problem is not None
    assert (found.problem.code, found.problem.open) == ("key-offline", True)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("did:example:123#k", "did-method-unknown"),
        ("", "key-reference-unknown"),
        ("urn:uuid:x", "key-reference-unknown"),
        ("did:key:zzz", "key-wrong-codec"),
        ("did:key:m6Mk", "key-wrong-multibase"),
        ("did:jwk:e30=", "key-wrong-encoding"),
        ("did:jwk:W10", "key-not-an-object"),
        ("did:jwk:e30", "key-unknown"),
        ("x" * 9_000, "key-reference-unknown"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(web: Web, reference: str, code: str) -> None:
    found = web.resolve(reference, did_key())
    assert found.problem is not None
    assert found.problem.code == code


def test_a_pair_of_reference_and_issuer_is_resolved_once(web: Web) -> None:
    from conformance.trust.keys import resolve

    web.pages[KEY] = jwk("RSA")
    session = web.session()
    assert resolve(session, KEY, COLLEGE) is resolve(session, KEY, COLLEGE)
    assert web.asked == [KEY]


def test_shown_has_three_outcomes() -> None:
    assert {shown.value for shown in Shown} == {"shown", "not-shown", "contradicted"}
