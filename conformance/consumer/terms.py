"""What is the same in every sitting of a run: the edition, how the consumer is let in, and what its codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.access import ClientSpec
from conformance.consumer.process import Finished
from conformance.consumer.standing import Standing
from conformance.exchanges.specimens import TellsBy
from conformance.plan.consumer import ConsumerPlan, Exits, Login, SittingLimits
from conformance.standard import book_of
from conformance.traffic import End


@dataclass(frozen=True, slots=True)
class Terms:
    """How the sittings of a run are played.

    ``learners`` are passwords that replace the mock's own. ``acts_for_itself`` says that the client registered by hand
    uses client credentials. With ``real_tls`` the mock listens on a port; without it the mock is an application in this
    process, for a consumer that is a function of it; ``standing`` lends such mocks, which are started anew without it.
    ``listen`` are settings of the mock that say where it listens and under which names, for all sittings alike.
    """

    book: str
    exits: Exits = field(default_factory=Exits)
    limits: SittingLimits = field(default_factory=SittingLimits)
    login: Login = "pages"
    client: ClientSpec | None = None
    acts_for_itself: bool = False
    learners: Mapping[str, str] = field(default_factory=dict, repr=False)
    authority: bool = True
    claims: frozenset[str] = frozenset()
    tells_by: TellsBy = "report"
    real_tls: bool = True
    standing: Standing | None = field(default=None, compare=False, repr=False)
    listen: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: ConsumerPlan) -> Terms:
        """Those of a plan."""
        return cls(
            book=book_of(plan.standard),
            exits=plan.exits,
            limits=plan.limits,
            login=plan.login,
            client=plan.client,
            acts_for_itself="client_credentials" in plan.claims,
            learners=plan.learners,
            authority=plan.ca_environment,
            claims=plan.claims,
            tells_by=plan.outcome,
        )

    def end_of(self, finished: Finished) -> End:
        """What the end of a process means; of what a person led, as the person saw it."""
        if finished.seen is not None:
            return finished.seen
        if finished.stopped:
            return End("stopped", finished.code)
        if finished.timed_out:
            return End("timed-out", finished.code)
        meanings: dict[int | None, Any] = {
            self.exits.through: "through",
            self.exits.refused: "refused",
            self.exits.unable: "unable",
        }
        return End(meanings.get(finished.code, "crashed"), finished.code)
