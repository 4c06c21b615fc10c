"""What follows from what a person saw of the consumer: attested, and never mixed with what was seen here; pure."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.specimens import Asked, Specimen
from conformance.record import Finding
from conformance.traffic.outcome import Answer
from conformance.traffic.seen import Met, Note, Seen, Undecided
from conformance.traffic.values import Sitting, Traffic

NOBODY_LOOKED = "only a person can see it, and nobody looked: run it --by-hand"

_VALUES = {"yes": "yes", "no": "no", "cannot-tell": "cannot tell", "not-shown": "it is not shown"}


def about(specimen: Specimen) -> str:
    """What answers about a specimen are about: an item that is met in several starts is asked about in each."""
    return specimen.id if specimen.start == 1 else f"{specimen.id}#{specimen.start}"


def answer_to(sitting: Sitting, wanted: str) -> Answer | None:
    """What a person answered about that; ``None`` when nobody did, or one answer contradicts another."""
    found = [one for one in sitting.answers if one.about == wanted]
    return found[0] if len({one.value for one in found}) == 1 else None


def seen_by_a_person(sitting: Sitting) -> frozenset[str]:
    """The ids of the items that a person found in the consumer, whatever it makes of them."""
    return frozenset(one.about for one in sitting.answers if one.value in ("yes", "no"))


def as_people_see(traffic: Traffic, *scenarios: str) -> Iterator[Seen]:
    """The rule that a person sees of the consumer what a right one shows, by the questions of these scenarios.

    A scenario in which one of them stays open is not decided by the others of that sitting.
    """
    for sitting in traffic.sittings:
        seen = [each for one in sitting.asked if one.scenario in scenarios for each in _seen(sitting, one)]
        undecided = {each.scenario for each in seen if isinstance(each, Undecided)}
        yield from (each for each in seen if not (isinstance(each, Met) and each.scenario in undecided))


def _seen(sitting: Sitting, asked: Asked) -> Iterator[Seen]:
    answer = answer_to(sitting, asked.id)
    last = tuple(one.number for one in sitting.exchanges)[-1:]
    if answer is None:
        reason = NOBODY_LOOKED if sitting.end.by_itself else str(sitting.end)
        yield Undecided(reason, asked.scenario)
    elif answer.value not in ("yes", "no"):
        yield Undecided(f"a person was asked: {told(answer)}", asked.scenario)
    elif answer.value == asked.right:
        yield Met(asked.scenario, last)
        yield Note(f"as a person attests: {told(answer)}")
    else:
        yield Finding("", f"As a person attests, {asked.wrong}", asked.right, told(answer), exchanges=last)


def told(answer: Answer) -> str:
    """Question and answer in one line."""
    words = f" ({answer.words})" if answer.words else ""
    return f"{answer.question} {_VALUES[answer.value]}{words}"
