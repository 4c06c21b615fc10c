"""Hosted items: the copy at the id is the truth, and the copy in hand has to agree with it."""

from __future__ import annotations

from typing import Any, Final

from conformance.document import judge_schema
from conformance.document.findings import shown
from conformance.document.nulls import without_nulls
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.scope import check_scope
from conformance.trust.items import Item
from conformance.trust.session import LookupResult, State
from conformance.trust.urls import is_https

_ROOTS: Final = {"Clr": "GetClrPayload", "Assertion": "GetAssertionPayload", "Endorsement": "GetEndorsementPayload"}


def verify_hosted(item: Item) -> dict[str, Any]:
    """Verifies an item by fetching its id; returns what is to be believed: the hosted copy, else the copy in hand."""
    if not is_https(item.id):
        item.refute(
            "no-url", "its id is not an https URL, so there is no copy to fetch", ids.HOSTED_ID_IS_URL, declared=True
        )
        return item.node.value
    answer = item.session.look(item.id)
    if answer.state is not State.FOUND:
        _without_copy(item, answer)
        check_scope(item, item.profile)
        return item.node.value
    copy: dict[str, Any] = without_nulls(answer.value)
    if copy.get("id") != item.id:
        _broken(
            item, "other-id", f"the answer of its id has another id: {shown(copy.get('id'))}", ids.HOSTED_COPY_HAS_ID
        )
        return item.node.value
    _decide(item)
    if copy.get("revoked") is True:
        _revoked(item, "its issuer says so at its id")
        return copy
    _compare(item, copy)
    _judge_copy(item, answer.value)
    profile = item.profile_in(copy)
    check_scope(item, item.profile if profile is None else profile)
    return copy


def _decide(item: Item) -> None:
    if item.kind == "Assertion":
        item.session.decided.add(ids.ASSERTION_RESOLVES)


def _without_copy(item: Item, answer: LookupResult) -> None:
    if answer.state is State.GONE:
        _decide(item)
        _revoked(item, "the answer of its id is 410")
    elif answer.silent:
        if item.kind == "Assertion":
            item.session.leave_open(ids.ASSERTION_RESOLVES, answer, f"the hosted copy {item.id}")
        item.doubt("not-fetched", f"its hosted copy could not be fetched: {answer.text}", ids.HOSTED_COPY_IS_THERE)
    else:
        _broken(item, "not-hosted", f"its id does not lead to it: {answer.text}", ids.HOSTED_COPY_IS_THERE)


def _broken(item: Item, code: str, text: str, requirement: str) -> None:
    _decide(item)
    item.refute(code, text, requirement)
    rule = ids.ASSERTION_RESOLVES if item.kind == "Assertion" else requirement
    item.find(
        rule,
        f"The id of a hosted {item.kind} does not lead to it",
        at="id",
        expected="the URL of this item",
        actual=f"{item.id}: {text}",
    )


def _revoked(item: Item, text: str) -> None:
    declared = item.node.value.get("revoked") is True
    item.refute("revoked", text, ids.HOSTED_NOT_REVOKED, declared=declared)
    if not declared:
        item.find(
            ids.HOSTED_NOT_REVOKED,
            f"A hosted {item.kind} was revoked by its issuer",
            at="id",
            expected="an item that is not revoked",
            actual=text,
        )


def _compare(item: Item, copy: dict[str, Any]) -> None:
    hand = {name: value for name, value in item.node.value.items() if name != "@context"}
    there = {name: value for name, value in copy.items() if name != "@context"}
    differing = sorted(name for name in hand.keys() | there.keys() if hand.get(name, ...) != there.get(name, ...))
    if differing:
        names = ", ".join(differing[:8])
        item.refute("copy-differs", f"the hosted copy says otherwise in {names}", ids.HOSTED_COPY_AGREES)
        item.find(
            ids.HOSTED_COPY_AGREES,
            f"This {item.kind} is not what its issuer hosts",
            expected="the same members with the same values as at its id",
            actual=f"differs in {names}",
        )


def _judge_copy(item: Item, copy: dict[str, Any]) -> None:
    judgement = judge_schema(copy, _ROOTS[item.kind], RULES)
    if judgement.findings:
        first = judgement.findings[0]
        text = f"its hosted copy breaks the model, first at {first.pointer or 'the root'}: {first.message}"
        item.open.append(text)
        item.find(
            first.requirement,
            f"The hosted copy of this {item.kind} breaks the model of getClr, getAssertion or getEndorsement",
            at="id",
            expected="a document that conforms",
            actual=f"{first.pointer}: {first.message}",
        )
