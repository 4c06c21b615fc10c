"""The parts of a run one by one, as far and as often as the person wants."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from conformance.by_hand.earlier import Earlier
from conformance.by_hand.person import Person
from conformance.by_hand.pictures import Pictures
from conformance.by_hand.visit import Visit
from conformance.by_hand.watching import Watching
from conformance.consumer.causes import cause
from conformance.consumer.mending import EVERY_MEND, mends_taken, was_refused, with_mends
from conformance.consumer.parts import Key, Part
from conformance.consumer.series import Series
from conformance.consumer.sitting import Played, play
from conformance.traffic import Sitting, Traffic

_LET_PASS: Final = "The mock refused what the wallet sent. Once more: now that is let pass, so that the rest is seen."
_MEND: Final = "Mend that and try again, or skip: then nothing else of this kind is played."


class HandSeries(Series):
    """Plays the parts of a run with a person; ``stopped`` says that the person has ended it before all were played.

    ``series`` are the arguments of ``Series``.
    """

    def __init__(self, person: Person, pictures: Pictures, watching: Watching, *series: Any) -> None:
        super().__init__(*series)
        self.stopped = False
        self._person = person
        self._pictures = pictures
        self._watching = watching
        self._earlier = Earlier()
        self._lost: set[str] = set()
        self._refused: dict[Key, Played] = {}
        self._in_vain: dict[Key, tuple[Played, ...]] = {}
        for part in self._todo:
            if part.plain and part.key in self._done:
                self._measure(part, self._done[part.key])

    def play(self) -> None:
        """Play what is left, from the first part on; those of a task in which the wallet got nowhere are left out."""
        self._means.audience.begins(self.left)
        place = self._next(0)
        while place is not None:
            played = self._go(place)
            move = self._person.move
            if move == "stop":
                self.stopped = True
                return
            if move in ("next", "skip"):
                self._take(self._todo[place], played)
                place = self._next(place)
            elif move == "back":
                place = max(place - 1, 0)

    def again(self, scenarios: frozenset[str]) -> None:
        """Nothing: nothing else goes on beside a sitting by hand, so that it need not be repeated alone."""

    def _next(self, place: int) -> int | None:
        """The place of the first part that is left, from that one on and then from the start on."""
        left = [
            number
            for number, part in enumerate(self._todo)
            if part.key not in self._done and part.task not in self._lost
        ]
        return next((number for number in left if number >= place), left[0] if left else None)

    def _go(self, place: int) -> Played:
        """One go at a part."""
        part = self._todo[place]
        in_vain = part.key in self._in_vain
        self._person.begin(
            Visit(
                part,
                place + 1,
                len(self._todo),
                notes=self._notes(part),
                first=place == 0,
                needed=part.plain and not in_vain,
            )
        )
        mended = (EVERY_MEND,) if part.key in self._refused else self._mended.get(part.task, ())
        means = self._means
        beside = self._watching.beside(part, f"Step {place + 1} of {len(self._todo)}", self._person.lay)
        played = self._earlier.sift(
            play(part.scenario, part.task, means.start, means.terms, mended=mended, beside=beside)
        )
        if self._person.move != "next":
            return played
        answers = self._pictures.keep(part, self._person.attested(), self._person.pictures)
        return replace(played, sitting=replace(played.sitting, answers=answers))

    def _notes(self, part: Part) -> tuple[str, ...]:
        if part.key in self._refused:
            return (_LET_PASS,)
        if part.key not in self._in_vain:
            return ()
        sitting = self._in_vain[part.key][-1].sitting
        problem = cause(sitting, self._why_not(sitting))
        return (f"{problem.message} Perhaps {problem.likely}." if problem.likely else problem.message, _MEND)

    def _take(self, part: Part, played: Played) -> None:
        """Keep what was played, unless it has to be played once more to show anything."""
        refused = self._refused.pop(part.key, None)
        skipped = played.sitting.end.how == "skipped"
        lot: tuple[Played, ...] = (played,)
        if refused is not None:
            taken = mends_taken(played.sitting)
            lot = (refused, with_mends(played, taken)) if taken or skipped else (refused,)
        elif not skipped and self._has_to_be_mended(part, played.sitting):
            self._refused[part.key] = played
            return
        if skipped and part.plain:
            lot = self._in_vain[part.key]
        if part.plain and not skipped and all(self._why_not(one.sitting) for one in lot):
            self._in_vain[part.key] = lot
            return
        if part.plain:
            self._measure(part, lot)
        self._keep(part, lot)

    def _has_to_be_mended(self, part: Part, sitting: Sitting) -> bool:
        return part.task not in self._mended and was_refused(sitting) and self._cut_short(part, sitting)

    def _measure(self, part: Part, lot: tuple[Played, ...]) -> None:
        """What the plain sitting of a task means for the others of it."""
        last = lot[-1].sitting
        if all(self._why_not(one.sitting) for one in lot):
            self._lost.add(part.task)
            self.problems.append(cause(last, self._why_not(last)))
        elif last.mended:
            self._mended[part.task] = last.mended

    def _why_not(self, sitting: Sitting) -> str:
        """Why a plain sitting did not get as far as the rest needs; how it ended the person may not have seen."""
        return "it sent more requests than are kept" if sitting.dropped else self._not_reached(Traffic.of([sitting]))
