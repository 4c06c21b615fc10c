"""What the target has shown so far: every answer of the API, for the checks that look back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conformance.suites.answer import Answer

ClassOf = Callable[[Answer], str | None]
"""Gives the class of the contract that the body of an answer should have; ``None``: no body."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer with the class that the contract gives its body (``None``: no body)."""

    answer: Answer
    class_name: str | None

    @property
    def index(self) -> int:
        """Index of the exchange in the transcript."""
        return self.answer.response.index


class History:
    """Every API answer of a run, in order, but for those that decide nothing (by their place in the transcript)."""

    def __init__(self, class_of: ClassOf, decides_nothing: Callable[[int], bool] = lambda _index: False) -> None:
        self._seen: list[Seen] = []
        self._class_of = class_of
        self._decides_nothing = decides_nothing

    def add(self, answer: Answer) -> None:
        """Keep an answer of an operation of the edition."""
        if answer.status is not None and answer.response.failure is None:
            self._seen.append(Seen(answer, self._class_of(answer)))

    def __iter__(self) -> Iterator[Seen]:
        return (seen for seen in self._seen if not self._decides_nothing(seen.index))

    def successes(self) -> Iterator[Seen]:
        """The answers with 200 or 201."""
        return (seen for seen in self if seen.answer.status in (200, 201))

    def errors(self) -> Iterator[Seen]:
        """The answers with a status of 400 or more."""
        return (seen for seen in self if (seen.answer.status or 0) >= 400)
