"""Whether a consumer read on after something odd: it shows by its next request, and by its end."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.traffic.paging import asked_later, next_of, pages_on
from conformance.traffic.seen import Seen, breach, met, undecided
from conformance.traffic.values import Sitting, Traffic


def reads_on(traffic: Traffic, scenario: str, message: str) -> Iterator[Seen]:
    """What the odd pages of a scenario show: who copes with one asks for the next, and ends as in the plain sitting.

    ``message`` is what a breach says. A consumer that parses all pages at their end shows it by its end alone.
    """
    for sitting in traffic.named(scenario):
        odd = tuple(one for one in sitting.struck() if one.ok)
        plain = traffic.plain_of(sitting)
        if odd and (plain is None or not plain.through):
            yield undecided(f"{scenario}: there is no plain sitting that went through to compare with")
        elif odd:
            yield from _after(sitting, odd, message, paged=pages_on(plain) if plain else False)


def _after(sitting: Sitting, odd: tuple[Served, ...], message: str, *, paged: bool) -> Iterator[Seen]:
    if not sitting.by_itself:
        yield undecided(f"{sitting.scenario}: {sitting.end}")
        return
    stopped = [one for one in odd if _target(one) and asked_later(sitting, one, _target(one)) is None]
    if stopped and not paged:
        yield undecided(f"{sitting.scenario}: the consumer does not ask for a second page of a plain list either")
    elif stopped:
        wanted = f"a request for {_target(stopped[0])}"
        yield breach(message, stopped[0], expected=wanted, actual=f"there was none: {sitting.end}")
    elif not sitting.through:
        yield breach(message, odd[-1], expected="the end of the plain sitting", actual=str(sitting.end))
    else:
        yield met(sitting, *odd)


def _target(page: Served) -> str:
    return next_of(page) or ""
