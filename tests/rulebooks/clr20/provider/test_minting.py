"""The records that a run makes: right ones, so that whoever refuses them refuses a right record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.document import judge_alone
from conformance.document import open as open_document
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.provider.minting import Minter, escaped, is_of_a_run
from conformance.rulebooks.clr20.provider.posts import equality
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.standard import facts
from conformance.suites.memory import Memory
from conformance.trust import Trust, verify

LEARNER = {"id": "urn:uuid:7f0c8a9e-52f1-4a0b-9a34-0c5f3b0f7d11"}
ENVELOPES = {"records": None, "badges": "ob-v3p0"}


@pytest.fixture(params=ENVELOPES)
def minter(request: pytest.FixtureRequest) -> Minter:
    return Minter(facts("clr20").within(ENVELOPES[request.param]), Memory())


def faults(value: Any) -> list[str]:
    found = judge_alone(value, RULES)
    return [f"{one.requirement} {one.message}" for one in (*found.findings, *found.notes)]


def trusted(value: Any) -> bool:
    with open_document(value, RULES) as opened:
        return verify(opened, TRUST).verdict is Trust.VERIFIED


@pytest.mark.parametrize("kind", ["draft", "rich"])
def test_a_record_is_right_and_its_proofs_fit(minter: Minter, kind: str) -> None:
    record = minter.signed(getattr(minter, kind)(LEARNER))

    assert faults(record) == []
    assert trusted(record)
    assert minter.record_class in record["type"]


def test_a_token_is_right_and_its_signature_fits(minter: Minter) -> None:
    token = minter.token(minter.draft(LEARNER))

    assert faults(token) == []
    assert trusted(token)


def test_a_learner_who_is_known_by_an_identifier_alone_is_named_so(minter: Minter) -> None:
    learner = {
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "m-1", "identityType": "sourcedId"},
        ]
    }
    record = minter.signed(minter.draft(learner))

    assert faults(record) == []
    assert "id" not in record["credentialSubject"]


def test_the_other_kind_is_another_class(minter: Minter) -> None:
    other = minter.another_kind(LEARNER)

    assert minter.record_class not in other["type"]
    assert faults(other) == []


def test_two_runs_have_two_keys_and_never_the_same_id() -> None:
    one, other = (Minter(facts("clr20"), Memory()) for _ in range(2))

    assert one.issuer["id"] != other.issuer["id"]
    assert len({one.new_id(), one.new_id(), other.new_id()}) == 3


def test_a_member_is_replaced_or_left_out_before_the_record_is_signed(minter: Minter) -> None:
    record: Mapping[str, Any] = minter.signed(minter.draft(LEARNER, name="Other", issuer=None))

    assert record["name"] == "Other"
    assert "issuer" not in record


@pytest.mark.parametrize("more", [(), ("%20",)])
def test_an_id_that_is_escaped_is_another_text_for_the_same_record(minter: Minter, more: tuple[str, ...]) -> None:
    name = minter.new_id()
    written = escaped(name, more)

    assert written != name
    assert equality({"issuer": "did:key:z", "id": written}) == equality({"issuer": {"id": "did:key:z"}, "id": name})


def test_what_an_earlier_run_has_left_is_known_however_its_id_is_written(minter: Minter) -> None:
    record_id = minter.new_id()

    assert is_of_a_run(record_id)
    assert is_of_a_run(escaped(record_id, ("%20",)))
    assert not is_of_a_run("https://college.example/credentials/~1")
