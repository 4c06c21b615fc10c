"""Legal scenarios that go otherwise than the plain one: a finding of the requirement that obliges, or a diagnosis.

A requirement that obliges consumers to take what is served there is broken, with what its level and basis make of
that. Where no requirement speaks of it, the reader is told, and no run fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conformance.consumer.mending import was_refused
from conformance.record import Diagnosis, Finding
from conformance.traffic import Sitting, Traffic
from conformance.traffic.paging import Step, steps
from mock_provider.scenarios import Scenario

CHECK: Final = "consumer.variations.it_ends_as_in_the_plain_sitting"
NOT_TAKEN: Final = "legal response not taken"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A legal scenario that went otherwise than the plain one.

    ``plain`` is how the plain sitting of its task ended. ``unread`` is a page that names a next one for which the
    consumer did not ask, though it asks for every page where nothing is unusual; ``None`` when its end alone differs.
    """

    scenario: Scenario
    sitting: Sitting
    plain: str
    unread: Step | None = None

    @property
    def served(self) -> bool:
        """True when the consumer met what is unusual there: it asked for it, or the mock was started with it."""
        return bool(self.sitting.struck() or self.scenario.settings)

    @property
    def obliged_by(self) -> tuple[str, ...]:
        """The requirements that it breaks; none where the consumer did not come to what is unusual."""
        return self.scenario.obliges if self.served and self.sitting.by_itself else ()

    @property
    def finding(self) -> Finding:
        """What is said under each of them."""
        cited = (self.unread.page,) if self.unread else self.sitting.struck() or self.sitting.exchanges
        return Finding(
            "",
            f"It did not take what is legal: {self.scenario.title} ({self.scenario.id}, task {self.sitting.task})",
            expected=f"a request for {self.unread.target}" if self.unread else f"the end {self.plain}, as in `plain`",
            actual=f"there was none: {self.sitting.end}" if self.unread else str(self.sitting.end),
            exchanges=tuple(one.number for one in cited[:1]),
        )

    @property
    def diagnosis(self) -> Diagnosis:
        """What is said where no requirement names it."""
        there = f"ended {self.sitting.end.how} there" + ("" if self.served else ", before it came to what is unusual,")
        did = "did not ask for every page there" if self.unread else there
        return Diagnosis(
            NOT_TAKEN,
            "warning",
            f"{self.scenario.id} is legal, and the consumer {did} (task {self.sitting.task}), while it ended "
            f"{self.plain} where nothing was unusual: {self.scenario.title}.",
            f"`clr-conformance explain {self.scenario.id}` says what happens there, and by which text it is legal.",
        )


def ended_otherwise(traffic: Traffic, scenarios: Mapping[str, Scenario]) -> Iterator[Otherwise]:
    """Each sitting of these legal scenarios that does not end as the plain one of its task, or leaves a page unread.

    One in which the mock refused a request ended for that, and a requirement of its own says so.
    """
    for sitting in traffic.sittings:
        scenario = scenarios.get(sitting.scenario)
        plain = [one for one in traffic.plain if one.task == sitting.task][-1:]
        if scenario is None or not plain or was_refused(sitting) or sitting.end.how in ("unclear", "skipped"):
            continue
        unread = None if _unread(plain[0]) else _unread(sitting)
        if sitting.end.how != plain[0].end.how:
            yield Otherwise(scenario, sitting, plain[0].end.how)
        elif unread:
            yield Otherwise(scenario, sitting, plain[0].end.how, unread)


def _unread(sitting: Sitting) -> Step | None:
    return next((step for step in steps(sitting) if step.request is None), None)


def by_requirement(found: Sequence[Otherwise]) -> Mapping[str, tuple[Finding, ...]]:
    """What is said under each requirement."""
    names = dict.fromkeys(name for one in found for name in one.obliged_by)
    return {name: tuple(one.finding for one in found if name in one.obliged_by) for name in names}
