"""A CLR 1.0 target as its checks ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conformance.plan import Plan
from conformance.record import Diagnosis, Problem
from conformance.rulebooks.clr10.provider import survey
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.lists import Lists
from conformance.rulebooks.clr10.provider.records import OwnRecord, protected_operations
from conformance.suites.memory import Memory
from conformance.suites.protected import ProtectedOperations
from conformance.suites.rules import ProviderRules
from conformance.wire import AsgiApp


class ClrTarget(ClrData):
    """Adds to the data the questions about them: what the doctor asks, the protected operations, and the lists."""

    def __init__(
        self,
        plan: Plan,
        rules: ProviderRules,
        out: Path | None = None,
        app: AsgiApp | None = None,
        memory: Memory | None = None,
    ) -> None:
        super().__init__(plan, rules, out, app, memory)
        self.lists = Lists(self)
        self.own_record = OwnRecord(self)
        operations = protected_operations(self, self.own_record)
        self._protected = ProtectedOperations(plan, self.tokens.token, operations, reading="getClrs")

    def protected(self) -> ProtectedOperations:
        """The four operations that need a token."""
        return self._protected

    def astray(self) -> Problem | None:
        """The problem of a base URL with nothing of a CLR API behind it; ``None`` when there is something."""
        return survey.astray(self)

    def refused_token(self) -> Problem | None:
        """The problem of a token of the plan that the target does not take; ``None`` when it does."""
        return survey.refused_token(self)

    def look_at_discovery(self, document: dict[str, Any]) -> Diagnosis:
        """What the discovery document tells at a first glance."""
        return survey.look_at_discovery(document)

    def look_at_data(self) -> Diagnosis:
        """How many CLRs the first resource owner has, and what of the plan's claims they do not show."""
        return survey.look_at_data(self)
