"""Whether a consumer reads on after records with members and values that it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic
from conformance.traffic.seen import Seen
from conformance.traffic.survival import reads_on


@observed("CLR10-EXT-007", scenarios=("extensions",), needs=("read",))
def it_ignores_extensions(traffic: Traffic) -> Iterator[Seen]:
    """Extension members and ext: values on the second page; the third is asked for, and the end is that of plain."""
    yield from reads_on(traffic, "extensions", "It does not get past extension members and extended vocabularies")
