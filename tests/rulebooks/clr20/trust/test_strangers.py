"""What software of other hands signed verifies; changed by one letter it does not, and laid out anew it still does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.inspection.outcome import Grade, Judged
from conformance.trust.report import Trust
from tests.foreign.credentials.judging import ALL, Fixture, codes, judged, rows

Json = dict[str, Any]

GOOD = [each for each in ALL if each.expected == "verified"]
PROVEN = [each for each in GOOD if each.is_proven]
ENDS = {
    "verified": (Trust.VERIFIED, ""),
    "issuer-not-shown": (Trust.UNDECIDED, "issuer-not-shown"),
    "revoked": (Trust.NOT_VERIFIED, "revoked"),
    "suspended": (Trust.NOT_VERIFIED, "suspended"),
    "open": (Trust.UNDECIDED, "list-unreachable"),
    "beyond": (Trust.NOT_VERIFIED, "index-beyond-list"),
    "other-controller": (Trust.NOT_VERIFIED, "other-controller"),
    "key-not-for-assertions": (Trust.NOT_VERIFIED, "key-not-for-assertions"),
    "unsupported": (Trust.NOT_VERIFIED, "base-proof"),
}
"""What is expected -> the verdict on trust, and the code of the reason."""


def trust(outcome: Judged) -> Trust:
    assert outcome.verification is not None
    return outcome.verification.verdict


def named(several: list[Fixture]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fixture", several, ids=lambda each: each.name)


@named([each for each in ALL if each.expected in ENDS])
def test_each_comes_out_as_it_should(fixture: Fixture) -> None:
    verdict, code = ENDS[fixture.expected]
    outcome = judged(fixture.name, fixture.data)
    assert trust(outcome) is verdict
    assert code in codes(outcome) | {""}


@named(GOOD)
def test_what_is_right_breaks_no_must(fixture: Fixture) -> None:
    outcome = judged(fixture.name, fixture.data)
    assert outcome.grade in (Grade.PASS, Grade.WARN)
    assert [finding for finding in outcome.findings if finding.fails] == []
    assert outcome.undecided == ()


def test_every_suite_and_form_is_among_them() -> None:
    proofs = [proof for each in PROVEN for proof in _proofs(json.loads(each.data))]
    suites = {proof.get("cryptosuite", proof["type"]) for proof in proofs}
    assert suites == {
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
        "eddsa-2022",
        "ecdsa-rdfc-2019",
        "ecdsa-jcs-2019",
        "ecdsa-sd-2023",
        "Ed25519Signature2020",
    }
    assert {each.by for each in ALL} == {
        "npm:@digitalbazaar/vc",
        "npm:jose",
        "npm:jsonwebtoken",
        "pypi:Authlib",
        "pypi:PyJWT",
        "pypi:apsig",
        "pypi:awr",
        "pypi:didkit",
        "pypi:jwcrypto",
        "pypi:openbadgeslib",
        "pypi:openvc-core",
    }


def _proofs(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        held = value.get("proof", [])
        yield from held if isinstance(held, list) else [held]
        for inside in value.values():
            yield from _proofs(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _proofs(inside)


def one_letter(text: str) -> str:
    """The text with its last letter changed."""
    return text[:-1] + ("a" if text[-1] != "a" else "b")


def in_the_record(document: Json) -> None:
    held = "name" if "name" in document else "id"
    document[held] = one_letter(document[held])


def in_a_claim(document: Json) -> None:
    subject = document["credentialSubject"]
    holder = subject.get("achievement", subject)
    holder = holder[0] if isinstance(holder, list) else holder
    held = next(name for name in ("name", "endorsementComment", "encodedList") if name in holder)
    holder[held] = holder[held][:40] + one_letter(holder[held][40:41] or "c") + holder[held][41:]


def in_the_proof(document: Json) -> None:
    for proof in document["proof"] if isinstance(document["proof"], list) else [document["proof"]]:
        proof["created"] = proof["created"].replace("2025-07-01", "2025-07-02")


@pytest.mark.parametrize("change", [in_the_record, in_a_claim, in_the_proof], ids=lambda each: each.__name__)
@named(PROVEN)
def test_one_letter_breaks_a_proof(fixture: Fixture, change: Any) -> None:
    document = json.loads(fixture.data)
    change(document)
    outcome = judged(fixture.name, json.dumps(document).encode())
    assert trust(outcome) is Trust.NOT_VERIFIED
    assert "CLR20-VER-04" in rows(outcome)
    assert outcome.grade is Grade.FAIL


@named([each for each in PROVEN if each.name.startswith("record-")])
def test_one_letter_in_an_embedded_claim_breaks_its_proof_and_that_of_the_record(fixture: Fixture) -> None:
    document = json.loads(fixture.data)
    inner = document["credentialSubject"]["verifiableCredential"][0]
    inner["credentialSubject"]["achievement"]["description"] += "x"
    outcome = judged(fixture.name, json.dumps(document).encode())
    assert {"", "/credentialSubject/verifiableCredential/0"} <= _forged(outcome)
    assert "CLR20-VER-04" in rows(outcome)


@named([each for each in PROVEN if each.name.startswith("record-")])
def test_one_letter_in_an_inner_proof_breaks_both(fixture: Fixture) -> None:
    document = json.loads(fixture.data)
    inner = document["credentialSubject"]["verifiableCredential"][0]
    in_the_proof(inner)
    outcome = judged(fixture.name, json.dumps(document).encode())
    assert {"", "/credentialSubject/verifiableCredential/0"} <= _forged(outcome)


def _forged(outcome: Judged) -> set[str]:
    report = outcome.verification
    assert report is not None
    return {item.pointer for item in report.items if item.verdict is Trust.NOT_VERIFIED}


@named([each for each in GOOD if each.name.endswith(".jwt")])
def test_one_letter_breaks_a_token(fixture: Fixture) -> None:
    head, body, signature = fixture.data.decode().strip().split(".")
    for changed in (
        f"{head}.{body[:-40]}{'A' if body[-40] != 'A' else 'B'}{body[-39:]}.{signature}",
        f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
    ):
        outcome = judged(fixture.name, changed.encode())
        assert outcome.grade in (Grade.FAIL, Grade.UNREADABLE)
        assert "CLR20-JWT-16" in rows(outcome) or outcome.problem is not None


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _turned(inside) for name, inside in reversed(value.items())}
    return [_turned(inside) for inside in value] if isinstance(value, list) else value


@named([each for each in ALL if each.is_proven])
def test_the_order_of_members_and_white_space_say_nothing(fixture: Fixture) -> None:
    document = json.loads(fixture.data)
    before = judged(fixture.name, fixture.data)
    for text in (
        json.dumps(_turned(document), indent=4),
        json.dumps(document, separators=(",", ":"), ensure_ascii=False),
        "\r\n\t" + json.dumps(document, ensure_ascii=True, sort_keys=True) + "\n\n",
    ):
        after = judged(fixture.name, text.encode())
        assert (after.grade, trust(after), codes(after), rows(after)) == (
            before.grade,
            trust(before),
            codes(before),
            rows(before),
        )
