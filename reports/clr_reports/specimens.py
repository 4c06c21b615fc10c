"""What reports say of the items that were laid before a consumer: what each is, and what the consumer made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.exchanges.specimens import in_words
from conformance.record import OutcomeResult, RunRecord, SittingResult, SpecimenResult, Verdict

_TOLD_BY = {"outcome": "", "exit code": "by its exit code", "person": "as a person attests", "": ""}


@dataclass(frozen=True, slots=True)
class Item:
    """One item in words: what it is, what a right consumer makes of it, what this one made, and how that looks."""

    name: str
    kind: str
    id: str
    start: int
    what: str
    right: str
    made: str
    told_by: str
    reason: str
    like: Verdict


@dataclass(frozen=True, slots=True)
class Laid:
    """The items of one sitting, and what there is to say of what the consumer reported there."""

    scenario: str
    task: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]

    @property
    def right(self) -> bool:
        """True when all of it is as a right consumer has it."""
        return not self.notes and all(item.like is Verdict.PASS for item in self.items)


def laid(record: RunRecord) -> list[Laid]:
    """The sittings in which items were laid before the consumer, in order."""
    return [_laid(each) for each in record.sittings if each.specimens]


def _laid(sitting: SittingResult) -> Laid:
    items = tuple(_item(one, sitting) for one in sitting.specimens)
    return Laid(sitting.scenario, sitting.task, items, tuple(_notes(sitting.outcomes)))


def _notes(outcomes: Sequence[OutcomeResult]) -> Iterator[str]:
    for one in outcomes:
        if one.unusable:
            yield f"What start {one.start} reports decides nothing: {one.unusable}"
    strange = [str(one.start) for one in outcomes if one.unknown]
    if strange:
        count = sum(one.unknown for one in outcomes)
        items = "1 item" if count == 1 else f"{count} items"
        yield f"It also reports {items} that it was not given (start {', '.join(strange)})."


def _item(one: SpecimenResult, sitting: SittingResult) -> Item:
    return Item(
        name=one.name,
        kind=one.kind,
        id=one.id,
        start=one.start,
        what=one.change or "nothing is wrong with it",
        right=in_words(one.right),
        made=one.state or "not reported",
        told_by=_TOLD_BY[one.told_by],
        reason=one.reason,
        like=_like(one, sitting),
    )


def _like(one: SpecimenResult, sitting: SittingResult) -> Verdict:
    if not one.state:
        return Verdict.INCOMPLETE
    if not one.change:
        return Verdict.PASS if one.state in one.right else Verdict.INCOMPLETE
    if one.state not in one.right:
        return Verdict.FAIL
    twin = next((each for each in sitting.specimens if each.id == one.twin), None)
    return Verdict.PASS if twin is not None and twin.state in twin.right else Verdict.INCOMPLETE
