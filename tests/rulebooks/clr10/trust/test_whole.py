"""The CLR as a whole and each of its parts: expiry, recipients, endorsements."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.rulebooks.clr10.trust.recipient import matches
from conformance.trust import Trust, VerificationReport


def codes(item: Any) -> list[str]:
    return [reason.code for reason in item.reasons]


def by_kind(report: VerificationReport, kind: str) -> list[Any]:
    return [item for item in report.items if item.kind == kind]


def requirements(findings: Any) -> set[str]:
    return {finding.requirement for finding in findings}


def test_a_clr_that_verifies_speaks_only_for_assertions_that_name_no_method(world: Any, tools: Any) -> None:
    good = tools.sign(world.assertion(1), world.private)
    bad = tools.sign(world.assertion(2), tools.rsa_key("stranger"))
    plain = {name: value for name, value in world.assertion(3).items() if name not in ("@context", "verification")}
    clr = world.clr(signedAssertions=[good, bad], assertions=[plain])
    report = world.verify(tools.sign(clr, world.private))
    assert [item.verdict for item in by_kind(report, "Clr")] == [Trust.VERIFIED]
    assertions = {item.pointer: item for item in by_kind(report, "Assertion")}
    assert {pointer: item.verdict for pointer, item in assertions.items()} == {
        "#/signedAssertions/0#": Trust.VERIFIED,
        "#/signedAssertions/1#": Trust.NOT_VERIFIED,
        "#/assertions/0": Trust.VERIFIED,
    }
    assert report.verdict is Trust.NOT_VERIFIED
    assert report.summary == {"verified": 3, "not-verified": 1, "undecided": 0}


def test_expiry_is_judged_at_the_moment_asked_for(world: Any, tools: Any) -> None:
    token = tools.sign(world.assertion(expires="2023-01-01T00:00:00Z"), world.private)
    late = world.verify(token, now=datetime(2024, 1, 1, tzinfo=UTC))
    assert codes(late.items[0]) == ["expired"]
    assert (late.items[0].reasons[0].requirement, late.items[0].reasons[0].declared) == ("CLR10-VSG-012", True)
    assert (requirements(late.findings), requirements(late.notes)) == (set(), {"CLR10-VSG-012"})
    early = world.verify(token, now=datetime(2022, 12, 31, tzinfo=UTC))
    assert early.items[0].verdict is Trust.VERIFIED


def test_the_expiry_of_a_hosted_item_is_that_of_its_copy(world: Any) -> None:
    node = world.hosted(expires="2023-01-01T00:00:00Z")
    report = world.verify(node)
    assert (codes(report.items[0]), report.items[0].reasons[0].requirement) == (["expired"], "CLR10-VHO-010")


@pytest.mark.parametrize(
    ("recipient", "rule"),
    [
        ({"type": "email", "identity": "somebody@else.example", "hashed": False}, "CLR10-IDN-007"),
        ({"type": "studentId", "identity": "S-2", "hashed": False}, "CLR10-IDN-007"),
        ({"type": "id", "identity": "urn:uuid:another", "hashed": False}, "CLR10-IDN-007"),
        ({"type": "email", "identity": "sha256$" + "0" * 64, "hashed": True}, "CLR10-ASR-008"),
        ({"type": "email", "identity": "sha256$" + "0" * 64, "hashed": True, "salt": "x"}, "CLR10-ASR-008"),
    ],
)
def test_another_learners_assertion(world: Any, tools: Any, recipient: dict[str, Any], rule: str) -> None:
    token = tools.sign(world.assertion(recipient=recipient), world.private)
    report = world.verify(tools.sign(world.clr(signedAssertions=[token]), world.private))
    item = by_kind(report, "Assertion")[0]
    assert (codes(item), item.reasons[0].requirement) == (["other-learner"], rule)
    assert requirements(report.findings) == {rule}


@pytest.mark.parametrize("salt", ["", "K3x9"])
@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
@pytest.mark.parametrize("kind", ["id", "email", "studentId"])
def test_the_learners_own_assertion(world: Any, tools: Any, kind: str, algorithm: str, salt: str) -> None:
    recipient = {"type": kind, "identity": tools.hashed(world.learner[kind], salt, algorithm), "hashed": True}
    recipient |= {"salt": salt} if salt else {}
    token = tools.sign(world.assertion(recipient=recipient), world.private)
    report = world.verify(tools.sign(world.clr(signedAssertions=[token]), world.private))
    assert report.verdict is Trust.VERIFIED


def test_the_vectors_of_the_standard() -> None:
    """Identity `mayze` without salt, and an address with and without one."""
    vectors = {
        ("mayze", ""): "7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6",
        ("learner@mail.example", ""): "3393a2a64933724da3000c5b02553ff076996eb84dd151d4d904f9e86b35ef85",
        ("learner@mail.example", "K3x9"): "9b44a4fb74cf876c90322db64a79522ca13279928d1c21a1442dba3d169351ac",
    }
    for (plain, salt), digest in vectors.items():
        identity = {"type": "email", "identity": f"sha256${digest.upper()}", "hashed": True, "salt": salt}
        assert matches(identity, plain) is True
        assert matches(identity, plain + "x") is False


@given(st.text(), st.text(), st.text())
def test_a_hash_names_one_value_only(plain: str, salt: str, other: str) -> None:
    digest = sha256((plain + salt).encode()).hexdigest()
    identity = {"type": "email", "identity": f"sha256${digest}", "hashed": True, "salt": salt}
    assert matches(identity, plain) is True
    assert matches(identity, other) is (plain + salt == other + salt)


@pytest.mark.parametrize(
    "identity",
    [{}, {"identity": 3, "hashed": True}, {"identity": "sha1$00", "hashed": True}, {"identity": "x", "hashed": "yes"}],
)
def test_what_cannot_be_told_is_not_guessed(identity: dict[str, Any]) -> None:
    assert matches(identity, "x") is None


def test_the_recipient_given_by_the_user(world: Any, tools: Any) -> None:
    token = tools.sign(world.assertion(), world.private)
    assert world.verify(token, email="mira@mail.example").items[0].verdict is Trust.VERIFIED
    other = world.verify(token, email="jonas@mail.example")
    assert codes(other.items[0]) == ["other-recipient"]
    assert requirements(other.findings) == {"CLR10-VSG-013"}
    unknown = world.verify(token, studentId="S-1")
    assert unknown.items[0].verdict is Trust.VERIFIED
    assert "which was not given" in unknown.items[0].open[0]


def test_a_clr_of_another_learner_than_the_one_given(world: Any, tools: Any) -> None:
    report = world.verify(tools.sign(world.clr(), world.private), studentId="S-9")
    assert codes(report.items[0]) == ["other-recipient"]


def test_endorsements_are_verified_by_their_own_issuer_wherever_they_stand(world: Any, tools: Any) -> None:
    guild = world.make_profile("guild", tools.rsa_key("guild"))
    assertion = world.assertion()
    inner = world.endorsement(assertion["id"], guild)
    assertion["signedEndorsements"] = [tools.sign(inner, tools.rsa_key("guild"))]
    outer = {**world.endorsement(assertion["id"], guild), "id": "urn:uuid:e27c5a4e-4a0e-4c4b-9a10-2c7f4c5d9e02"}
    clr = world.clr(
        signedAssertions=[tools.sign(assertion, world.private)],
        signedEndorsements=[tools.sign(outer, world.private)],
    )
    report = world.verify(tools.sign(clr, world.private))
    first, second = by_kind(report, "Endorsement")
    assert (first.pointer, first.verdict) == ("#/signedEndorsements/0#", Trust.NOT_VERIFIED)
    assert (second.pointer, second.verdict) == ("#/signedAssertions/0#/signedEndorsements/0#", Trust.VERIFIED)
    assert second.key.id.endswith("/keys/guild")


def test_an_endorsement_of_something_unverified_proves_nothing(world: Any, tools: Any) -> None:
    guild = world.make_profile("guild", tools.rsa_key("guild"))
    token = tools.sign(world.assertion(), tools.rsa_key("stranger"))
    praise = tools.sign(world.endorsement(world.assertion()["id"], guild), tools.rsa_key("guild"))
    report = world.verify(tools.sign(world.clr(signedAssertions=[token], signedEndorsements=[praise]), world.private))
    (item,) = by_kind(report, "Endorsement")
    assert item.verdict is Trust.VERIFIED
    assert "proves nothing" in item.open[0]


@pytest.mark.parametrize(
    "node",
    [
        {"type": "Clr"},
        {"type": "Assertion", "id": 3, "verification": "Hosted", "expires": 7, "recipient": []},
        {"type": "Assertion", "id": "https://[", "verification": {"type": "Hosted"}},
        {"type": "Assertion", "achievement": {"issuer": {"id": "https://[", "publicKey": [], "revocationList": {}}}},
        {"type": "Endorsement", "claim": 1, "issuer": "x", "verification": {"type": "Signed", "creator": 9}},
        {"type": "ClrSet", "clrs": [None, 1, {}], "signedClrs": [None, "a.b.c", "....", "aaaa.bbbb.cccc"]},
    ],
)
def test_a_document_of_any_shape_gets_a_report(world: Any, tools: Any, node: dict[str, Any]) -> None:
    assert world.verify(node).verdict is not Trust.VERIFIED
    if node["type"] != "ClrSet":
        assert world.verify(tools.sign(node, world.private)).verdict is not Trust.VERIFIED


def test_a_document_without_items_has_nothing_to_verify(world: Any) -> None:
    report = world.verify(world.site.pages["/lists/college"][1])
    assert (report.items, json.dumps(report.summary)) == ((), '{"verified": 0, "not-verified": 0, "undecided": 0}')


def unmethodical(world: Any) -> dict[str, Any]:
    """An assertion that names no way to verify it."""
    return {name: value for name, value in world.assertion(3).items() if name not in ("@context", "verification")}


@pytest.mark.parametrize(
    ("signer", "verdict", "words"),
    [
        ("college", Trust.VERIFIED, "rests on the CLR that holds it, which is verified"),
        ("stranger", Trust.UNDECIDED, "rests on the CLR that holds it, which is not verified"),
    ],
)
def test_an_assertion_without_a_method_rests_on_its_clr(
    world: Any, tools: Any, signer: str, verdict: Trust, words: str
) -> None:
    private = world.private if signer == "college" else tools.rsa_key(signer)
    report = world.verify(tools.sign(world.clr(assertions=[unmethodical(world)], signedAssertions=[]), private))
    (assertion,) = by_kind(report, "Assertion")
    assert assertion.verdict is verdict
    assert words in " ".join([*assertion.open, *(reason.text for reason in assertion.reasons)])


def test_an_assertion_without_a_method_rests_on_nothing_when_it_stands_alone(world: Any) -> None:
    (assertion,) = by_kind(
        world.verify({"@context": world.assertion()["@context"], **unmethodical(world)}), "Assertion"
    )
    assert [reason.code for reason in assertion.reasons] == ["no-method"]


def test_a_revoked_assertion_is_not_saved_by_its_clr(world: Any, tools: Any) -> None:
    clr = world.clr(assertions=[{**unmethodical(world), "revoked": True}], signedAssertions=[])
    (assertion,) = by_kind(world.verify(tools.sign(clr, world.private)), "Assertion")
    assert (assertion.verdict, [reason.code for reason in assertion.reasons]) == (Trust.NOT_VERIFIED, ["revoked"])
