"""Whether a consumer takes each success of what it sends for one: it sends nothing twice, and ends as in plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.exchanges.links import goes_to
from conformance.exchanges.served import Served
from conformance.traffic.seen import Seen, breach, met, note, undecided
from conformance.traffic.telling import claims_success, how_it_went
from conformance.traffic.values import Sitting, Traffic

_MOST_REPEATS = 2


def taken_for_done(traffic: Traffic, sitting: Sitting, done: Sequence[Served], what: str) -> Iterator[Seen]:
    """What follows from what came after requests that were answered with success; ``what`` names one of them."""
    again = next(((one, other) for one in done for other in repeats(sitting, one)), None)
    plain = next((one for one in reversed(traffic.plain) if one.task == sitting.task), None)
    if again:
        first, repeated = again
        yield breach(
            f"It takes {first.status} of a {what} for a failure and repeats it",
            repeated,
            first,
            expected="no repeat",
            actual=f"the same {what} again",
        )
    elif not sitting.by_itself or plain is None or not claims_success(plain):
        # Of a departure that was mended the last plain sitting shows the rest.
        yield undecided("there is no end to compare with that of the plain sitting", sitting)
    elif not claims_success(sitting):
        yield breach(
            f"It takes {done[-1].status} of a {what} for a failure",
            done[-1],
            expected="the end of the plain sitting",
            actual=how_it_went(sitting),
        )
    else:
        yield met(sitting, *done)


def in_vain(traffic: Traffic, scenarios: Sequence[str], operation: str, what: str) -> Iterator[Seen]:
    """A note of who repeats again and again what is refused: no requirement forbids it."""
    for sitting in traffic.named(*scenarios):
        most = max((len(repeats(sitting, one)) for one in sitting.requests(operation)), default=0)
        if most > _MOST_REPEATS:
            yield note(f"{sitting.scenario}: it repeats a {what} that is refused, {most} times")


def repeats(sitting: Sitting, done: Served) -> tuple[Served, ...]:
    """The same request in the same start of the consumer, made after it was done."""
    later = sitting.requests(done.operation, run=done.run, after=done)
    return tuple(one for one in later if goes_to(one.url, done.url) and _says(one) == _says(done))


def _says(request: Served) -> object:
    """The body as JSON, however it is written; of any other body its bytes."""
    return request.request_body if request.sent is None else request.sent
