"""DI: keys of embedded proofs that change between two reads."""

from __future__ import annotations

from conformance.issuing import Key
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Node
from mock_provider.clr20.faults._between import LISTS_TOO, UNIVERSITY, after_reading, edited, without_methods

library = Library()

library.add(
    Fault(
        id="di-key-rotated-away",
        title="Keys are rotated, and did.json no longer has the one that signed the records which were read",
        how="A new key takes the place of the old one in did.json.\nWhat the old one signed is still served.",
        breaks=("CLR20-DI-09", "CLR20-API-10"),
        consequences=LISTS_TOO,
        on_response=after_reading(UNIVERSITY, without_methods("#key-1")),
    )
)


def _another_key(document: Node) -> None:
    """Put a key that was made anew under the id of the first one."""
    first = next(one for one in document["verificationMethod"] if one["id"].endswith("#key-1"))
    first["publicKeyMultibase"] = Key.from_seed("Ed25519", "the next key").multibase


library.add(
    Fault(
        id="di-key-replaced-under-its-id",
        title="Keys are rotated, and did.json has the new one under the id of the old one",
        how="The id of the key is written in the template of did.json.\nThe key beside it comes from the store.",
        breaks=("CLR20-VER-04",),
        consequences={**LISTS_TOO, "CLR20-DI-20": "the proof of the record does not fit the badge inside of it either"},
        on_response=after_reading(UNIVERSITY, edited(_another_key)),
    )
)

FAULTS = library.faults
