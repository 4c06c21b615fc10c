"""Whether a consumer reads on after records with nulls."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, where_changed
from conformance.traffic.seen import Seen
from conformance.traffic.survival import read_to_the_end, reads_on


@observed("CLR10-PAY-009", scenarios=("nulls",), needs=("read",))
@where_changed("nulls", plain=read_to_the_end, at=("getClrs",))
def it_reads_nulls(_traffic: Traffic, sitting: Sitting, _change: Served) -> Iterator[Seen]:
    """Null members and empty arrays on the second page; the third is asked for, and the end is that of plain."""
    yield from reads_on(sitting, "It does not get past null members and empty arrays")
