"""Records that a run makes itself: right by every rule, and known again by a later run."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from conformance.document import judge_alone
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.provider.edition import FACTS
from conformance.rulebooks.clr20.provider.minting import Minter, Record, escaped, is_of_a_run, new_id
from conformance.standard import Facts

LEARNER = {"id": "did:example:mira"}
ENVELOPES = pytest.mark.parametrize("facts", [FACTS, FACTS.within("ob-v3p0")], ids=["clr", "ob"])


def findings(record: Record) -> list[str]:
    judged = judge_alone(json.dumps(record).encode(), RULES, now=datetime.now(UTC))
    return [finding.message for finding in judged.findings]


@ENVELOPES
def test_a_record_breaks_no_rule(facts: Facts) -> None:
    minter = Minter(facts)

    assert not findings(minter.signed(minter.draft(LEARNER)))


@ENVELOPES
def test_a_record_with_rare_members_breaks_no_rule_either(facts: Facts) -> None:
    minter = Minter(facts)

    assert not findings(minter.signed(minter.rich(LEARNER)))


def test_what_an_earlier_run_has_left_is_known_however_its_id_is_written() -> None:
    record_id = new_id()

    assert is_of_a_run(record_id)
    assert is_of_a_run(escaped(record_id, ["%20"]))
    assert not is_of_a_run("https://college.example/credentials/~1")
