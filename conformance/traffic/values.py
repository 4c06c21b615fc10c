"""What was said and done in a run against a consumer: sittings with their exchanges, frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from conformance.exchanges.served import Handshake, Place, Served
from conformance.exchanges.specimens import Asked, Specimen, TellsBy
from conformance.standard.facts import Facts
from conformance.traffic.outcome import Answer, ReportedOutcome

PLAIN = "plain"
"""The scenario in which nothing is wrong: what a consumer does there is the measure of all others."""


_ENDS = {
    "through": "it ended as if all went well",
    "refused": "it refused and said so",
    "unable": "it does not do this task",
    "crashed": "it ended by a crash",
    "timed-out": "it was stopped when its time was over",
    "stopped": "the user stopped it",
    "silent": "it showed nothing and said nothing",
    "unclear": "nobody can tell how it ended",
    "skipped": "skipped by the person",
}


@dataclass(frozen=True, slots=True)
class End:
    """How a run of the consumer ended.

    ``through`` it says that all went well, ``refused`` that it refused what it met and said so, ``unable`` that it does
    not do this task; ``crashed`` is any other end of its own. ``timed-out`` it was stopped by us, ``stopped`` by the
    user. ``code`` is the exit code of its process, negative for a signal. Where a person led it there is no code:
    ``silent`` it neither did what it was told nor said why not, ``unclear`` the person could not tell, ``skipped`` the
    person left it out.
    """

    how: Literal["through", "refused", "unable", "crashed", "timed-out", "stopped", "silent", "unclear", "skipped"]
    code: int | None = None

    @property
    def by_itself(self) -> bool:
        """True when the consumer ended it, and neither we nor the user did."""
        return self.how not in ("timed-out", "stopped", "unclear", "skipped")

    def __str__(self) -> str:
        if self.how != "crashed" or self.code is None:
            return _ENDS[self.how]
        return f"it ended by signal {-self.code}" if self.code < 0 else f"it ended with exit code {self.code}"


@dataclass(frozen=True, slots=True)
class Run:
    """One start of the consumer within a sitting, for one learner; ``output`` is the end of what it printed.

    ``outcome`` is what the consumer reported (``None``: nothing that can be used), ``unusable`` why what it reported
    cannot be used.
    """

    number: int
    learner: str
    end: End
    output: str = ""
    outcome: ReportedOutcome | None = None
    unusable: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One consumer, one scenario, from the first request to the last.

    ``base_url`` is the API that was served, ``endpoints`` maps discovery and the steps of OAuth to their URLs (of each
    run, where they move: ``token`` and ``token#2``), ``elsewhere`` is the origin of the other host (empty: none).
    ``mended`` are the departures that the mock let pass here, so that the rest could be judged. ``client`` is the id of
    a client that was registered by hand before the consumer was started (empty: none). ``exchanges`` are in the order
    in which they came; ``late`` counts requests after the end, ``late_outcomes`` outcomes posted after the end of their
    start, ``dropped`` requests that were too many to keep.
    ``specimens`` are the items that were laid before the consumer, ``tells_by`` how it tells what it makes of them.
    ``asked`` is what only a person can see of what was laid, ``answers`` what a person attested, of specimens too.
    ``handed`` are the files that were handed over, which no exchange shows.
    """

    scenario: str
    task: str
    base_url: str
    runs: tuple[Run, ...]
    exchanges: tuple[Served, ...]
    handshakes: tuple[Handshake, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=dict)
    elsewhere: str = ""
    mended: tuple[str, ...] = ()
    client: str = ""
    late: int = 0
    late_outcomes: int = 0
    dropped: int = 0
    specimens: tuple[Specimen, ...] = ()
    handed: tuple[str, ...] = ()
    tells_by: TellsBy = "report"
    asked: tuple[Asked, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def end(self) -> End:
        """How its last run ended."""
        return self.runs[-1].end

    @property
    def through(self) -> bool:
        """True when every run says that all went well."""
        return all(run.end.how == "through" for run in self.runs)

    @property
    def by_itself(self) -> bool:
        """True when the consumer ended every run by itself."""
        return all(run.end.by_itself for run in self.runs)

    def requests(
        self,
        *operations: str,
        run: int | None = None,
        place: Place | None = None,
        after: Served | None = None,
        ok: bool | None = None,
    ) -> tuple[Served, ...]:
        """The exchanges at these operations (all, when none is named), in order.

        ``after`` leaves only those that came after that one, ``ok`` those that were answered with success (or not).
        """
        return tuple(
            one
            for one in self.exchanges
            if (not operations or one.operation in operations)
            and (run is None or one.run == run)
            and (place is None or one.place == place)
            and (after is None or one.number > after.number)
            and (ok is None or one.ok is ok)
        )

    def first(self, *operations: str, run: int | None = None, ok: bool | None = None) -> Served | None:
        """The first exchange at one of these operations; ``None`` when there was none."""
        return next(iter(self.requests(*operations, run=run, ok=ok)), None)

    def struck(self, *behaviours: str) -> tuple[Served, ...]:
        """The exchanges that one of these behaviours has changed; of any of them, when none is named."""
        return tuple(
            one for one in self.exchanges if one.struck and (not behaviours or set(behaviours) & {*one.struck})
        )


@dataclass(frozen=True, slots=True)
class Traffic:
    """All sittings of a run, and what the consumer claims; each exchange has its own number over the whole run.

    ``facts`` are those of the edition that was spoken: shared rules learn from them which operation needs which scope.
    """

    sittings: tuple[Sitting, ...]
    claims: frozenset[str] = frozenset()
    facts: Facts | None = None

    @classmethod
    def of(cls, sittings: Iterable[Sitting], claims: Iterable[str] = (), facts: Facts | None = None) -> Traffic:
        """The traffic of these sittings; numbers their exchanges anew, from 0."""
        numbered, number = [], 0
        for sitting in sittings:
            own = tuple(replace(one, number=number + place) for place, one in enumerate(sitting.exchanges))
            number += len(own)
            numbered.append(replace(sitting, exchanges=own))
        return cls(tuple(numbered), frozenset(claims), facts)

    @property
    def exchanges(self) -> Iterator[Served]:
        """Every exchange of the run, in order of its number."""
        return (one for sitting in self.sittings for one in sitting.exchanges)

    def named(self, *scenarios: str) -> tuple[Sitting, ...]:
        """The sittings of these scenarios, those in which something was mended among them."""
        return tuple(one for one in self.sittings if one.scenario in scenarios)

    @property
    def plain(self) -> tuple[Sitting, ...]:
        """The sittings in which nothing was wrong, one for each task."""
        return self.named(PLAIN)

    def played(self, scenario: str) -> bool:
        """True when there was a sitting of that scenario."""
        return any(one.scenario == scenario for one in self.sittings)

    def scope_of(self, one: Served) -> str:
        """The whole scope that the operation of an exchange needs; empty for what is public, and without facts."""
        operation = self.facts.operations.get(one.operation) if self.facts else None
        return self.facts.scope_uri(operation.scope) if self.facts and operation and operation.scope else ""

    def protected(self, sitting: Sitting, run: int | None = None, after: Served | None = None) -> tuple[Served, ...]:
        """The exchanges of a sitting at operations that need an access token, as ``requests`` gives them."""
        called = sitting.requests(run=run, after=after)
        return tuple(one for one in called if one.place != "other" and self.scope_of(one))
