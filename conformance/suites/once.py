"""What is found out once in a run, and given again whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from conformance.suites.outcomes import CheckEnd

T = TypeVar("T")


class Once(Generic[T]):
    """Calls a function once. Later calls give the same value, or end the check as the first one did."""

    def __init__(self, find_out: Callable[[], T]) -> None:
        self._find_out = find_out
        self._value: list[T] = []
        self._end: CheckEnd | None = None

    def __call__(self) -> T:
        """The value; raises the ``CheckEnd`` that the function ended with."""
        if self._end is None and not self._value:
            try:
                self._value.append(self._find_out())
            except CheckEnd as end:
                self._end = end
        if self._end is not None:
            raise type(self._end)(self._end.reason, self._end.findings)
        return self._value[0]

    @property
    def known(self) -> bool:
        """True when the value is there already."""
        return bool(self._value)

    def forget(self) -> None:
        """Find it out anew next time."""
        self._value.clear()
        self._end = None
