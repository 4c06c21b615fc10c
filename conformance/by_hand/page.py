"""The page of a run by hand, on a port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from conformance.by_hand.person import Person
from mock_provider.console import Console, Timeline
from mock_provider.server import at_port


@contextmanager
def page_of(person: Person, timeline: Timeline, port: int = 0) -> Iterator[str]:
    """The address of the page, which is there as long as the block lasts; port 0 takes a free one.

    Raises ``ServeError`` for a port that is taken.
    """
    console = Console(person, timeline)
    person.changed = console.changed
    with at_port(console.app, port, "critical") as origin, closing(console):
        yield console.url(origin)
