"""Whether a consumer reads on after records with members and values that it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Sitting, Traffic, where_changed
from conformance.traffic.seen import Seen
from conformance.traffic.survival import read_to_the_end, reads_on


@observed("CLR10-EXT-007", scenarios=("extensions",), needs=("read",))
@where_changed("extensions", plain=read_to_the_end, at=("getClrs",))
def it_ignores_extensions(_traffic: Traffic, sitting: Sitting, _change: Served) -> Iterator[Seen]:
    """Extension members and ext: values on the second page; the third is asked for, and the end is that of plain."""
    yield from reads_on(sitting, "It does not get past extension members and extended vocabularies")
