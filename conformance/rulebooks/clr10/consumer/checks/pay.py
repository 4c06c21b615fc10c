"""Whether a consumer reads on after records with nulls."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic
from conformance.traffic.seen import Seen
from conformance.traffic.survival import reads_on


@observed("CLR10-PAY-009", scenarios=("nulls",), needs=("read",))
def it_reads_nulls(traffic: Traffic) -> Iterator[Seen]:
    """Null members and empty arrays on the second page; the third is asked for, and the end is that of plain."""
    yield from reads_on(traffic, "nulls", "It does not get past null members and empty arrays")
