"""Whether a consumer has asked for what it needs before it may call an item verified; pure."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.record import Finding
from conformance.traffic.specimens import fetched, laid, state_of
from conformance.traffic.values import Traffic


def unfetched(traffic: Traffic, what: str, *scenarios: str) -> Iterator[Finding]:
    """A finding for each right item that is called verified although ``what`` it rests on was not asked for."""
    for sitting, specimen in laid(traffic, *scenarios):
        if specimen.right and state_of(sitting, specimen) == "verified" and not fetched(sitting, specimen):
            yield Finding(
                "",
                f"{specimen.kind} taken as verified, and {what} was not fetched",
                expected=f"a request for {', '.join(specimen.fetches)}",
                actual=f"{specimen.name} ({specimen.id}): verified, without such a request",
                pointer=specimen.place,
                exchanges=tuple(one.number for one in sitting.exchanges if one.run == specimen.start)[-1:],
            )
