"""VER: status lists that change between two reads."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Node
from mock_provider.clr20.faults._between import REVOCATIONS, after_reading, edited, gone

library = Library()

library.add(
    Fault(
        id="ver-list-moved-away",
        title="The status list moves, and the records that were read still name the old address",
        how="The lists went to another server.\nThe address stands in records that were issued long ago.",
        breaks=("CLR20-VER-09",),
        on_response=after_reading(REVOCATIONS, gone),
    )
)


def _longer(document: Node) -> None:
    document["validUntil"] = "2097-01-01T00:00:00Z"


library.add(
    Fault(
        id="ver-list-changed-unsigned",
        title="The status list is prolonged, and its proof is that of the one before",
        how="A job writes the new date every night.\nSigning takes a key that the job does not have.",
        breaks=("CLR20-VER-10",),
        on_response=after_reading(REVOCATIONS, edited(_longer)),
    )
)

FAULTS = library.faults
