"""Signed items: what is verified, and every tampering told apart."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.trust import Trust, VerificationReport


def only(report: VerificationReport, kind: str = "Assertion") -> Any:
    (item,) = [item for item in report.items if item.kind == kind]
    return item


def requirements(report: VerificationReport) -> set[str]:
    return {finding.requirement for finding in report.findings}


def codes(item: Any) -> list[str]:
    return [reason.code for reason in item.reasons]


def test_a_signed_assertion_is_verified_by_the_key_fetched_from_its_id(world: Any, tools: Any) -> None:
    report = world.verify(tools.sign(world.assertion(), world.private))
    item = only(report)
    assert (report.verdict, item.verdict, item.reasons, item.open) == (Trust.VERIFIED, Trust.VERIFIED, (), ())
    assert (item.key.id, item.key.origin) == (f"{world.site.url}/keys/college", "fetched")
    assert (item.algorithm, item.method.value) == ("RS256", "signed")
    assert (report.findings, report.notes, report.undecided) == ((), (), {})
    assert set(world.site.paths()) == {"/keys/college", "/lists/college", "/profiles/college"}


@pytest.mark.parametrize(
    "algorithm",
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"],
)
def test_every_asymmetric_algorithm_is_verified(world: Any, tools: Any, algorithm: str) -> None:
    """The signature is made by cryptography alone and verified by joserfc: two readings of RFC 7518."""
    private = tools.key_for(algorithm)
    world.profile = world.make_profile("college", private)
    token = tools.sign(world.assertion(), private, algorithm)
    assert only(world.verify(token)).verdict is Trust.VERIFIED
    head, _, signature = token.split(".")
    changed = tools.encode(json.dumps({**world.assertion(), "term": "other"}).encode())
    report = world.verify(f"{head}.{changed}.{signature}")
    assert only(report).verdict is Trust.NOT_VERIFIED
    assert "CLR10-JWS-010" in requirements(report)


def test_a_changed_payload_is_told_from_another_key(world: Any, tools: Any) -> None:
    head, _, signature = tools.sign(world.assertion(), world.private).split(".")
    changed = tools.encode(json.dumps(world.assertion(licenseNumber="better")).encode())
    altered = world.verify(f"{head}.{changed}.{signature}")
    foreign = world.verify(tools.sign(world.assertion(), tools.rsa_key("stranger")))
    assert (codes(only(altered)), requirements(altered)) == (["signature-altered"], {"CLR10-JWS-010"})
    assert codes(only(foreign)) == ["signature-foreign"]
    assert requirements(foreign) == {"CLR10-JWS-010", "CLR10-JWS-011"}


def test_no_bit_of_a_signature_can_be_changed(world: Any, tools: Any) -> None:
    token = tools.sign(world.assertion(), world.private)
    last = {"A": "B", "Q": "R", "g": "h", "w": "x"}[token[-1]]  # only bits that base64url drops
    report = world.verify(token[:-1] + last)
    assert codes(only(report)) == ["signature-altered"]


def test_an_item_signed_by_another_profile_of_the_document(world: Any, tools: Any) -> None:
    guild = world.make_profile("guild", tools.rsa_key("guild"))
    token = tools.sign(world.assertion(source=guild), tools.rsa_key("guild"))
    report = world.verify(token)
    assert only(report).reasons[0].requirement == "CLR10-JWS-011"
    finding = next(finding for finding in report.findings if finding.requirement == "CLR10-JWS-011")
    assert guild["id"] in finding.actual


def test_a_creator_that_the_issuer_does_not_authorize(world: Any, tools: Any) -> None:
    guild = world.make_profile("guild", tools.rsa_key("guild"))
    node = world.assertion(verification={"type": "Signed", "creator": guild["publicKey"]["id"]})
    report = world.verify(tools.sign(node, tools.rsa_key("guild")))
    assert codes(only(report)) == ["key-unauthorized"]
    assert requirements(report) == {"CLR10-VER-003"}


def test_a_key_of_another_owner(world: Any, tools: Any) -> None:
    world.profile["publicKey"]["owner"] = "https://other.example/profile"
    world.site.publish("/keys/college", world.profile["publicKey"])
    report = world.verify(tools.sign(world.assertion(), world.private))
    assert codes(only(report)) == ["key-of-another"]
    assert "CLR10-KEY-004" in requirements(report)


def test_the_key_document_beats_the_embedded_key(world: Any, tools: Any) -> None:
    stranger = tools.rsa_key("stranger")
    node = world.assertion()
    node["achievement"]["issuer"]["publicKey"]["publicKeyPem"] = tools.pem_of(stranger)
    report = world.verify(tools.sign(node, stranger))
    assert only(report).verdict is Trust.NOT_VERIFIED
    assert {"CLR10-KEY-005", "CLR10-JWS-010"} <= requirements(report)


@pytest.mark.parametrize("status", [404, 500])
def test_the_embedded_key_is_used_when_the_key_document_cannot_be_had(world: Any, tools: Any, status: int) -> None:
    world.site.publish("/keys/college", {}, status)
    item = only(world.verify(tools.sign(world.assertion(), world.private)))
    assert (item.verdict, item.key.origin) == (Trust.VERIFIED, "profile")  # the published profile has the same key
    assert "the embedded key was used" in item.open[0]


def test_an_embedded_key_that_nothing_outside_confirms_proves_nothing(world: Any, tools: Any) -> None:
    """Anybody can put a key of their own into a profile that carries somebody else's id."""
    node = world.assertion()
    stranger = tools.rsa_key("stranger")
    fake = {"id": f"{world.site.url}/keys/fake", "owner": world.profile["id"], "publicKeyPem": tools.pem_of(stranger)}
    node["achievement"]["issuer"]["publicKey"] = fake
    node["verification"]["creator"] = fake["id"]
    item = only(world.verify(tools.sign(node, stranger)))
    assert (item.verdict, codes(item)) == (Trust.UNDECIDED, ["embedded-key"])


def test_a_key_on_another_host_has_to_be_named_by_the_published_profile(world: Any, tools: Any) -> None:
    stranger = tools.rsa_key("stranger")
    here = f"{world.site.url}/keys/fake".replace("127.0.0.1", "localhost")
    fake = {"id": here, "owner": world.profile["id"], "publicKeyPem": tools.pem_of(stranger)}
    world.site.publish("/keys/fake", fake)
    node = world.assertion(verification={"type": "Signed"})
    node["achievement"]["issuer"]["publicKey"] = fake
    report = world.verify(tools.sign(node, stranger))
    assert "key-unauthorized" in codes(only(report))


def test_a_key_in_another_copy_of_the_profile_counts(world: Any, tools: Any) -> None:
    node = world.assertion(verification={"type": "Signed"})
    node["achievement"]["issuer"] = {"id": world.profile["id"], "name": "college"}
    clr = world.clr(signedAssertions=[tools.sign(node, world.private)])
    report = world.verify(tools.sign(clr, world.private))
    assert [item.verdict for item in report.items] == [Trust.VERIFIED, Trust.VERIFIED]


def test_a_profile_without_any_key_is_asked_where_it_is_published(world: Any, tools: Any) -> None:
    node = world.assertion(verification={"type": "Signed"})
    del node["achievement"]["issuer"]["publicKey"]
    assert only(world.verify(tools.sign(node, world.private))).verdict is Trust.VERIFIED
    world.site.publish("/profiles/college", {"id": world.profile["id"], "name": "college"})
    item = only(world.verify(tools.sign(node, world.private)))
    assert (codes(item), item.reasons[0].requirement) == (["no-key"], "CLR10-PRF-008")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS512", "RS1", "ES256K", ""])
def test_none_shared_secrets_and_unknown_algorithms_are_refused(world: Any, tools: Any, algorithm: str) -> None:
    _, payload, signature = tools.sign(world.assertion(), world.private).split(".")
    forged = tools.encode(json.dumps({"alg": algorithm}).encode())
    report = world.verify(f"{forged}.{payload}.{signature}")
    assert codes(only(report)) == ["algorithm-refused"]
    assert "CLR10-JWS-010" in requirements(report)


def test_the_public_key_is_no_shared_secret(world: Any, tools: Any) -> None:
    """The classic attack: HS256 with the PEM as the secret."""
    import hashlib
    import hmac

    header, payload = b'{"alg":"HS256"}', json.dumps(world.assertion()).encode()
    data = f"{tools.encode(header)}.{tools.encode(payload)}"
    pem = world.profile["publicKey"]["publicKeyPem"].encode()
    forged = hmac.new(pem, data.encode(), hashlib.sha256).digest()
    assert only(world.verify(f"{data}.{tools.encode(forged)}")).verdict is Trust.NOT_VERIFIED


@pytest.mark.parametrize("name", ["crit", "b64"])
def test_extensions_of_jws_are_refused(world: Any, tools: Any, name: str) -> None:
    value = {"crit": ["exp"], "b64": False}[name]
    item = only(world.verify(tools.sign(world.assertion(), world.private, **{name: value})))
    assert codes(item) == ["header-refused"]


def test_a_key_in_the_header_is_never_used(world: Any, tools: Any) -> None:
    stranger = tools.rsa_key("stranger")
    numbers = stranger.public_key().public_numbers()
    jwk = {"kty": "RSA", "e": "AQAB", "n": tools.encode(numbers.n.to_bytes(256, "big"))}
    forged = only(world.verify(tools.sign(world.assertion(), stranger, jwk=jwk)))
    assert forged.verdict is Trust.NOT_VERIFIED
    real = only(world.verify(tools.sign(world.assertion(), world.private, jwk=jwk, jku="https://evil.example/")))
    assert real.verdict is Trust.VERIFIED
    assert "which was not used" in real.open[0]
    assert not any("evil" in path for path in world.site.paths())


def test_a_header_of_real_world_size_is_read(world: Any, tools: Any) -> None:
    token = tools.sign(world.assertion(), world.private, x5c=["A" * 3000])
    assert only(world.verify(token)).verdict is Trust.VERIFIED


def test_a_payload_of_real_world_size_is_read(world: Any, tools: Any) -> None:
    node = world.assertion(narrative="x" * 600_000)
    assert only(world.verify(tools.sign(node, world.private))).verdict is Trust.VERIFIED


@pytest.mark.parametrize("header", [{"alg": "RS256", "pad": "x" * 20_000}, [1], {"alg": 7}, {"kid": "k"}])
def test_headers_that_are_too_large_or_no_header_are_refused(world: Any, tools: Any, header: Any) -> None:
    _, payload, signature = tools.sign(world.assertion(), world.private).split(".")
    item = only(world.verify(f"{tools.encode(json.dumps(header).encode())}.{payload}.{signature}"))
    assert codes(item)[0] in {"header-unreadable", "algorithm-missing"}


def test_a_token_inside_a_token_is_not_opened(world: Any, tools: Any) -> None:
    inner = tools.sign(world.assertion(), world.private)
    head = tools.encode(b'{"alg":"RS256","cty":"JWT"}')
    clr = {**world.clr(), "signedAssertions": [f"{head}.{tools.encode(inner.encode())}.AAAA", "no token at all"]}
    report = world.verify(clr)
    assert [codes(item) for item in report.items if item.kind == "Assertion"] == [["unreadable"], ["unreadable"]]


def test_a_key_that_does_not_fit_the_algorithm(world: Any, tools: Any) -> None:
    world.profile = world.make_profile("college", tools.key_for("ES256"))
    item = only(world.verify(tools.sign(world.assertion(), world.private)))
    assert codes(item) == ["key-unfit"]
    assert "an EC key on secp256r1" in item.reasons[0].text


@pytest.mark.parametrize(
    "pem", ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "x" * 99999]
)
def test_a_key_that_cannot_be_read(world: Any, tools: Any, pem: str) -> None:
    world.profile["publicKey"]["publicKeyPem"] = pem
    world.site.publish("/keys/college", world.profile["publicKey"])
    assert only(world.verify(tools.sign(world.assertion(), world.private))).verdict is Trust.NOT_VERIFIED


def test_a_short_key_verifies_and_is_told_by_the_document_check(world: Any, tools: Any) -> None:
    world.profile = world.make_profile("college", tools.rsa_key("short", 1024))
    assert only(world.verify(tools.sign(world.assertion(), tools.rsa_key("short", 1024)))).verdict is Trust.VERIFIED


def test_offline_nothing_is_fetched_and_what_stayed_open_is_said(world: Any, tools: Any) -> None:
    report = world.verify(tools.sign(world.assertion(), world.private), offline=True)
    item = only(report)
    assert world.site.asked == []
    assert (report.offline, item.verdict, report.lookups, report.undecided) == (True, Trust.UNDECIDED, (), {})
    assert codes(item) == ["embedded-key", "list-unreachable"]
    assert {"CLR10-KEY-005", "CLR10-RVL-004", "CLR10-PRF-003"} == report.skipped
    assert not report.decided & report.skipped
    changed = world.verify(tools.sign(world.assertion(), tools.rsa_key("stranger")), offline=True)
    assert only(changed).verdict is Trust.NOT_VERIFIED


def test_an_item_that_says_signed_but_is_not_is_not_verified(world: Any) -> None:
    report = world.verify(world.assertion())
    assert (codes(only(report)), only(report).reasons[0].requirement) == (["unsigned"], "CLR10-VSG-016")


def test_no_fetch_carries_credentials(world: Any, tools: Any) -> None:
    world.verify(tools.sign(world.assertion(), world.private))
    assert world.site.asked
    for _, headers in world.site.asked:
        assert not {"authorization", "cookie"} & headers.keys()
        assert headers["accept"].startswith("application/ld+json")


def test_a_good_signature_does_not_save_a_payload_that_breaks_the_model(world: Any, tools: Any) -> None:
    item = only(world.verify(tools.sign(world.assertion(creditsEarned="two"), world.private)))
    assert (item.verdict, codes(item)) == (Trust.NOT_VERIFIED, ["payload-invalid"])
    assert (item.reasons[0].requirement, item.reasons[0].declared) == ("CLR10-VSG-002", True)


def test_a_signed_item_that_says_hosted_is_told(world: Any, tools: Any) -> None:
    item = only(world.verify(tools.sign(world.assertion(verification={"type": "Hosted"}), world.private)))
    assert (item.verdict, codes(item)) == (Trust.UNDECIDED, ["says-hosted"])


@pytest.mark.parametrize(("signer", "code"), [("college", "embedded-key"), ("stranger", "signature-foreign")])
def test_offline_the_reason_says_whether_the_signature_fits_the_key_beside_it(
    world: Any, tools: Any, signer: str, code: str
) -> None:
    private = world.private if signer == "college" else tools.rsa_key(signer)
    item = only(world.verify(tools.sign(world.assertion(), private), offline=True))
    assert codes(item)[0] == code
    assert ("its signature fits the key" in item.reasons[0].text) == (signer == "college")
