"""Whether a record that comes back is the one that was handed in: what may change, and what may not."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.comparing import WRITTEN_OTHERWISE, difference
from conformance.rulebooks.clr20.provider.minting import Minter
from conformance.standard import facts
from conformance.suites.memory import Memory

MINTER = Minter(facts("clr20"), Memory())
RECORD = MINTER.signed(MINTER.rich({"id": "urn:uuid:7f0c8a9e-52f1-4a0b-9a34-0c5f3b0f7d11"}))


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    record = deepcopy(RECORD)
    change(record)
    return record


def test_the_same_record_has_no_difference() -> None:
    assert difference(RECORD, deepcopy(RECORD)) is None
    assert difference(RECORD, dict(reversed(RECORD.items()))) is None


HARMLESS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an array of one as the one": lambda record: record["credentialSubject"].update(type="ClrSubject"),
    "types in another order": lambda record: record["type"].reverse(),
}


@pytest.mark.parametrize("how", HARMLESS)
def test_what_says_the_same_in_rdf_is_worth_a_note_alone(how: str) -> None:
    found = difference(RECORD, changed(HARMLESS[how]))

    assert found is not None
    assert found.actual == WRITTEN_OTHERWISE
    assert not found.pointer


HARMFUL: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "the proof is gone": ("/proof", lambda record: record.pop("proof")),
    "evidence is gone": ("/evidence", lambda record: record.pop("evidence")),
    "a context is gone": ("/@context", lambda record: record["@context"].pop()),
    "a name is another": ("/name", lambda record: record.update(name="Other")),
    "a moment in another form": (
        "/validFrom",
        lambda record: record.update(validFrom=record["validFrom"][:-1] + "+00:00"),
    ),
    "a member more": ("/inLanguage", lambda record: record.update(inLanguage="de")),
    "a badge is gone": (
        "/credentialSubject/verifiableCredential",
        lambda record: record["credentialSubject"].update(verifiableCredential=[]),
    ),
}


@pytest.mark.parametrize("how", HARMFUL)
def test_what_breaks_the_signature_is_a_difference_at_its_place(how: str) -> None:
    pointer, change = HARMFUL[how]

    found = difference(RECORD, changed(change))

    assert found is not None
    assert found.pointer == pointer
