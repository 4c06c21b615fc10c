"""What is the same in every sitting of a run: the edition, how the consumer is let in, and what its codes mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.access import ClientSpec
from conformance.consumer.process import Finished
from conformance.plan.consumer import ConsumerPlan, Exits, Login, SittingLimits
from conformance.standard import book_of
from conformance.traffic import End

if TYPE_CHECKING:
    from mock_provider.scenarios import Scenario
    from mock_provider.testing import MockServer

Browser = Callable[["MockServer", "Scenario"], AbstractContextManager[str]]
"""Gives the program that ``BROWSER`` names in a sitting, as long as the block lasts."""


def no_browser(_mock: MockServer, _scenario: Scenario) -> AbstractContextManager[str]:
    """No program that logs in: the consumer's own way is left alone."""
    return nullcontext("")


@dataclass(frozen=True, slots=True)
class Terms:
    """How the sittings of a run are played; ``learners`` are passwords that replace the mock's own."""

    book: str
    exits: Exits = field(default_factory=Exits)
    limits: SittingLimits = field(default_factory=SittingLimits)
    login: Login = "pages"
    client: ClientSpec | None = None
    learners: Mapping[str, str] = field(default_factory=dict, repr=False)
    registration: bool = True
    authority: bool = True
    browser: Browser = no_browser

    @classmethod
    def of(cls, plan: ConsumerPlan, browser: Browser = no_browser) -> Terms:
        """Those of a plan."""
        return cls(
            book=book_of(plan.standard),
            exits=plan.exits,
            limits=plan.limits,
            login=plan.login,
            client=plan.client,
            learners=plan.learners,
            registration=plan.client is None,
            authority=plan.ca_environment,
            browser=browser,
        )

    def end_of(self, finished: Finished) -> End:
        """What the end of a process means."""
        if finished.stopped:
            return End("stopped", finished.code)
        if finished.timed_out:
            return End("timed-out", finished.code)
        meanings: dict[int, Any] = {
            self.exits.through: "through",
            self.exits.refused: "refused",
            self.exits.unable: "unable",
        }
        return End(meanings.get(finished.code or 0, "crashed"), finished.code)
