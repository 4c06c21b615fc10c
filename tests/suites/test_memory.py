"""What runs of one process share, and what a run finds out once."""

from __future__ import annotations

import pytest

from conformance.record import Finding
from conformance.suites.memory import Memory
from conformance.suites.once import Once
from conformance.suites.outcomes import Broken, Incomplete


def test_a_value_is_made_once_for_each_key() -> None:
    memory, made = Memory(), []

    def make() -> str:
        made.append("made")
        return "the value"

    assert [memory.recall("one", make) for _ in range(3)] == ["the value"] * 3
    assert memory.recall("other", make) == "the value"
    assert len(made) == 2


def test_a_memory_that_holds_too_much_begins_anew() -> None:
    memory = Memory(most=2)
    for number in range(3):
        memory.recall(number, lambda: "first")

    assert memory.recall(2, lambda: "second") == "first"
    assert memory.recall(0, lambda: "second") == "second"


def test_what_ended_a_check_ends_the_next_one_too_without_another_try() -> None:
    tries = []

    def find_out() -> str:
        tries.append("tried")
        raise Broken("it is wrong", [Finding("", "wrong")])

    once = Once(find_out)
    for _ in range(2):
        with pytest.raises(Broken, match="it is wrong") as caught:
            once()
        assert caught.value.findings == (Finding("", "wrong"),)
    assert (len(tries), once.known) == (1, False)


def test_an_accident_is_no_end_of_a_check_and_is_tried_again() -> None:
    tries = []

    def find_out() -> int:
        tries.append("tried")
        if len(tries) == 1:
            raise OSError("no more sockets")
        return len(tries)

    once = Once(find_out)
    with pytest.raises(OSError, match="sockets"):
        once()
    assert (once(), once(), once.known) == (2, 2, True)


def test_what_was_found_out_can_be_forgotten() -> None:
    values = iter(("first", "second"))
    once = Once(lambda: next(values))
    assert once() == once() == "first"

    once.forget()

    assert once() == "second"
    once = Once(_end)
    with pytest.raises(Incomplete):
        once()
    once.forget()
    assert not once.known


def _end() -> str:
    raise Incomplete("nothing came")
