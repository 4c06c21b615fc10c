"""What follows where the copy in hand is not the one at the id of an item: in hand the grade is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.exchanges.served import Served
from conformance.exchanges.specimens import Specimen
from conformance.traffic import Sitting, met
from conformance.traffic.attested import answer_to, told
from conformance.traffic.seen import Note, Seen, Undecided
from conformance.traffic.specimens import judged, report_of, state_of, wrong_state

_WHICH = "it fetches the copy and takes the item as verified, and which grade it goes on with is not told: "
_KEEPS = "let its outcome have the item as it is kept as `document`"
_SHOWS = "run it --by-hand and answer the question"


def judged_by_copy(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    """A changed item is not taken as verified, unless it is the copy at its id with which the consumer goes on.

    An exit code speaks of what was handed over, and that is not what the issuer hosts.
    """
    copy = next((one for one in sitting.exchanges if one.ok and one.url == specimen.id), None)
    if specimen.right:
        return
    if copy is None or state_of(sitting, specimen) != "verified" or _by_code(sitting, specimen):
        yield from judged(sitting, specimen)
    elif report_of(sitting, specimen) is not None:
        yield _as_kept(sitting, specimen, copy)
    else:
        yield from _as_shown(sitting, specimen, copy)


def _by_code(sitting: Sitting, specimen: Specimen) -> bool:
    return sitting.tells_by != "ask" and report_of(sitting, specimen) is None


def _as_kept(sitting: Sitting, specimen: Specimen, copy: Served) -> Seen:
    reported = report_of(sitting, specimen)
    kept = _grades(reported.document if reported else None)
    if not kept:
        return Undecided(f"{_WHICH}{_KEEPS}", specimen.scenario)
    return met(sitting, copy) if kept == _grades(copy.answer) else wrong_state(sitting, specimen, "verified")


def _as_shown(sitting: Sitting, specimen: Specimen, copy: Served) -> Iterator[Seen]:
    asked = [one for one in sitting.asked if one.scenario == specimen.scenario and f"“{specimen.name}”" in one.text]
    answers = [(one, answer_to(sitting, one.id)) for one in asked]
    for question, answer in answers:
        if answer is not None and answer.value in ("yes", "no"):
            if answer.value == question.right:
                yield met(sitting, copy)
                yield Note(f"as a person attests: {told(answer)}")
            else:
                yield wrong_state(sitting, specimen, "verified")
            return
    yield Undecided(f"{_WHICH}{_SHOWS}", specimen.scenario)


def _grades(item: Any) -> list[Any]:
    """What the results of an item say; of anything else nothing."""
    results = item.get("results") if isinstance(item, dict) else None
    return [one.get("value") for one in results if isinstance(one, dict)] if isinstance(results, list) else []
