"""What is wrong with a status list or with an entry that names one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong, though the status can be read all the same; ``code`` is stable and greppable."""

    code: str
    text: str


class StatusError(ValueError):
    """The status cannot be read: ``code`` says what kind of fault it is, ``text`` what happened, in words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return self.text
