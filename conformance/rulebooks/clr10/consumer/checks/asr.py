"""What a consumer makes of assertions that have run out."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.specimens import Specimen
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic
from conformance.traffic.seen import Seen, Undecided
from conformance.traffic.specimens import each_of, judged, left_open, met_with, state_of


@observed("CLR10-ASR-011", scenarios=("expired",), needs=("read",))
def what_has_expired_is_shown_as_expired(traffic: Traffic) -> Iterator[Seen]:
    """An assertion past its last day is taken as expired, be it by a consumer that verifies nothing."""
    yield from each_of(traffic, ("expired",), _shown)


def _shown(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    if specimen.right:
        return
    if state_of(sitting, specimen) != "expired":
        yield from judged(sitting, specimen)
        return
    twin = next(one for one in sitting.specimens if one.id == specimen.twin)
    before = state_of(sitting, twin)
    if before is None:
        yield left_open(sitting, twin)
    elif before == "expired":
        yield Undecided("it takes what has not expired as expired too", specimen.scenario)
    else:
        yield met_with(sitting, specimen)
