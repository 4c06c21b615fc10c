"""The implementation under test, as checks ask for it: its clients, grants and tokens, and what an edition adds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from conformance.oauth.endpoints import at
from conformance.plan import Plan
from conformance.record import Diagnosis, Problem
from conformance.suites.calling import Caller
from conformance.suites.clients import Clients
from conformance.suites.grants import Grants
from conformance.suites.memory import Memory
from conformance.suites.protected import ProtectedOperations
from conformance.suites.rules import ProviderRules
from conformance.suites.session import Session
from conformance.suites.tokens import Tokens
from conformance.wire import AsgiApp, BudgetExhausted

T = TypeVar("T")


class Target:
    """Holds the parts of a run against one target. An edition that looks at data of its own has a view of its own."""

    def __init__(
        self,
        plan: Plan,
        rules: ProviderRules,
        out: Path | None = None,
        app: AsgiApp | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.session = Session(plan, rules, app)
        self.clients = Clients(self.session)
        self.grants = Grants(self.session, self.clients, out)
        self.tokens = Tokens(self.session, self.clients, self.grants)
        self.plan = plan
        self.rules = rules
        self.facts = self.session.facts
        self.base = self.session.base
        self.wire = self.session.wire
        self.history = self.session.history
        self.parse_limits = self.session.parse_limits
        self.memory = memory or Memory()
        self.unreachable: str | None = None
        self._overdue = time.monotonic() + 2 * plan.limits.run
        self.api = Caller(self.session.connection, self.tokens.access("owner"))
        """The operations as the first resource owner may use them."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept the run from judging, each once."""
        return self.session.problems

    def blame(self, problem: Problem, seen: int | None = None) -> None:
        """Keep a problem that stands in the way of judging; ``seen`` is the exchange that shows it."""
        self.session.blame(problem, seen)

    def need_time(self) -> None:
        """Raises ``BudgetExhausted`` when judging alone has taken as long as the run might."""
        if time.monotonic() > self._overdue:
            raise BudgetExhausted(_too_long(self.plan.limits.run))

    def in_time(self, found: Iterable[T]) -> Iterator[T]:
        """These, one by one, each with ``need_time`` before it: a record may be made to cost whoever judges it."""
        for one in found:
            self.need_time()
            yield one

    # what an edition knows of its targets

    def protected(self) -> ProtectedOperations:
        """The operations that need a token."""
        return ProtectedOperations(self.plan, self.tokens.token, {})

    def astray(self) -> Problem | None:
        """The problem of a base URL with nothing of the edition's API behind it; ``None`` when there is something."""
        return None

    def refused_token(self) -> Problem | None:
        """The problem of a token of the plan that the target does not take; ``None`` when it does, or nobody knows."""
        return None

    def look_at_discovery(self, document: dict[str, Any]) -> Diagnosis:
        """What the discovery document tells at a first glance."""
        name = at(document, self.facts.discovery_name)
        return Diagnosis("discovery", "ok", str(name)[:80] if name else "without a name")

    def look_at_data(self) -> Diagnosis:
        """Whether the data of the first resource owner are enough to judge by."""
        return Diagnosis("data", "skipped", "the edition says nothing of data")

    def remove_what_was_made(self) -> list[str]:
        """Take away what the run made by the edition's operations; returns what is left, a sentence each."""
        return []

    # the end

    def clean_up(self) -> list[str]:
        """Remove what the run created on the target; returns what is left, a sentence each."""
        self.wire.confirm()
        return [*self.remove_what_was_made(), *self.clients.leave()]

    def describe(self) -> dict[str, Any]:
        """The target as the run record names it."""
        envelope = {"envelope": self.facts.envelope} if self.facts.envelope else {}
        return {"url": self.base, "name": self.session.name(), **envelope, "claims": sorted(self.plan.claims)}

    def close(self) -> None:
        """Close connections and browsers."""
        self.grants.close()
        self.wire.close()


def open_target(
    rules: ProviderRules,
    plan: Plan,
    out: Path | None = None,
    app: AsgiApp | None = None,
    memory: Memory | None = None,
) -> Target:
    """The target of a plan as its edition sees it.

    ``out`` is a folder for what a browser shows, ``app`` an application in this process instead of a target on the
    network, ``memory`` what runs of this process share.
    """
    kind: type[Target] = rules.target or Target
    return kind(plan, rules, out, app, memory)


def _too_long(seconds: float) -> Problem:
    return Problem(
        "time-exhausted",
        f"The run has lasted more than twice the {seconds:g} seconds of the plan; the checks left were not run.",
        "The target's answers take very long to read.",
        "Judge an account with fewer or smaller records, or raise limits.run.",
    )
