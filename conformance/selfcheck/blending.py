"""Many blends, played: sets alone, then with a fault, then what failed without one thing after another."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from clr_reports.files import write_bytes
from conformance import __version__
from conformance.errors import UsageFault
from conformance.selfcheck import consumers, workers
from conformance.selfcheck.blend import blend_of
from conformance.selfcheck.blends import (
    BlendOutcome,
    Mixed,
    counts,
    draw,
    faults_under,
    outcome,
    same_failure,
    smaller,
    wrong_under,
)
from conformance.selfcheck.consumer_blend import ConsumerBlend, consumer_blend, playable
from conformance.selfcheck.series import series
from conformance.selfcheck.session import progress, verdict
from conformance.selfcheck.trial import Trial, failed
from conformance.selfcheck.workers import Crew, trials
from conformance.standard import Standard, editions
from mock_provider.behaviours import faults, variations

DRAWS = 5  # faults tried under one set until one finds something to change

Play = Callable[[Sequence[str]], Iterable[Trial]]


@dataclass(frozen=True, slots=True)
class Stock:
    """What blends are made of, and how they are played.

    ``draw`` makes the set of a seed and a number, ``with_fault`` yields it with one fault each, given its trial alone,
    and ``read`` makes a blend of its id. ``series`` and ``lost`` are those of a ``Crew``; ``option`` is what the
    command that repeats a blend says before its id.
    """

    draw: Callable[[int, int], Mixed]
    with_fault: Callable[[int, int, Trial, Any], Iterator[Mixed]]
    read: Callable[[str], Mixed]
    series: workers.Play = series
    lost: workers.Failed = failed
    option: str = "--blend"


def of_providers(standard: Standard) -> Stock:
    """Behaviours of the mock that play in this process; what needs real TLS takes seconds to start."""
    book = standard.facts.book
    unusual = [one for one in variations(book).values() if not one.wire]
    broken = [one for one in faults(book).values() if not one.wire]
    return Stock(
        draw=lambda seed, number: draw(seed, number, unusual, book),
        with_fault=lambda seed, number, alone, one: faults_under(seed, number, alone, one, broken),
        read=lambda text: blend_of(text, book),
    )


def of_consumers(standard: Standard) -> Stock:
    """The right consumer under variations that it can meet, and wrong ones under the same."""
    book = standard.facts.book
    unusual = [one for one in playable(book) if not one.wire]
    wrong = consumers.wrong_consumers(book)
    return Stock(
        draw=lambda seed, number: ConsumerBlend(None, draw(seed, number, unusual, book).variations, book),
        with_fault=lambda seed, number, alone, one: wrong_under(seed, number, alone, one, [*wrong.values()]),
        read=lambda text: consumer_blend(text, wrong, book),
        series=consumers.series,
        lost=consumers.failed,
        option="--consumers --blend",
    )


@dataclass(frozen=True, slots=True)
class Blended:
    """What all blends came to: the sets alone, the sets with a fault, and the smallest that fails of each failure.

    ``smallest`` maps the id of a blend that failed to the id of the smallest one; ``unstruck`` counts sets under which
    none of the faults that were tried found anything to change.
    """

    alone: Mapping[str, BlendOutcome]
    with_fault: Mapping[str, BlendOutcome]
    smallest: Mapping[str, str]
    unstruck: int
    seconds: float

    @property
    def failures(self) -> tuple[BlendOutcome, ...]:
        """The blends that are not as they have to be."""
        return tuple(one for one in (*self.alone.values(), *self.with_fault.values()) if not one.good)

    @property
    def good(self) -> bool:
        """True when something was played and all of it is as it has to be."""
        return bool(self.alone) and not self.failures


def blended(number: int, seed: int, play: Play, standard: Standard, stock: Stock | None = None) -> Blended:
    """Draw that many sets under the seed, and play each alone and with a fault; shrink what fails."""
    start = time.perf_counter()
    table, stock = _Table(play, standard), stock or of_providers(standard)
    sets = [stock.draw(seed, one) for one in range(number)]
    table.play(sets)
    alone = {one.id: table.outcomes[one.id] for one in sets}
    with_fault = _with_faults(table, seed, sets, stock)
    unstruck = sum(1 for one in with_fault if one is None)
    named = {one.id: table.outcomes[one.id] for one in with_fault if one is not None}
    failed = [stock.read(one.id) for one in (*alone.values(), *named.values()) if not one.good]
    smallest = _shrunk(table, failed)
    return Blended(alone, named, smallest, unstruck, time.perf_counter() - start)


@dataclass(slots=True)
class _Table:
    """Every blend that was played so far; none is played twice."""

    run: Play
    standard: Standard
    outcomes: dict[str, BlendOutcome] = field(default_factory=dict)
    found: dict[str, Trial] = field(default_factory=dict)

    def play(self, blends: Iterable[Mixed]) -> None:
        new = {one.id: one for one in blends if one.id not in self.outcomes}
        if not new:
            return
        for one in self.run(tuple(new)):
            self.found[one.id] = one
            self.outcomes[one.id] = outcome(one, new[one.id], self.standard)


def _with_faults(table: _Table, seed: int, sets: Sequence[Mixed], stock: Stock) -> list[Mixed | None]:
    """For each set the blend with the first fault of the dice that strikes; ``None`` where none did."""
    offers = {number: stock.with_fault(seed, number, table.found[one.id], one) for number, one in enumerate(sets)}
    chosen: list[Mixed | None] = [None] * len(sets)
    for _ in range(DRAWS):
        tried = {number: one for number, offer in offers.items() if (one := next(offer, None)) is not None}
        table.play(tried.values())
        for number, one in tried.items():
            if table.outcomes[one.id].result != "no strike":
                chosen[number] = one
                del offers[number]
    return chosen


def _shrunk(table: _Table, failed: Sequence[Mixed]) -> dict[str, str]:
    """From each blend that failed to the smallest that fails alike, found by taking out one variation at a time."""
    smallest = {one.id: one for one in failed}
    growing = set(smallest)
    while growing:
        tries = {name: smaller(smallest[name]) for name in growing}
        table.play(one for several in tries.values() for one in several)
        growing = set()
        for name, several in tries.items():
            first = table.outcomes[name]
            still = next((one for one in several if same_failure(first, table.outcomes[one.id])), None)
            if still is not None:
                smallest[name] = still
                growing.add(name)
    return {name: one.id for name, one in smallest.items()}


def run(
    standard: Standard,
    out: Path,
    number: int,
    seed: int,
    *,
    workers: int,
    quiet: bool = False,
    stock: Stock | None = None,
) -> bool:
    """Play that many blends, write ``blends.json`` to ``out``, show the outcome; true when all are as they must be."""
    stock = stock or of_providers(standard)
    with Crew(workers, standard.facts.book, play=stock.series, lost=stock.lost) as crew:

        def play(ids: Sequence[str]) -> Iterator[Trial]:
            with progress(len(ids), quiet) as advance:
                for one in crew.trials(ids):
                    advance(one)
                    yield one

        found = blended(number, seed, play, standard, stock)
    path = out / "blends.json"
    write_bytes(path, as_json(found, seed).encode())
    show(found, standard, f"wrote {path}", option=stock.option)
    return found.good


def repeat(standard: Standard, blend_id: str, workers: int, stock: Stock | None = None) -> bool:
    """Play one blend by its id and tell the outcome. Raises ``UsageFault`` when it names what does not exist."""
    stock = stock or of_providers(standard)
    try:
        played = stock.read(blend_id)
    except (KeyError, ValueError) as error:
        raise UsageFault(
            "nothing-to-check", f"no such blend: {error.args[0]}", todo="clr-conformance faults lists what there is."
        ) from error
    [found] = trials([played.id], workers, standard.facts.book, play=stock.series, lost=stock.lost)
    judged = outcome(found, played, standard)
    for name in sorted(found.broken()):
        for message in found.messages.get(name, ()):
            click.echo(f"  {name}: {message}")
    click.secho(_line(judged), fg="green" if judged.good else "red")
    return judged.good


def show(found: Blended, standard: Standard, *more: str, option: str = "--blend") -> None:
    """The outcome on the terminal: each failure with the command that repeats the smallest blend that shows it."""
    edition = "" if standard.facts.book == editions()[0] else f" --standard {standard.id}"
    for one in found.failures:
        click.secho(_line(one), fg="red")
        click.echo(f"    clr-conformance selfcheck{edition} {option} {found.smallest.get(one.id, one.id)}")
    for line in more:
        click.echo(line)
    silent, named = counts(found.alone), counts(found.with_fault)
    click.echo(
        f"{verdict(found.good)}  {silent.get('silent', 0)} of {len(found.alone)} blends silent, "
        f"{named.get('named', 0)} of {len(found.with_fault)} blended faults named in {found.seconds:.0f} s"
    )
    if found.unstruck:
        click.echo(f"under {found.unstruck} sets none of {DRAWS} faults found anything to change")


def _line(one: BlendOutcome) -> str:
    return f"{one.result:12} {one.id}" + (f": {', '.join(one.named)}" if one.named else "")


def as_json(found: Blended, seed: int) -> str:
    """All of it as JSON."""
    document = {
        "blends": 1,
        "tool": {"name": "clr-conformance", "version": __version__},
        "proved": found.good,
        "seed": seed,
        "seconds": round(found.seconds, 1),
        "unstruck": found.unstruck,
        "alone": [asdict(one) for one in found.alone.values()],
        "with_fault": [asdict(one) for one in found.with_fault.values()],
        "smallest": dict(found.smallest),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
