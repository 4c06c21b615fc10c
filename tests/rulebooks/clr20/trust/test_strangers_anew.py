"""A few documents are signed anew by software of other hands and verify here; what they refuse is refused here too."""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

import pytest

from conformance.trust.report import ItemReport, Question, Trust, Value
from tests.foreign.credentials import by_node, by_python, content, integrity, tokens
from tests.foreign.credentials.by_node import Json, later
from tests.foreign.credentials.judging import judged
from tests.foreign.credentials.people import QUILLHAVEN, TARN, did_key
from tests.fuzz.mutants import Choices, changed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def node() -> None:
    """Programs of npm that can be run."""
    if reason := by_node.missing():
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def verdict(document: Any) -> Trust:
    data = (document if isinstance(document, str) else json.dumps(document)).encode()
    report = judged("anew", data).verification
    assert report is not None
    return report.verdict


def _some() -> list[Json]:
    p256 = did_key("brackwater-p256")
    derived = integrity.guild(
        integrity.SD, "p256", mandatory=["/issuer", "/validFrom", "/id"], selective=["/credentialSubject", "/name"]
    )
    made = [
        integrity.signed("eddsa", content.rich("a1", QUILLHAVEN), integrity.college(integrity.RDFC)),
        integrity.signed("p256", content.badge("a2", p256), integrity.guild(integrity.ECDSA, "p256")),
        integrity.signed("p384", content.rich("a3", TARN), integrity.institute(integrity.ECDSA, "p384")),
        integrity.signed("derived", content.badge("a4", p256), derived),
        integrity.signed(
            "record",
            content.record("a5", QUILLHAVEN, [later("eddsa"), later("derived"), later("p384")]),
            integrity.college(integrity.RDFC),
        ),
        tokens.token(
            "token",
            "jose",
            "ES256",
            "quillhaven",
            content.rich("a6", QUILLHAVEN),
            header={"kid": f"{QUILLHAVEN}#jwk-p256"},
        ),
    ]
    return [entry.job for entry in made]


@pytest.mark.parametrize("older_badges", [False, True], ids=["newest context of badges", "context of badges of 2024"])
def test_what_programs_of_npm_sign_now_verifies(node: None, older_badges: bool) -> None:
    signed = by_node.sign(_some(), older_badges=older_badges)
    assert {name: verdict(document) for name, document in signed.items()} == dict.fromkeys(signed, Trust.VERIFIED)


def _mutants(number: int) -> list[Json]:
    """Documents with some changes, to be signed whatever they say."""
    rich = content.rich("m1", QUILLHAVEN)
    bases = (rich, content.older(rich, content.DATA_INTEGRITY), content.record("m2", QUILLHAVEN, [rich]))
    proofs = (integrity.college(integrity.RDFC), integrity.college(integrity.ECDSA, "p384"))
    jobs: list[Json] = []
    for seed in range(number):
        base = bases[seed % len(bases)]
        choices = Choices(random.Random(seed).randbytes(40))
        document = {**changed(choices, copy.deepcopy(base)), "@context": base["@context"]}
        document.pop("proof", None)
        proof = proofs[seed % len(proofs)]
        jobs.append({"name": str(seed), "kind": "proof", "document": document, "proofs": [proof], "unchecked": True})
    return jobs


EXPLAINED = {"hidden-member", "content-not-covered", "number-not-covered", "invalid-linked-data", "unknown-context"}
"""Why a right signature by jsonld.js is not taken here: it does not cover what the document says."""


def test_whatever_programs_of_npm_sign_is_never_called_changed(node: None) -> None:
    signed = by_node.sign(_mutants(150), refusals=True)
    assert len(signed) > 20
    for name, document in signed.items():
        whole = _whole(document)
        intact = next(answer for answer in whole.answers if answer.question is Question.INTACT)
        assert intact.value is Value.GOOD or {reason.code for reason in whole.reasons} & EXPLAINED, (name, intact)


def _whole(document: Json) -> ItemReport:
    report = judged("anew", json.dumps(document).encode()).verification
    assert report is not None
    return next(item for item in report.items if not item.pointer)


@pytest.mark.parametrize("by", ["PyJWT", "jwcrypto"])
@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_what_libraries_of_pypi_sign_now_verifies(by: str, alg: str) -> None:
    fragment = {"RS256": "jwk-rsa", "ES256": "jwk-p256"}[alg]
    header = {"kid": f"{QUILLHAVEN}#{fragment}", "typ": "JWT"}
    job = tokens.token("token", by, alg, "quillhaven", content.rich("a7", QUILLHAVEN), header=header).job
    assert verdict(by_python.sign(job, {})) is Trust.VERIFIED


def test_both_refuse_what_was_changed(node: None) -> None:
    signed = by_node.sign(_some()[:5])
    for document in signed.values():
        document["name"] = "Another name"
    theirs = by_node.verify(signed)
    assert all(outcome is not True for outcome in theirs.values())
    assert Trust.VERIFIED not in {verdict(document) for document in signed.values()}
