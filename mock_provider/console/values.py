"""What the console shows and what a person tells it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, get_args

Action = Literal["done", "next", "back", "repeat", "skip", "stop"]
"""What a person can do: ``done`` says that the wallet has finished, ``next`` goes on after the questions, ``back`` goes
to the step before, ``repeat`` plays this one anew, ``skip`` leaves it out, ``stop`` ends for today."""

ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

Choice = Literal["yes", "no", "cannot-tell", "not-shown"]
"""What a question is answered with."""

CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)

StepState = Literal["turn", "asked", "told", "skipped"]
"""Whose turn it is: ``turn`` the person has to act with the wallet, ``asked`` the questions are open, ``told`` all is
answered and what was changed is shown, ``skipped`` the step is left out."""

Weight = Literal["fail", "warn", "note"]
"""How much a finding weighs: a MUST that is broken, a SHOULD, or what is only worth knowing."""

MOST_WORDS: Final = 2000
"""Characters that a person may add to an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something to type or to copy into the wallet: ``label`` says what it is, such as "Address" or "User name".

    ``value`` stands on the page as it is; a password that the user has configured never does.
    """

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked of a step; it does not tell what the right answer is. ``id`` is its own in its step."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture that was dropped on a question: a whole PNG without metadata, its size in pixels."""

    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person attests: the question's id, the choice, words of their own and when (ISO 8601 in UTC).

    ``value`` is ``None`` as long as there is only a picture. ``screenshot`` is its size in pixels, where there is one.
    """

    question: str
    value: Choice | None
    words: str = ""
    at: str = ""
    screenshot: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a person learns of a step when it is answered: what the mock did, and what a right wallet does then."""

    title: str
    how: str
    right: str


@dataclass(frozen=True, slots=True)
class Step:
    """One sitting as a person meets it; the scenario is not among it until ``reveal`` is there.

    ``key`` names the step and this go at it: what was sent for another one is refused. ``number`` counts from 1 to
    ``of``. ``title`` says in a few words what to do, ``instructions`` in sentences; ``places`` are what the wallet has
    to be told. ``questions`` are open in the state ``asked``; ``answers`` are those that were given. ``actions`` are
    what can be done now.
    """

    key: str
    number: int
    of: int
    title: str
    instructions: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    questions: tuple[Question, ...] = ()
    answers: tuple[Answer, ...] = ()
    state: StepState = "turn"
    actions: tuple[Action, ...] = ()
    reveal: Reveal | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The page at one moment: what it is about, where to connect to, the step (``None``: there are none, or no more).

    ``message`` stands in the place of a step. ``blind`` hides from the timeline what the mock did on purpose.
    ``ended`` says that nothing more will come.
    """

    title: str
    places: tuple[Place, ...] = ()
    step: Step | None = None
    message: str = ""
    blind: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the timeline shows it: the requirement, what was seen, and the number of the exchange (0: none)."""

    requirement: str
    message: str
    weight: Weight = "fail"
    exchange: int = 0


def now() -> str:
    """The time at which an answer was given."""
    return datetime.now(UTC).isoformat(timespec="seconds")
