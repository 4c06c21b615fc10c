"""What a verifier makes of signed items."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import not_taken

_NEEDS = ("verify_signed",)


@observed("CLR10-VSG-008", scenarios=("alg-none",), needs=_NEEDS, in_hand=True)
def the_header_does_not_choose_the_algorithm(traffic: Traffic) -> Iterator[Seen]:
    """What is signed with nothing, or with a secret that everybody knows, is not taken as verified."""
    yield from not_taken(traffic, "alg-none")
