"""Why no key can be had: a stable code, what happened, the likely cause and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.trust.session import LookupResult


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """Why a reference leads to no key that can be used.

    ``code`` is stable and greppable (``key-not-found``). ``open`` is true where nothing can be concluded from it,
    such as a host that does not answer; ``answer`` is then the look-up that brought nothing, when there was one.
    """

    code: str
    text: str
    likely: str = ""
    todo: str = ""
    open: bool = False
    answer: LookupResult | None = None

    @property
    def told(self) -> str:
        """The problem with its likely cause and what to do, for a reader."""
        hints = "; ".join(hint for hint in (self.likely, self.todo) if hint)
        return f"{self.text} ({hints})" if hints else self.text


class KeyRefused(Exception):
    """No key comes of this; ``problem`` says why."""

    def __init__(self, problem: KeyProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def refused(code: str, text: str, likely: str = "", todo: str = "", *, open: bool = False) -> KeyRefused:
    """An exception with its problem, to be raised."""
    return KeyRefused(KeyProblem(code, text, likely, todo, open))
