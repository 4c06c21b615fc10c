"""A provider that asks for patience where it is asked for the list."""

from __future__ import annotations

from mock_provider.scenarios.model import Scenario


def busy(listing: str) -> tuple[Scenario, ...]:
    """The scenarios of an edition whose list is read by that operation."""
    return (
        Scenario(
            "busy",
            "The provider is busy",
            how="Every request for the list is answered 503, without Retry-After.",
            right="It ends and says so. It may come again in half an hour, and twice at most.",
            behaviours=(f"odd-503-bare:operation={listing}",),
        ),
        Scenario(
            "retry-after",
            "The provider is busy for two seconds",
            how="The first request for the list is answered 503 with Retry-After: 2, and the next one as usual.",
            right="It comes again after two seconds, or not at all in this start.",
            behaviours=(f"odd-503-seconds:operation={listing},next=1",),
        ),
        Scenario(
            "too-many-requests",
            "The provider counts requests",
            how="The first request for the list is answered 429 with a date in Retry-After, and the next as usual.",
            right="It comes again at that time, or not at all in this start.",
            behaviours=(f"odd-429-date:operation={listing},next=1",),
        ),
    )
