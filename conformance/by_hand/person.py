"""The person who leads the consumer: one side is the page, the other the run that waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Literal

from conformance.by_hand.questions import Topic, end_of, topics_of, with_more
from conformance.by_hand.visit import Visit
from conformance.consumer.invitation import Invitation
from conformance.consumer.laying import Table
from conformance.consumer.process import Finished
from conformance.traffic import End
from conformance.traffic.outcome import Answer as Attested
from mock_provider.console import Action, Answer, NotNowError, Place, Question, Screenshot, Step, StepState, View

Move = Literal["next", "back", "repeat", "skip", "stop"]
"""How a visit ended: it was played and goes on, or is left in one of these ways."""

_PREPARING: Final = "The next step is being prepared."


class Person:
    """Stands behind the console, and starts the consumer by asking the person to.

    For each go at a part the run calls ``begin``, then ``lay`` when the mock is there, then ``start`` for each start of
    the consumer; ``move`` says afterwards what comes next. ``secrets`` are passwords that are never shown. ``changed``
    is called when the page shows something else.
    """

    def __init__(self, title: str, places: tuple[Place, ...] = (), secrets: Mapping[str, str] | None = None) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.pictures: dict[str, Screenshot] = {}
        self.move: Move | None = None
        self._lock = threading.Condition()
        self._title = title
        self._places = places
        self._secrets = secrets or {}
        self._message = _PREPARING
        self._ended = False
        self._go = 0
        self._visit: Visit | None = None
        self._table = Table(None, (), as_files=False)
        self._start = 0
        self._told: Invitation | None = None
        self._state: StepState = "turn"
        self._topics: tuple[Topic, ...] = ()
        self._answers: dict[str, Answer] = {}
        self._attested: list[Attested] = []

    # what the run does

    def begin(self, visit: Visit) -> None:
        """A go at a part begins."""
        with self._lock:
            self._go += 1
            self._visit, self._told, self._start, self.move = visit, None, 0, None
            self._attested, self.pictures = [], {}

    def lay(self, table: Table) -> None:
        """These records are laid before the consumer."""
        with self._lock:
            self._table = table

    def start(self, told: Invitation) -> Finished:
        """Ask the person to let the consumer do its task, and wait until that is done and told."""
        with self._lock:
            assert self._visit is not None
            self._start, self._told, self._state = self._start + 1, told, "turn"
            self._topics = topics_of(self._visit.part, self._table, self._start)
            self._answers = {}
            self.changed()
            self._lock.wait_for(lambda: self.move is not None or self._told is None)
            self._told = None
            self._attested += self._as_attested()
            if self.move not in (None, "next"):
                return Finished(None, seen=End("skipped" if self.move == "skip" else "stopped"))
            return Finished(None, seen=end_of(self._start, self._values()))

    def attested(self) -> tuple[Attested, ...]:
        """The answers of this go, in the order of the questions."""
        return tuple(self._attested)

    def end(self, message: str) -> None:
        """Nothing more will come."""
        with self._lock:
            self._visit, self._told, self._message, self._ended = None, None, message, True
        self.changed()

    # what the page shows and takes

    def view(self) -> View:
        """The step that is open, or why there is none."""
        with self._lock:
            if self._told is None or self._visit is None or self.move is not None:
                return View(self._title, self._places, message=self._message, ended=self._ended)
            return View(self._title, self._places, self._step(self._visit, self._told), blind=self._state != "told")

    def act(self, step: str, action: Action, /) -> None:
        """The person goes on, back, or out; raises ``NotNowError`` where that cannot be."""
        with self._lock:
            self._need(step)
            if action not in self._actions():
                raise NotNowError("This cannot be done now.")
            if action == "done":
                self._done()
            else:
                self.move = action
            self._lock.notify_all()

    def answer(self, step: str, answer: Answer, /) -> None:
        """Take an answer; raises ``NotNowError`` where the question is not open."""
        with self._lock:
            before = self._need_question(step, answer.question)
            self._answers[answer.question] = replace(answer, screenshot=before.screenshot if before else None)

    def keep(self, step: str, question: str, screenshot: Screenshot, /) -> None:
        """Keep a picture with an answer; raises ``NotNowError`` where the question is not open."""
        with self._lock:
            before = self._need_question(step, question) or Answer(question, None)
            size = screenshot.width, screenshot.height
            self._answers[question] = replace(before, screenshot=size)
            self.pictures[self._about(question)] = screenshot

    # the step

    @property
    def _key(self) -> str:
        return f"{self._go}.{self._start}"

    @property
    def _last(self) -> bool:
        return self._visit is None or self._start >= self._visit.part.scenario.starts

    def _step(self, visit: Visit, told: Invitation) -> Step:
        shown = [Question(name, topic.text) for name, topic in self._open().items()]
        return Step(
            key=self._key,
            number=visit.number,
            of=visit.of,
            title=visit.title(self._start, self._state),
            instructions=tuple(visit.instructions(self._start)),
            places=tuple(visit.places(told, self._secrets)),
            questions=() if self._state == "turn" else tuple(shown),
            answers=tuple(self._answers[one.id] for one in shown if one.id in self._answers),
            state=self._state,
            actions=self._actions(),
            reveal=visit.reveal(self._table) if self._state == "told" else None,
        )

    def _actions(self) -> tuple[Action, ...]:
        assert self._visit is not None
        back: tuple[Action, ...] = () if self._visit.first else ("back",)
        skip: tuple[Action, ...] = () if self._visit.needed else ("skip",)
        if self._state == "told":
            return ("next", "repeat", *back, "stop")
        return ("done", "repeat", *back, *skip, "stop")

    def _done(self) -> None:
        if self._state == "turn":
            self._state = "asked"
            return
        left = sum(name not in self._values_by_name() for name in self._open())
        if left:
            raise NotNowError(f"{left} {'question is' if left == 1 else 'questions are'} not answered yet.")
        if self._last:
            self._state = "told"
        else:
            self._told = None

    def _need(self, step: str) -> None:
        if self._told is None or self.move is not None or step != self._key:
            raise NotNowError("The page was behind: this step is over. It shows the present one now.")

    def _need_question(self, step: str, question: str) -> Answer | None:
        """The answer that is there already."""
        self._need(step)
        if self._state != "asked" or question not in self._open():
            raise NotNowError("This question is not open.")
        return self._answers.get(question)

    # questions

    def _open(self) -> dict[str, Topic]:
        """The questions by the names that they have on the page: what they are about would tell too much."""
        assert self._visit is not None
        names = {topic.about: f"q{place}" for place, topic in enumerate(self._topics, 1)}
        values = {about: self._value(name) for about, name in names.items()}
        every = with_more(self._topics, self._visit.part, self._table, values)
        found: dict[str, Topic] = {}
        before = ""
        for topic in every:
            before = names.get(topic.about) or f"{before}a"
            found[before] = topic
        return found

    def _about(self, name: str) -> str:
        return self._open()[name].about

    def _value(self, name: str) -> str:
        answer = self._answers.get(name)
        return (answer.value or "") if answer else ""

    def _values_by_name(self) -> dict[str, str]:
        return {name: self._value(name) for name in self._open() if self._value(name)}

    def _values(self) -> dict[str, str]:
        return {self._about(name): value for name, value in self._values_by_name().items()}

    def _as_attested(self) -> list[Attested]:
        found = []
        for name, topic in self._open().items():
            answer = self._answers.get(name)
            if answer is not None and answer.value is not None:
                found.append(Attested(topic.about, answer.value, answer.words, question=topic.text, at=answer.at))
        return found
