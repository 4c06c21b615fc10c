"""Errors that a user meets: a code, what happened, the likely cause, and what to do."""

from __future__ import annotations

from conformance.record import Problem


class UsageFault(Exception):
    """Wrong usage, plan or configuration; the command ends with exit code 2 and shows the problem."""

    def __init__(self, code: str, message: str, likely: str = "", todo: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, likely, todo)


def in_sentences(*texts: str) -> str:
    """The texts in one line, each ended by a full stop where it has no mark at its end; empty ones are left out."""
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts if text)
