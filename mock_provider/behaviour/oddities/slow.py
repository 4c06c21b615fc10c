"""A connection that takes its time, or ends in the middle of a body."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity

library = Library()

LATENCY = 2.0
"""Seconds before the first byte of each response."""


def _wait(response: Response) -> None:
    response.pause = LATENCY


library.add(
    Oddity(
        id="odd-slow",
        title="Every response takes two seconds",
        how="The service is far away, or has too much to do.\nThe standard sets no time.",
        on_response=_wait,
    )
)


def _cut(response: Response) -> None:
    if response.good and len(response.body) > 1:
        response.cut = True


library.add(
    Oddity(
        id="odd-cut",
        title="The connection is closed when half of the body is sent, before Content-Length is reached",
        how="A proxy restarts in the middle of a response.\nRFC 9112, section 8: such a message is incomplete.",
        on_response=_cut,
    )
)

ODDITIES = library.oddities
