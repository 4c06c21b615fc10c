"""Faults inside documents: one record of each owner comes out wrong, and is signed all the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mock_provider.behaviour.model import Fault
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
