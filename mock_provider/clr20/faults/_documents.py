"""Faults inside documents: one record of each owner comes out wrong, and is signed all the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mock_provider.behaviour.model import Fault
from mock_provider.clr20.drafting import Draft
from mock_provider.clr20.making import Act, Making, Signed, Token
from mock_provider.clr20.records import LIST, NOWHERE, UPSERT, Hosted, noting_posts, replacing

UNDEFINED = {
    "CLR20-CTX-08": "no context defines what is there",
    "CLR20-DI-17": "the proof does not cover what no context defines",
}
"""What falls with a term that is lost in a credential with an embedded proof."""

NONE: Mapping[str, str] = MappingProxyType({})


def record_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    change: Act,
    consequences: Mapping[str, str] = NONE,
) -> Fault:
    """A fault that makes this change in a record before its issuer signs it, by embedded proofs."""
    return document_fault(id=id, title=title, how=how, breaks=breaks, making=Signed(change), consequences=consequences)


def token_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    change: Act,
    consequences: Mapping[str, str] = NONE,
) -> Fault:
    """A fault that makes this change in a record before its issuer signs it, as a JWT."""
    return document_fault(id=id, title=title, how=how, breaks=breaks, making=Token(change), consequences=consequences)


def document_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    making: Making,
    consequences: Mapping[str, str] = NONE,
    hosted: Hosted = NOWHERE,
) -> Fault:
    """A fault that puts what is made in the place of one record of each owner, and serves what that leads to."""
    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=breaks,
        consequences=consequences,
        operations=() if hosted else (LIST, UPSERT),
        on_request=noting_posts,
        on_response=replacing(making, hosted),
    )


def put(path: str, value: Any) -> Act:
    """Writes a value at a place of the draft, such as ``achievement/criteria``; its texts may say ``{root}``."""

    def act(draft: Draft) -> None:
        holder, name = _holder(draft, path)
        written = draft.place.rooted(value)
        if isinstance(holder, list) and name == len(holder):
            holder.append(written)
        else:
            holder[name] = written

    return act


def drop(path: str) -> Act:
    """Leaves out what is at a place of the draft."""

    def act(draft: Draft) -> None:
        holder, name = _holder(draft, path)
        del holder[name]

    return act


def both(*acts: Act) -> Act:
    """One act after the other."""

    def act(draft: Draft) -> None:
        for one in acts:
            one(draft)

    return act


def _holder(draft: Draft, path: str) -> tuple[Any, Any]:
    part, *way = (int(step) if step.isdecimal() else step for step in path.split("/"))
    *way, last = way
    node: Any = getattr(draft, str(part))
    for step in way:
        node = node[step]
    return node, last
