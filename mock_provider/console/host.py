"""Who stands behind the console: says what the page shows, and takes what the person does there."""

from __future__ import annotations

from typing import Protocol

from mock_provider.console.values import Action, Answer, Screenshot, View


class NotNowError(ValueError):
    """What a person asked for cannot be done now; the text says why, and is shown on the page."""


class Host(Protocol):
    """Called from threads of the console, one call at a time; whoever changes what is shown calls ``Console.changed``.

    ``step`` is the ``key`` of the step that was on the page. Each raises ``NotNowError`` where that is not the present
    one, or nothing of the kind is open; nothing has changed then.
    """

    def view(self) -> View:
        """What the page shows."""
        ...

    def act(self, step: str, action: Action, /) -> None:
        """The person wants to go on, back, or out."""
        ...

    def answer(self, step: str, answer: Answer, /) -> None:
        """Take an answer, in the place of an earlier one to the same question."""
        ...

    def keep(self, step: str, question: str, screenshot: Screenshot, /) -> None:
        """Keep a picture with the answer to a question, in the place of an earlier one."""
        ...


class Onlooker:
    """A host without steps: the timeline alone."""

    def __init__(self, view: View) -> None:
        self._view = view

    def view(self) -> View:
        """Always the same."""
        return self._view

    def act(self, _step: str, _action: Action, /) -> None:
        """There is no step."""
        raise NotNowError("There are no steps here.")

    def answer(self, _step: str, _answer: Answer, /) -> None:
        """There is no question."""
        raise NotNowError("There are no questions here.")

    def keep(self, _step: str, _question: str, _screenshot: Screenshot, /) -> None:
        """There is no question."""
        raise NotNowError("There are no questions here.")
