"""What every step of a right client begins with: what it is told, what it keeps, and how it speaks HTTP."""

from __future__ import annotations

from typing import NoReturn

from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.rulebooks.oauth.consumer.state import State
from conformance.standard.facts import Facts
from conformance.traffic.assignment import Assignment, RefusedError
from conformance.wire import Wire


class Started:
    """A client that has been started and has asked for nothing yet."""

    accept = "application/json"

    def __init__(self, assignment: Assignment, facts: Facts) -> None:
        self.assignment = assignment
        self.facts = facts
        self.base = self.base_url(assignment.url)
        self.state = State(assignment.state)
        self.wire = self.new_wire()

    def new_wire(self) -> Wire:
        """HTTP that checks certificates and names, bounds every read, and speaks no plain http."""
        limits = Limits(read=5.0, exchange=15.0, run=60.0, body=8 * 1024 * 1024, exchanges=400)
        return Wire(limits=limits, ca=self.assignment.ca, app=self.assignment.app)

    def close(self) -> None:
        """Close all connections."""
        self.wire.close()

    def base_url(self, url: str) -> str:
        """The API's base URL, given with or without its path and a slash at the end."""
        trimmed = url.rstrip("/")
        return trimmed if trimmed.endswith(self.facts.base_path) else trimmed + self.facts.base_path

    @property
    def owner(self) -> str:
        """Under which name what belongs to the learner is kept."""
        return f"{self.base} {self.assignment.username}"

    def refuse(self, what: str, response: Response) -> NoReturn:
        """Stop, and say why."""
        why = response.failure.message if response.failure else f"it is answered {response.status}"
        raise RefusedError(f"{what}: {why}")
