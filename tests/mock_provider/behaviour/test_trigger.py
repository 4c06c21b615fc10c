"""When a fault strikes."""

from __future__ import annotations

import pytest

from mock_provider.behaviour.trigger import Switch, Trigger, TriggerError, parse_switched
from mock_provider.edition import find

OPERATIONS = tuple(find("clr10").operations)


def strikes(text: str, times: int = 6, **where: str) -> list[bool]:
    switch = Switch(Trigger.parse(text))
    here = {"operation": "getClrs", "client": "c", "learner": "mira", **where}
    return [switch.concerns(**here) and switch.strikes() for _ in range(times)]


def test_without_a_word_it_always_strikes() -> None:
    assert strikes("") == [True] * 6


def test_the_next_n() -> None:
    assert strikes("next=2") == [True, True, False, False, False, False]


def test_every_nth() -> None:
    assert strikes("every=3") == [False, False, True, False, False, True]


def test_every_nth_of_the_next_n() -> None:
    assert strikes("every=2,next=1") == [False, True, False, False, False, False]


def test_a_probability_repeats_under_its_seed() -> None:
    one, again, other = (strikes(f"p=0.5,seed={seed}", 60) for seed in (7, 7, 8))
    assert one == again
    assert one != other
    assert 10 < sum(one) < 50
    assert not any(strikes("p=0"))
    assert all(strikes("p=1"))


@pytest.mark.parametrize("word", ["operation=getClrs", "client=c", "learner=mira"])
def test_only_where_it_is_wanted(word: str) -> None:
    name = word.partition("=")[0]
    assert all(strikes(word))
    assert not any(strikes(word, 6, **{name: "another"}))


def test_exchanges_of_others_do_not_count() -> None:
    switch = Switch(Trigger.parse("next=1,learner=mira"))
    assert not switch.concerns("getClrs", None, "jonas")
    assert switch.concerns("getClrs", None, "mira")
    assert switch.strikes()
    assert (switch.seen, switch.struck) == (1, 1)
    assert not switch.concerns("getClrs", None, "mira")
    switch.reset()
    assert switch.concerns("getClrs", None, "mira")


@pytest.mark.parametrize(
    "text", ["next", "next=0", "next=two", "every=-1", "p=2", "p=x", "when=now", "operation=nonsense"]
)
def test_a_wrong_trigger_is_refused(text: str) -> None:
    with pytest.raises(TriggerError):
        Trigger.parse(text).check_operation(OPERATIONS)


def test_an_operation_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(TriggerError, match="did you mean getClr"):
        Trigger.parse("operation=getClrz").check_operation(OPERATIONS)


def test_a_learner_who_is_not_there_is_refused() -> None:
    with pytest.raises(TriggerError, match="did you mean mira"):
        Trigger(learner="mirra").check("x", (), ("mira", "jonas"))


def test_an_operation_that_the_fault_does_not_speak_of_is_refused() -> None:
    with pytest.raises(TriggerError, match="x speaks of getClrs only"):
        Trigger(operation="token").check("x", ("getClrs",), ())


def test_a_fault_with_its_trigger() -> None:
    assert parse_switched("gcs-x") == ("gcs-x", Trigger())
    assert parse_switched("gcs-x:next=2,operation=getClrs") == ("gcs-x", Trigger(next=2, operation="getClrs"))
