"""Consumers under variations: the right one has to go on as if nothing were unusual, a wrong one is named all the same.

The id of such a trial joins the ids by ``+``, that of the wrong consumer first: ``fresh-software-id+var-link-lines``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.consumer.parts import Part, parts_of
from conformance.consumer.unusual import scenario_of, why_not
from conformance.plan.consumer import ConsumerPlan
from conformance.selfcheck.blend import Kind
from conformance.traffic.wrong import WrongConsumer
from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import stacked, variations
from mock_provider.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class ConsumerBlend:
    """A consumer (``None``: the right one) and the variations of the mock that it meets all at once."""

    fault: WrongConsumer | None = None
    variations: tuple[Behaviour, ...] = ()
    book: str = ""

    @property
    def id(self) -> str:
        """The ids joined by ``+``; empty for the right consumer that meets nothing unusual."""
        return "+".join((*([self.fault.id] if self.fault else ()), *(one.id for one in self._stacked)))

    @property
    def kind(self) -> Kind:
        """What kind of trial it is."""
        if len(self.variations) + bool(self.fault) > 1:
            return "blend"
        return "variation" if self.variations else "fault" if self.fault else "clean"

    @property
    def _stacked(self) -> Sequence[Behaviour]:
        return stacked(self.variations, self.book)

    def parts(self, plan: ConsumerPlan) -> tuple[Part, ...]:
        """What is played of a plan: for the right consumer the plain sittings and those with all that is unusual.

        A wrong consumer meets it in the plain sittings themselves, so that what names it was seen there; twice, since
        some departures show from one time to the next.
        """
        plain = tuple(part for part in parts_of(plan) if part.plain)
        if self.fault is None:
            return (*plain, *self._unusual(plan))
        under = [Part(self._under(part.scenario), part.task) for part in plain]
        return (*under, *(Part(replace(part.scenario, id=self.id), part.task) for part in under))

    @property
    def _settings(self) -> Mapping[str, Any]:
        return {name: value for one in self._stacked for name, value in one.settings.items()}

    def _under(self, scenario: Scenario) -> Scenario:
        return replace(scenario, settings=self._settings, behaviours=tuple(one.id for one in self._stacked))

    def _unusual(self, plan: ConsumerPlan) -> tuple[Part, ...]:
        """One sitting for each task in which one of the variations shows."""
        scenarios = [scenario_of(one, self.book) for one in self._stacked]
        tasks = dict.fromkeys(task for one in scenarios for task in one.tasks if task in plan.tasks)
        blended = Scenario(
            self.id,
            "; ".join(one.title for one in scenarios),
            how="",
            right="",
            settings=self._settings,
            behaviours=tuple(one.id for one in scenarios),
            wire=any(one.wire for one in scenarios),
            as_plain=True,
            # Of several nobody knows at first which one the consumer does not take.
            obliges=scenarios[0].obliges if len(scenarios) == 1 else (),
        )
        return tuple(Part(blended, task) for task in tasks)


def consumer_blend(text: str, wrong: Mapping[str, WrongConsumer], book: str) -> ConsumerBlend:
    """The blend with that id. Raises ``KeyError`` for an unknown part, ``ValueError`` for a second wrong consumer."""
    parts = [part for part in text.split("+") if part]
    known = {one.id: one for one in playable(book)}
    chosen = [wrong[part] for part in parts if part in wrong]
    if len(chosen) > 1:
        raise ValueError(f"{text} has more than one wrong consumer: {', '.join(one.id for one in chosen)}")
    others = tuple(known[part] for part in parts if part not in wrong)
    return ConsumerBlend(chosen[0] if chosen else None, others, book)


def playable(book: str) -> tuple[Behaviour, ...]:
    """Every variation that a consumer can meet."""
    return tuple(one for one in variations(book).values() if not why_not(one))
