"""A host as a run by hand would be one: a few steps with questions, and what the person has said so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from mock_provider.console import (
    Action,
    Answer,
    Console,
    NotNowError,
    Place,
    Question,
    Reveal,
    Screenshot,
    Step,
    StepState,
    View,
)

QUESTIONS = (
    Question("red", "Is “Botany 12, red” shown as verified?"),
    Question("blue", "Is “Botany 12, blue” shown as verified?"),
)
REVEAL = Reveal(
    "A signature that was changed",
    "The red one was changed after it was signed; the blue one is intact.",
    "It shows the blue one as verified, and says of the red one that it cannot be trusted.",
)


@dataclass
class Steps:
    """Steps one after the other; ``said`` are the actions, ``answers`` and ``pictures`` what came, by step."""

    of: int = 3
    number: int = 1
    goes: int = 1
    state: StepState = "turn"
    title: str = "Connect your wallet and read the records"
    questions: tuple[Question, ...] = QUESTIONS
    ended: bool = False
    said: list[Action] = field(default_factory=list)
    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
    pictures: dict[tuple[int, str], Screenshot] = field(default_factory=dict)
    console: Console | None = None

    @property
    def key(self) -> str:
        return f"{self.number}.{self.goes}"

    def view(self) -> View:
        if self.ended:
            return View("A wallet by hand", message="Stopped for now. --resume goes on here.", ended=True)
        open_ones: tuple[Action, ...] = ("done", "repeat", "back", "skip", "stop")
        closed: tuple[Action, ...] = ("next", "repeat", "back", "stop")
        step = Step(
            key=self.key,
            number=self.number,
            of=self.of,
            title=self.title,
            instructions=("Add a provider at the address below.", "Log in, agree, and let the wallet read."),
            places=(Place("Address", "https://127.0.0.1:8440/t-7f3a/ims/clr/v1p0"), Place("User name", "mira")),
            questions=self.questions if self.state in ("asked", "told") else (),
            answers=tuple(answer for (number, _), answer in self.answers.items() if number == self.number),
            state=self.state,
            actions=open_ones if self.state in ("turn", "asked") else closed,
            reveal=REVEAL if self.state == "told" else None,
        )
        return View("A wallet by hand", step=step, blind=self.state in ("turn", "asked"))

    def act(self, step: str, action: Action, /) -> None:
        assert step == self.key
        if self.state == "asked" and action == "done":
            if any((self.number, each.id) not in self.answers for each in self.questions):
                raise NotNowError("A question is not answered yet.")
            self.state = "told"
        elif action == "done":
            self.state = "asked"
        elif action == "repeat":
            self.goes, self.state = self.goes + 1, "turn"
        elif action == "stop":
            self.ended = True
        else:
            self.number += {"back": -1, "next": 1, "skip": 1}[action]
            self.state = "turn"
        self.said.append(action)

    def answer(self, step: str, answer: Answer, /) -> None:
        assert step == self.key
        before = self.answers.get((self.number, answer.question))
        self.answers[self.number, answer.question] = replace(answer, screenshot=before.screenshot if before else None)

    def keep(self, step: str, question: str, screenshot: Screenshot, /) -> None:
        assert step == self.key
        self.pictures[self.number, question] = screenshot
        before = self.answers.get((self.number, question)) or Answer(question, None)
        self.answers[self.number, question] = replace(before, screenshot=(screenshot.width, screenshot.height))
