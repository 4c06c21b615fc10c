"""Blends: variations drawn together, alone and with a fault among them. Drawing, judging and shrinking; pure.

One fault or one variation at a time is what the kill matrix plays; software by other hands differs in many ways at
once. A set of variations must stay without a finding, and a fault must be named under it as it is named alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from conformance.record import Verdict
from conformance.selfcheck.blend import Blend
from conformance.selfcheck.consumer_blend import ConsumerBlend
from conformance.selfcheck.matrix import CRASHES, consequences_of, doubted
from conformance.selfcheck.trial import Trial
from conformance.standard import Standard
from conformance.traffic.wrong import WrongConsumer
from mock_provider.behaviour import Behaviour

Mixed = Blend | ConsumerBlend
"""What one trial plays: behaviours of the mock with a provider's checks, or a consumer that meets some of them."""

FEWEST, MOST = 2, 6  # variations in a set

Result = Literal["silent", "named", "no strike", "false alarm", "not named", "crashed"]


@dataclass(frozen=True, slots=True)
class BlendOutcome:
    """What a blend came to; ``named`` are the requirements that it speaks of, or the crashes."""

    id: str
    result: Result
    named: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """True when it is as it has to be; a fault that found nothing to change proves nothing, and breaks nothing."""
        return self.result in ("silent", "named", "no strike")


def draw(seed: int, number: int, variations: Sequence[Behaviour], book: str = "") -> Blend:
    """The set with that number under that seed: the same for the same variations, whatever else is drawn."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable, not secret
    size = dice.randint(FEWEST, MOST)
    chosen: list[Behaviour] = []
    for one in dice.sample(variations, len(variations)):
        if len(chosen) < size and not any(one.excludes(other) for other in chosen):
            chosen.append(one)
    return Blend(None, tuple(sorted(chosen, key=lambda one: one.id)), book)


def wrong_under(
    seed: int, number: int, alone: Trial, played: ConsumerBlend, wrong: Sequence[WrongConsumer]
) -> Iterator[ConsumerBlend]:
    """The set with one wrong consumer each, in the order of the dice; only those whose requirements it passes."""
    dice = random.Random(f"{seed}/{number}/wrong")  # noqa: S311 - repeatable, not secret
    for one in dice.sample(wrong, len(wrong)):
        if all(alone.verdicts.get(name) is Verdict.PASS for name in one.breaks):
            yield replace(played, fault=one)


def faults_under(seed: int, number: int, alone: Trial, played: Blend, faults: Sequence[Behaviour]) -> Iterator[Blend]:
    """Blends of the set with one fault each, in the order of the dice.

    Only faults whose requirements the set ``alone`` passes: a set may take away what a requirement speaks of.
    """
    dice = random.Random(f"{seed}/{number}/fault")  # noqa: S311 - repeatable, not secret
    for fault in dice.sample(faults, len(faults)):
        passed = all(alone.verdicts.get(name) is Verdict.PASS for name in fault.breaks)
        if passed and not any(fault.excludes(other) for other in played.variations):
            yield replace(played, fault=fault)


def outcome(found: Trial, played: Mixed, standard: Standard) -> BlendOutcome:
    """Judge a trial of a blend: silence without a fault; with one its requirements, and none but its consequences."""
    if crashes := tuple(problem for problem in found.problems if problem.startswith(CRASHES)):
        return BlendOutcome(found.id, "crashed", crashes)
    breaks = played.fault.breaks if played.fault else ()
    if played.fault and not found.struck:
        return BlendOutcome(found.id, "no strike")
    if missed := tuple(name for name in breaks if not found.names(name)):
        return BlendOutcome(found.id, "not named", missed)
    expected = {
        *breaks,
        *(consequences_of(played.fault, standard) if played.fault else ()),
        *doubted(found, played.variations),
    }
    if alarms := tuple(sorted(found.broken() - expected)):
        return BlendOutcome(found.id, "false alarm", alarms)
    return BlendOutcome(found.id, "named" if played.fault else "silent")


def smaller(played: Mixed) -> tuple[Mixed, ...]:
    """The blend without one of its variations, in each way."""
    sets = (tuple(one for one in played.variations if one is not left) for left in played.variations)
    return tuple(replace(played, variations=one) for one in sets if one or played.fault)


def same_failure(first: BlendOutcome, second: BlendOutcome) -> bool:
    """True when the smaller blend fails as the larger one did, at one of the same requirements."""
    return first.result == second.result and (first.result == "crashed" or bool({*first.named} & {*second.named}))


def counts(outcomes: Mapping[str, BlendOutcome]) -> dict[str, int]:
    """How many blends came to each result."""
    found: dict[str, int] = {}
    for one in outcomes.values():
        found[one.result] = found.get(one.result, 0) + 1
    return found
