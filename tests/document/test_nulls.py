"""Null is absent for every rule but CLR10-PAY-007."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.document.nulls import without_nulls
from conformance.standard.classes import models
from tests.rulebooks.clr10.document.judging import DATA, judge, walk
from tests.rulebooks.clr10.document.test_broken_documents import NOW

NAMES = ("minimal", "rich", "signed_assertion", "discovery", "revocation_list", "status")


def load(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text())


def told(value: Any) -> dict[tuple[str, str], int]:
    judgement = judge(value, now=NOW)
    assert judgement.error is None
    found = {(finding.requirement, finding.message): finding.count for finding in judgement.findings}
    return found | {(note.requirement, note.message): note.count for note in judgement.notes}


def objects(value: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a class in the document, with its class."""
    document = walk(value, str(judge(value).recognised.class_name), now=NOW)  # type: ignore[union-attr]
    for kind, nodes in document.nodes.items():
        yield from ((kind, node.value) for node in nodes if not node.signed)


@pytest.mark.parametrize("name", NAMES)
def test_null_in_every_member_that_may_be_left_out_breaks_one_rule_only(name: str) -> None:
    value = load(name)
    before, added = told(value), 0
    for kind, holder in list(objects(value, name)):
        for member in models("clr10")[kind].members.values():
            if not member.required and member.name not in holder:
                holder[member.name] = None
                added += 1
    assert added or name in {"status", "discovery", "revocation_list"}
    after = told(value)
    assert {rule for rule, _ in after.keys() - before.keys()} <= {"CLR10-PAY-007"}
    assert {key: count for key, count in after.items() if key[0] != "CLR10-PAY-007"} == before
    assert sum(count for (rule, _), count in after.items() if rule == "CLR10-PAY-007") == added


@pytest.mark.parametrize("name", NAMES)
def test_a_member_that_is_null_is_judged_as_one_that_is_left_out(name: str) -> None:
    whole = load(name)
    places = [(kind, list(holder)) for kind, holder in objects(whole, name)]
    for index, (kind, members) in enumerate(places):
        for member in members:
            known = models("clr10")[kind].members.get(member)
            if known is None or known.required or member == "type":
                continue
            absent, null = copy.deepcopy(whole), copy.deepcopy(whole)
            del list(objects(absent, name))[index][1][member]
            list(objects(null, name))[index][1][member] = None
            others = {key: count for key, count in told(null).items() if key[0] != "CLR10-PAY-007"}
            assert others == told(absent), (kind, member)


def test_a_null_reason_is_told_once() -> None:
    value = {**load("rich"), "revocationReason": None}
    assert {rule for rule, _ in told(value)} - {rule for rule, _ in told(load("rich"))} == {"CLR10-PAY-007"}


def test_the_value_in_hand_is_never_changed_and_not_copied_without_need() -> None:
    value = {"a": None, "b": [None, {"c": None, "d": 1}], "e": {"f": None}}
    kept = copy.deepcopy(value)
    assert without_nulls(value) == {"b": [None, {"d": 1}], "e": {}}
    assert value == kept
    plain = {"a": 1}
    assert without_nulls(plain) is plain
