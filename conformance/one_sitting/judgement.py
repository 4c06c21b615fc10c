"""What one sitting shows of a consumer: values, and the text that a developer reads."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

_WIDTH: Final = 110
_LABEL: Final = 10


@dataclass(frozen=True, slots=True)
class Breach:
    """A requirement that the consumer breaks: what the catalogue says of it, and what was seen.

    ``exchanges`` are the numbers that the mock's recorder gave, the one that is wrong first; ``shown`` has a line for
    each of them. ``fails`` is false where a run would only warn, and ``why`` says why.
    """

    requirement: str
    level: str
    text: str
    message: str
    expected: str
    actual: str
    pointer: str
    exchanges: tuple[int, ...]
    shown: tuple[str, ...]
    fix: str
    fails: bool
    why: str = ""

    def __str__(self) -> str:
        return "\n".join(
            (
                f"{self.requirement} {self.level}: {self.message}",
                *_field("rule", self.text),
                *_field("expected", self.expected),
                *_field("actual", self.actual),
                *_field("at", self.pointer),
                *(line for one in self.shown for line in _field("exchange", one)),
                *_field("to do", self.fix),
                *_field("warning", "" if self.fails else self.why),
            )
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sitting shows: ``breaches``, ``met`` (requirements that were kept), and why others stay open.

    ``undecided`` leaves out what nothing in the sitting had to do with.
    ``refused`` has a line for each request that the mock refused by itself, and not for the scenario.
    """

    scenario: str
    breaches: tuple[Breach, ...] = ()
    met: tuple[str, ...] = ()
    undecided: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Breach, ...]:
        """The breaches that would fail a run."""
        return tuple(one for one in self.breaches if one.fails)

    @property
    def warnings(self) -> tuple[Breach, ...]:
        """The breaches of which a run would warn."""
        return tuple(one for one in self.breaches if not one.fails)

    @property
    def broken(self) -> frozenset[str]:
        """The ids of the requirements that are broken, be it with a warning."""
        return frozenset(one.requirement for one in self.breaches)

    @property
    def members(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return {
            "scenario": self.scenario,
            "failed": bool(self.failures),
            "breaches": [asdict(one) for one in self.breaches],
            "met": list(self.met),
            "undecided": dict(self.undecided),
            "refused": list(self.refused),
        }

    def __str__(self) -> str:
        return "\n\n".join(map(str, (self._head, *self.failures, *self.warnings)))

    @property
    def _head(self) -> str:
        broken = len({one.requirement for one in self.failures})
        warned = len({one.requirement for one in self.warnings})
        told = [f"breaks {_counted(broken)}"] if broken else []
        told += [f"gets a warning for {_counted(warned)}"] if warned else []
        return f"In the scenario {self.scenario} the consumer {' and '.join(told) or 'breaks nothing'}."


class ConsumerError(AssertionError):
    """The consumer breaks what it must keep; ``judgement`` says what."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(str(judgement))
        self.judgement = judgement


class ConsumerWarning(UserWarning):
    """The consumer breaks a requirement of which a run would warn."""


def _counted(number: int) -> str:
    return f"{number} requirement{'' if number == 1 else 's'}"


def _field(label: str, text: str) -> Iterator[str]:
    """The text behind its label, wrapped; nothing for an empty one."""
    wrapped = textwrap.wrap(text, _WIDTH - _LABEL, break_long_words=False, break_on_hyphens=False) if text else []
    for place, line in enumerate(wrapped):
        yield f"  {'' if place else label:<{_LABEL}}{line}"
