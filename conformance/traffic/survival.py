"""Whether a consumer reads on after something odd: it shows by its next request, and by its end."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.traffic.paging import asked_later, next_of, pages_on
from conformance.traffic.seen import Seen, breach, met, undecided
from conformance.traffic.values import Sitting, Traffic


def reads_on(traffic: Traffic, scenario: str, message: str) -> Iterator[Seen]:
    """What the odd pages of a scenario show: who copes with one asks for the next, and goes through in the end.

    ``message`` is what a breach says. It is said only of a consumer that reads all pages when nothing is odd, and that
    ended by itself. One that parses all pages when it has them shows by its end alone what it made of the odd one.
    """
    reads_all = any(one.through and pages_on(one) for one in traffic.plain)
    for sitting in traffic.named(scenario):
        if not reads_all:
            yield undecided("the consumer did not read several pages to the end in the plain sitting", sitting)
        elif not any(one.ok for one in sitting.struck()):
            yield undecided("the odd page was not served, since the consumer did not come to it", sitting)
        elif not sitting.by_itself:
            yield undecided(str(sitting.end), sitting)
        else:
            yield _after(sitting, message)


def _after(sitting: Sitting, message: str) -> Seen:
    odd = [one for one in sitting.struck() if one.ok]
    for page in odd:
        target = next_of(page)
        if target is not None and asked_later(sitting, page, target) is None:
            return breach(message, page, expected=f"a request for {target}", actual=f"there was none: {sitting.end}")
    if not sitting.through:
        return breach(message, odd[-1], expected="the end of the plain sitting", actual=str(sitting.end))
    return met(sitting, *odd)
