"""The person behind the console: what can be done when, and what is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.by_hand.person import Person
from conformance.by_hand.visit import Visit
from conformance.consumer.invitation import Invitation
from conformance.consumer.parts import Part
from conformance.consumer.process import Finished
from mock_provider.console import Action, Answer, NotNowError, Screenshot, Step
from tests.consumer.conftest import scenario

TOLD = Invitation("https://mock/api", "https://mock", Path("ca.pem"), "mira", "secret", "read", Path("state"))


class Seat:
    """A person in front of one step, and the run that waits for its end."""

    def __init__(self, **visit: Any) -> None:
        self.shown = threading.Event()
        self.person = Person("A wallet")
        self.person.changed = self.shown.set
        part = Part(scenario("odd", learners=("mira",) * visit.pop("starts", 1)), "read")
        self.person.begin(Visit(part, **{"number": 2, "of": 3, **visit}))
        self.ended: list[Finished] = []
        self._thread = threading.Thread(target=self._start, daemon=True)
        self._thread.start()
        assert self.shown.wait(10)

    def _start(self) -> None:
        self.ended.append(self.person.start(TOLD))

    @property
    def step(self) -> Step:
        step = self.person.view().step
        assert step is not None
        return step

    def act(self, *actions: Action) -> None:
        for action in actions:
            self.person.act(self.step.key, action)

    def answer(self, value: Any, question: str = "q1") -> None:
        self.person.answer(self.step.key, Answer(question, value, at="now"))

    def end(self) -> Finished:
        self._thread.join(10)
        return self.ended[0]

    def leave(self) -> None:
        if self._thread.is_alive():
            self.act("stop")
            self._thread.join(10)


@pytest.fixture
def seat() -> Iterator[Callable[..., Seat]]:
    seats: list[Seat] = []

    def taken(**visit: Any) -> Seat:
        seats.append(Seat(**visit))
        return seats[-1]

    yield taken
    for one in seats:
        one.leave()


def test_a_step_goes_from_the_turn_over_the_questions_to_what_it_was_about(seat: Callable[..., Seat]) -> None:
    one = seat()
    assert (one.step.state, one.step.questions, one.person.view().blind) == ("turn", (), True)
    one.act("done")
    assert (one.step.state, len(one.step.questions), one.step.reveal) == ("asked", 1, None)
    one.answer("yes")
    one.act("done")
    assert one.step.reveal is not None
    assert (one.step.state, one.step.reveal.title, one.person.view().blind) == ("told", "A title", False)
    one.act("next")
    ended = one.end()
    assert ended.seen is not None
    assert (ended.seen.how, one.person.move) == ("through", "next")
    assert [(each.about, each.value, each.at) for each in one.person.attested()] == [("went-well", "yes", "now")]


def test_nothing_is_told_before_every_question_is_answered(seat: Callable[..., Seat]) -> None:
    one = seat()
    one.act("done")
    with pytest.raises(NotNowError, match="1 question is not answered"):
        one.act("done")
    one.answer("no")
    with pytest.raises(NotNowError, match="1 question is not answered"):
        one.act("done")


def test_what_is_told_cannot_be_answered_otherwise_afterwards(seat: Callable[..., Seat]) -> None:
    one = seat()
    one.act("done")
    one.answer("yes")
    one.act("done")
    with pytest.raises(NotNowError, match="not open"):
        one.answer("no")


@pytest.mark.parametrize("question", ["q2", "went-well", ""])
def test_a_question_that_there_is_not_takes_no_answer_and_no_picture(seat: Callable[..., Seat], question: str) -> None:
    one = seat()
    one.act("done")
    with pytest.raises(NotNowError, match="not open"):
        one.answer("yes", question)
    with pytest.raises(NotNowError, match="not open"):
        one.person.keep(one.step.key, question, Screenshot(1, 1, b""))


def test_a_question_is_not_open_before_the_wallet_has_finished(seat: Callable[..., Seat]) -> None:
    one = seat()
    with pytest.raises(NotNowError, match="not open"):
        one.answer("yes")


def test_a_page_that_is_behind_changes_nothing(seat: Callable[..., Seat]) -> None:
    one = seat()
    with pytest.raises(NotNowError, match="behind"):
        one.person.act("0.1", "done")
    assert one.step.state == "turn"


@pytest.mark.parametrize(
    ("visit", "actions"),
    [
        ({}, ("done", "repeat", "back", "skip", "stop")),
        ({"first": True}, ("done", "repeat", "skip", "stop")),
        ({"needed": True}, ("done", "repeat", "back", "stop")),
    ],
)
def test_what_can_be_done_is_offered(
    seat: Callable[..., Seat], visit: dict[str, Any], actions: tuple[str, ...]
) -> None:
    assert seat(**visit).step.actions == actions


def test_what_is_not_offered_is_refused(seat: Callable[..., Seat]) -> None:
    one = seat(needed=True)
    with pytest.raises(NotNowError):
        one.act("skip")
    with pytest.raises(NotNowError):
        one.act("next")


@pytest.mark.parametrize(
    ("action", "how"), [("skip", "skipped"), ("repeat", "stopped"), ("back", "stopped"), ("stop", "stopped")]
)
def test_a_step_that_is_left_ends_so(seat: Callable[..., Seat], action: Action, how: str) -> None:
    one = seat()
    one.act(action)
    ended = one.end()
    assert ended.seen is not None
    assert (ended.seen.how, one.person.move) == (how, action)


def test_a_picture_is_kept_with_its_answer_whatever_came_first(seat: Callable[..., Seat]) -> None:
    one = seat()
    one.act("done")
    picture = Screenshot(4, 3, b"png")
    one.person.keep(one.step.key, "q1", picture)
    assert one.step.answers == (Answer("q1", None, screenshot=(4, 3)),)
    one.answer("yes")
    assert one.step.answers == (Answer("q1", "yes", at="now", screenshot=(4, 3)),)
    assert one.person.pictures == {"went-well": picture}


def test_a_first_start_ends_with_its_answers_and_the_second_tells_what_it_was_about(seat: Callable[..., Seat]) -> None:
    one = seat(starts=2)
    one.act("done")
    one.answer("yes")
    one.act("done")
    ended = one.end()
    assert (ended.seen is not None and ended.seen.how, one.person.move) == ("through", None)


def test_when_all_is_over_the_page_says_so(seat: Callable[..., Seat]) -> None:
    one = seat()
    one.act("stop")
    one.end()
    one.person.end("That was all.")
    view = one.person.view()
    assert (view.message, view.ended, view.step) == ("That was all.", True, None)
