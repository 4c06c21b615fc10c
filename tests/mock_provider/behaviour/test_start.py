"""Faults that are asked for at the start, by their ids and with triggers."""

from __future__ import annotations

import pytest

from mock_provider.behaviour import Trigger
from mock_provider.settings import Settings
from mock_provider.starting import FaultError, played, settings_for


def start(*texts: str) -> Settings:
    settings = Settings(faults=texts)
    return settings_for(settings, played(settings))


def test_a_fault_and_its_trigger() -> None:
    [(fault, trigger)] = played(Settings(faults=("gcs-limit-zero-accepted:next=2,learner=mira",)))
    assert fault.id == "gcs-limit-zero-accepted"
    assert trigger == Trigger(next=2, learner="mira")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gcs-limit-zero-acepted", "there is no fault 'gcs-limit-zero-acepted'; did you mean gcs-limit-zero-accepted"),
        ("gcs-next-missing", "did you mean gcs-"),
        ("zzz", "clr-conformance faults lists them"),
        ("gcs-limit-zero-accepted:next=0", "give a number of 1 or more"),
        ("gcs-limit-zero-accepted:operation=getClrz", "operation=getClrz: there is no such operation; did you mean"),
        ("gcs-limit-zero-accepted:operation=token", "gcs-limit-zero-accepted speaks of getClrs only"),
        ("gcs-limit-zero-accepted:learner=mirra", "learner=mirra: there is no such learner; did you mean mira?"),
        ("tok-plain-http:next=1", "it changes how the mock starts, so that it takes no trigger"),
    ],
)
def test_what_could_never_strike_is_told_at_the_start(text: str, told: str) -> None:
    with pytest.raises(FaultError) as caught:
        start(text)
    assert told in str(caught.value)


def test_two_that_start_the_mock_otherwise_are_not_taken_together() -> None:
    with pytest.raises(FaultError, match="--fault var-del-202: var-del-200 starts the mock in another way; leave one"):
        start("var-del-200", "var-del-202")
    assert start("var-del-200", "del-200-no-code", "var-rfr-no-rotation").delete_status == 200
