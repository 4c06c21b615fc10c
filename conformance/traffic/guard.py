"""What keeps a check of a scenario from passing for the wrong reason.

A consumer that never gets as far as the change, or that is stopped by us, shows nothing by what it leaves undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from conformance.exchanges.served import Served
from conformance.record import Finding
from conformance.traffic.seen import Seen, not_applicable, undecided
from conformance.traffic.values import Sitting, Traffic

SittingCheck = Callable[[Traffic, Sitting, Served], Iterable[Seen]]
"""Reads one sitting from the exchange on in which the change was served."""


def where_changed(
    *scenarios: str,
    plain: Callable[[Sitting], object],
    at: tuple[str, ...] = (),
    unless: Callable[[Traffic], str] | None = None,
    change_in: Callable[[Sitting], Served | None] | None = None,
) -> Callable[[SittingCheck], Callable[[Traffic], Iterator[Seen]]]:
    """Makes a check of one sitting a check of the traffic, which looks at the sittings of these scenarios.

    It decides a scenario only where the change was served in the sitting (``at`` one of these operations, if any are
    named), the consumer ended by itself, and ``plain`` is true of a plain sitting: it got as far when nothing was
    wrong. A breach counts in any case. ``unless`` says why the requirement does not concern this consumer (empty: it
    does). ``change_in`` finds the change where it may come about without the mock: a learner may say no, too.
    """

    def decorate(function: SittingCheck) -> Callable[[Traffic], Iterator[Seen]]:
        @wraps(function)
        def check(traffic: Traffic) -> Iterator[Seen]:
            reason = unless(traffic) if unless else ""
            if reason:
                yield not_applicable(reason)
                return
            got_there = any(map(plain, traffic.plain))
            for sitting in traffic.named(*scenarios):
                struck = next((one for one in sitting.struck() if not at or one.operation in at), None)
                change = change_in(sitting) if change_in else struck
                seen = function(traffic, sitting, change) if change else ()
                why_open = _why_open(sitting, change, got_there=got_there)
                if why_open:
                    yield from (one for one in seen if isinstance(one, Finding))
                    yield undecided(why_open, sitting)
                else:
                    yield from seen

        return check

    return decorate


def _why_open(sitting: Sitting, change: Served | None, *, got_there: bool) -> str:
    if not got_there:
        return "the consumer did not get as far in the plain sitting, where nothing was wrong"
    if change is None:
        return "the change was not served, since the consumer did not come to it"
    return "" if sitting.by_itself else str(sitting.end)
