"""JWT: keys of tokens that change between two reads."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Node
from mock_provider.clr20.faults._between import COLLEGE_KEYS, after_reading, edited

library = Library()


def _next_key(document: Node) -> None:
    """The set after a rotation: the first key has left, the others have moved up."""
    document["keys"] = document["keys"][1:]


library.add(
    Fault(
        id="jwt-key-rotated-away",
        title="Keys are rotated, and the set no longer has the one that signed the tokens which were read",
        how="The set holds the keys of this year.\nTokens of last year are still served.",
        breaks=("CLR20-JWT-05",),
        consequences={"CLR20-VER-10": "the list of suspensions was signed with the same key"},
        on_response=after_reading(COLLEGE_KEYS, edited(_next_key)),
    )
)

FAULTS = library.faults
