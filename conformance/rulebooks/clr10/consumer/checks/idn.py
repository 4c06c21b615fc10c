"""Whether a verifier recognises the recipient of an assertion."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import told_apart


@observed("CLR10-IDN-005", scenarios=("recipient-hash",), needs=("verify_hosted",), in_hand=True)
def the_hash_is_over_value_and_salt(traffic: Traffic) -> Iterator[Seen]:
    """Three hashes of what the learner's profile says are taken for the learner, and one of something else is not."""
    yield from told_apart(traffic, "recipient-hash")
