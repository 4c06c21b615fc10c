"""Bounds of a run: how many exchanges, how long in all, and how long for one."""

from __future__ import annotations

import time

from conformance.limits import Limits
from conformance.record import Problem

KEPT_BODIES = 64
"""How many bodies of the largest size a run keeps: all of them stay in memory until it ends."""


class BudgetExhausted(Exception):
    """The run may send no more: the exchanges, the time or the memory of the plan are used up."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Deadline:
    """The moment at which the exchange under way has to end; every read and write of the network looks at it."""

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at = float("inf")

    @property
    def passed(self) -> bool:
        """True when the exchange has used up its time."""
        return time.monotonic() >= self.at

    def cap(self, timeout: float | None) -> float:
        """The timeout in seconds for one operation: what is asked for, but never beyond the deadline."""
        left = max(self.at - time.monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)


class Budget:
    """Counts the exchanges of a run and sets the deadline of each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._end = time.monotonic() + limits.run
        self._left = limits.exchanges
        self._room = KEPT_BODIES * limits.body

    def keep(self, count: int) -> None:
        """Count the bytes of a body that is kept."""
        self._room -= count

    def take(self, deadline: Deadline) -> None:
        """Take one exchange and set its deadline.

        Raises BudgetExhausted when the run has no exchange, no time or no room left.
        """
        now = time.monotonic()
        if self._left <= 0:
            raise BudgetExhausted(_exchanges_used(self._limits.exchanges))
        if now >= self._end:
            raise BudgetExhausted(_time_used(self._limits.run))
        if self._room <= 0:
            raise BudgetExhausted(_room_used(KEPT_BODIES * self._limits.body))
        self._left -= 1
        deadline.at = min(now + self._limits.exchange, self._end)


class Pace:
    """Lets requests start no faster than a rate in requests per second; 0 for as fast as they come."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate > 0 else 0.0
        self._next = 0.0

    def wait(self) -> None:
        """Sleep until the next request may start."""
        if not self._gap:
            return
        now = time.monotonic()
        time.sleep(max(self._next - now, 0.0))
        self._next = max(self._next, now) + self._gap


def _exchanges_used(count: int) -> Problem:
    return Problem(
        code="exchanges-exhausted",
        message=f"The run has sent {count} requests, which is the limit of the plan.",
        likely="The target makes the run ask again and again (a next link that never ends), or the plan is long.",
        todo="Look at the last exchanges; raise limits.exchanges when the target is right.",
    )


def _time_used(seconds: float) -> Problem:
    return Problem(
        code="time-exhausted",
        message=f"The run has lasted {seconds:g} seconds, which is the limit of the plan.",
        likely="The target answers slowly.",
        todo="Look at the slowest exchanges; raise limits.run when the target is only slow.",
    )


def _room_used(count: int) -> Problem:
    return Problem(
        code="bytes-exhausted",
        message=f"The run has received {count} bytes, which is the limit of the plan ({KEPT_BODIES} x limits.body).",
        likely="The lists of the target are very large.",
        todo="Judge an account with fewer or smaller records; raise limits.body when there is memory for more.",
    )
