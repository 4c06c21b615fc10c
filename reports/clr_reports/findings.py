"""The findings of one requirement over all of its checks, read when they are asked for: there may be very many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from conformance.record import Finding, RequirementResult


class Findings:
    """What was found of a requirement. It holds no finding: checks may lie in a temporary file, and are read again."""

    def __init__(self, result: RequirementResult) -> None:
        self._result = result
        self._count: int | None = None

    def __iter__(self) -> Iterator[Finding]:
        wanted = self._result.id  # a check may decide several requirements
        return (each for check in self._result.checks for each in check.findings if each.requirement == wanted)

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(1 for _ in self)
        return self._count

    def __bool__(self) -> bool:
        return self.head is not None

    @property
    def head(self) -> Finding | None:
        """The first one, if any."""
        return next(iter(self), None)

    def first(self, most: int) -> list[Finding]:
        """As many as are shown."""
        return list(islice(self, most))
