"""The operations that need an access token, as requests that are right but for the token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from conformance.plan import Plan
from conformance.suites.answer import Answer
from conformance.suites.calling import Token
from conformance.suites.outcomes import not_applicable


@dataclass(frozen=True, slots=True)
class ProtectedOperation:
    """An operation, the claim with which it has to be there, and the scope that it needs.

    ``call`` sends a request that is right but for the token. ``without_token`` is the row that has it refused without
    one. ``destroys`` says that it cannot be tried with the right token without taking something away.
    """

    id: str
    claim: str
    scope: str
    without_token: str
    call: Callable[[Token], Answer]
    destroys: bool = False


class ProtectedOperations:
    """The protected operations of a target by their ids, and their answers to bad tokens so far.

    ``reading`` is the id of the one that a token is tried on: a cheap read that changes nothing.
    """

    def __init__(
        self, plan: Plan, token: Callable[[str], str], operations: Mapping[str, ProtectedOperation], reading: str = ""
    ) -> None:
        self._plan = plan
        self._token = token
        self._operations = operations
        self._reading = reading
        self._known: dict[tuple[str, str], Answer] = {}
        self._right: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(self._operations)

    def __getitem__(self, operation: str) -> ProtectedOperation:
        return self._operations[operation]

    def reading(self) -> ProtectedOperation:
        """The operation that a token is tried on; raises ``NotApplicable`` where the edition has none."""
        if not self._reading:
            not_applicable("the edition has no operation that a token could be tried on")
        return self._operations[self._reading]

    def tried_by(self, scope: str) -> ProtectedOperation | None:
        """The operation that a token of that scope is tried on; ``None`` when the scope lets nothing be read."""
        found = self._operations.get(self._reading)
        return found if found and found.scope == scope else None

    def claimed(self, operation: str) -> bool:
        """True when the target claims the operation."""
        return self._operations[operation].claim in self._plan.claims

    def need(self, operation: str) -> None:
        """End the check when the target does not claim the operation, or does not answer it rightly."""
        about = self._operations[operation]
        if not self.claimed(operation):
            not_applicable(f"the plan does not claim {about.claim}")
        if operation not in self._right and not about.destroys:
            about.call(self._token(about.scope)).require(200, 201, 202, 304)
            self._right.add(operation)

    def call(self, operation: str, token: Token) -> Answer:
        """The operation with this token."""
        return self._operations[operation].call(token)

    def with_bad_token(self, operation: str, token: str | None) -> Answer:
        """The answer to an unknown token, or to none at all; asked for once."""
        key = (operation, "none" if token is None else "unknown")
        if key not in self._known:
            self._known[key] = self.call(operation, token)
        return self._known[key]
