"""Whether a consumer reads on after something odd: it shows by its next request, and by its end."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.traffic.paging import asked_later, next_of, pages_on
from conformance.traffic.seen import Seen, breach, met, undecided
from conformance.traffic.values import Sitting


def read_to_the_end(sitting: Sitting) -> bool:
    """True of a sitting that pages and goes through: the measure for those with an odd page."""
    return sitting.through and pages_on(sitting)


def reads_on(sitting: Sitting, message: str) -> Iterator[Seen]:
    """What the odd pages of a sitting show: who copes with one asks for the next, and goes through in the end.

    ``message`` is what a breach says. A consumer that parses all pages when it has them shows it by its end alone.
    """
    odd = [one for one in sitting.struck() if one.ok and one.method == "GET"]
    for page in odd:
        target = next_of(page)
        if target is not None and asked_later(sitting, page, target) is None:
            yield breach(message, page, expected=f"a request for {target}", actual=f"there was none: {sitting.end}")
            return
    if odd and not sitting.through:
        yield breach(message, odd[-1], expected="the end of the plain sitting", actual=str(sitting.end))
    elif odd:
        yield met(sitting, *odd)
    else:
        yield undecided("the odd page was not served", sitting)
