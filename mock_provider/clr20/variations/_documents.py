"""Variations inside documents: one record of each owner comes out otherwise, and is right."""

from __future__ import annotations

from mock_provider.behaviour.model import Variation
from mock_provider.clr20.making import Making
from mock_provider.clr20.records import LIST, NOWHERE, UPSERT, Hosted, noting_posts, replacing


def document_variation(
    *,
    id: str,
    title: str,
    how: str,
    making: Making,
    hosted: Hosted = NOWHERE,
    doubts: tuple[str, ...] = (),
) -> Variation:
    """A variation that puts what is made in the place of one record of each owner, and serves what that leads to."""
    return Variation(
        id=id,
        title=title,
        how=how,
        operations=() if hosted else (LIST, UPSERT),
        on_request=noting_posts,
        on_response=replacing(making, hosted),
        touches=("record",),
        doubts=doubts,
    )
