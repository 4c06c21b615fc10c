"""What a consumer shows, as a person attests who looked at it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr10.consumer.register import observed
from conformance.traffic import Traffic, not_applicable
from conformance.traffic.attested import as_people_see
from conformance.traffic.seen import Seen

_NEEDS = ("shows_records",)
_VERIFYING = frozenset({"verify_hosted", "verify_signed"})


@observed("CLR10-CLR-009", scenarios=("shown-partial",), needs=_NEEDS)
def a_whole_record_is_read_as_whole(traffic: Traffic) -> Iterator[Seen]:
    """A record is shown as incomplete when it says that it is partial, and not otherwise."""
    yield from as_people_see(traffic, "shown-partial")


@observed("CLR10-CON-007", scenarios=("shown-issuers",), needs=_NEEDS)
def issuers_are_shown_apart_from_the_publisher(traffic: Traffic) -> Iterator[Seen]:
    """Each assertion of a record is shown with its own issuer, and not with the publisher of the record."""
    yield from as_people_see(traffic, "shown-issuers")


@observed("CLR10-VSG-017", scenarios=("shown-reasons",), needs=_NEEDS)
def outcome_and_reason_are_shown(traffic: Traffic) -> Iterator[Seen]:
    """What came of verifying an item is shown, and why it is not verified."""
    if not traffic.claims & _VERIFYING:
        yield not_applicable("applies to a consumer that verifies: verify_hosted or verify_signed")
        return
    yield from as_people_see(traffic, "shown-reasons")
