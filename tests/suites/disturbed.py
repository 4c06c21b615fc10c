"""Runs in this process with accidents at places drawn from a seed, and what of their verdicts may not be.

    with disturbed_run(Accident.drawn(7)) as record: ...

An accident is an answer of a proxy instead of the target's, before or after the target has done what it was asked for,
or a connection that is closed without an answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.plan import Plan
from conformance.record import RunRecord, Verdict
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.blend import Blend
from conformance.selfcheck.subject import subject
from mock_provider.behaviour import Behaviour

STATUSES = (500, 502, 503, 504)
REQUESTS = 480
"""About how many requests a run of the whole plan sends."""
DECIDED = (Verdict.PASS, Verdict.FAIL, Verdict.WARN)


@dataclass(frozen=True)
class Accident:
    """What happens at which requests of a run (counted from 0), or with which probability at each.

    ``status`` ``None`` closes the connection without an answer. ``done`` says whether the target does what it was
    asked for all the same.
    """

    places: frozenset[int] = frozenset()
    rate: float = 0.0
    status: int | None = 500
    done: bool = False
    seed: int = 0

    @classmethod
    def drawn(cls, seed: int) -> Accident:
        """One accident at a random place."""
        draw = random.Random(seed)
        status = draw.choice((*STATUSES, None))
        return cls(frozenset({draw.randrange(REQUESTS)}), status=status, done=draw.random() < 0.5, seed=seed)

    @classmethod
    def often(cls, seed: int, rate: float = 0.14) -> Accident:
        """An accident at every seventh request or so."""
        draw = random.Random(seed)
        return cls(rate=rate, status=draw.choice(STATUSES), done=draw.random() < 0.5, seed=seed)


@dataclass
class Disturbed:
    """An application behind a proxy that has accidents; ``met`` are the requests that had one."""

    app: ASGIApp
    accident: Accident
    met: list[str] = field(default_factory=list)
    _count: int = -1

    def __post_init__(self) -> None:
        self._draw = random.Random(self.accident.seed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._count += 1
        if not (self._count in self.accident.places or self._draw.random() < self.accident.rate):
            await self.app(scope, receive, send)
            return
        self.met.append(f"#{self._count} {scope['method']} {scope['path']}")
        if self.accident.done:
            await self.app(scope, receive, _nowhere)
        if self.accident.status is not None:
            headers = [(b"content-type", b"text/html")]
            await send({"type": "http.response.start", "status": self.accident.status, "headers": headers})
            await send({"type": "http.response.body", "body": b"<h1>Bad Gateway</h1>"})


async def _nowhere(_: Message) -> None:
    """The answer is lost."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its record, and the requests that met an accident."""

    record: RunRecord
    met: tuple[str, ...] = ()
    requests: int = 0

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts by requirement."""
        return {result.id: result.verdict for result in self.record.requirements}

    def invented(self, calm: Outcome) -> dict[str, str]:
        """What this run claims to know and the undisturbed one does not: new verdicts, and a new exit code 0 or 1."""
        told = {
            name: f"{verdict.value}, undisturbed {calm.verdicts[name].value}: {self._why(name)}"
            for name, verdict in self.verdicts.items()
            if verdict in DECIDED and verdict is not calm.verdicts[name]
        }
        code = self.record.exit_code
        if code in (0, 1) and code != calm.record.exit_code:
            told["exit code"] = f"{code}, undisturbed {calm.record.exit_code}"
        return told

    def _why(self, name: str) -> str:
        return next(result.reason or "" for result in self.record.requirements if result.id == name)


def judged(accident: Accident | None = None, fault: Behaviour | None = None, **changes: Any) -> Outcome:
    """The whole plan in this process against the mock (wrong by ``fault``), behind a proxy with that accident.

    ``changes`` are made to the plan.
    """
    with _subject(Blend(fault), changes) as (plan, app):
        disturbed = Disturbed(app, accident or Accident())
        run = ProviderRun(plan, app=disturbed, keep_exchanges=False)
        run_suites(run)
    return Outcome(run.record, tuple(disturbed.met), disturbed._count + 1)


@contextmanager
def _subject(played: Blend, changes: dict[str, Any]) -> Iterator[tuple[Plan, ASGIApp]]:
    with subject(played) as made:
        assert made.app is not None, "a fault that needs a real connection"
        yield replace(made.plan, **changes), made.app
