"""A migration in a few lines: how many members went which way, what is lost or invented, what the rules find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import click

from clr_reports.text import one_line
from conformance.document.findings import pattern
from conformance.migrating import Entry, Fate
from conformance.migrating.report import Outcome

MOST: Final = 15
"""Kinds of losses, inventions and findings that are shown, of each."""


def lines(outcome: Outcome) -> Iterator[str]:
    """Everything that a reader needs at once; the report has each member."""
    counts = Counter(each.fate for each in outcome.entries)
    members = ", ".join(f"{counts[fate]} {fate.value.replace('-', ' ')}" for fate in Fate if fate is not Fate.INVENTED)
    yield f"{one_line(outcome.recognised)}: {outcome.source} to {outcome.target}"
    yield f"members: {members}; {counts[Fate.INVENTED]} invented"
    yield from _kinds("lost", "red", outcome.lost)
    yield from _kinds("invented", "yellow", outcome.invented)
    yield from _list("not read", "red", list(outcome.unreadable))
    yield from _list("lost with the text", "red", [f"{each.message}: {each.actual}" for each in outcome.text])
    found = [f"{each.requirement} ({each.level}) {each.message}, {_times(each.count)}" for each in outcome.foretold]
    yield from _list("the new record has", "yellow", found)
    if outcome.unjudged is not None:
        yield from _list("not judged", "red", [outcome.unjudged.message])
    yield f"signed: {len(outcome.signed) + bool(outcome.token)}"


def _kinds(title: str, colour: str, entries: Iterable[Entry]) -> Iterator[str]:
    """One line for each kind of place and reason; what lies inside of one that is shown goes with it."""
    places = {_place(each): each.why for each in entries}
    outermost = ((at, why) for at, why in places.items() if places.get(at.rpartition("/")[0]) != why)
    kinds = Counter((pattern(at), why) for at, why in outermost)
    yield from _list(title, colour, [f"{place} {_times(count)}: {why}" for (place, why), count in kinds.items()])


def _place(entry: Entry) -> str:
    return entry.targets[0] if entry.fate is Fate.INVENTED else entry.source


def _list(title: str, colour: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield click.style(f"{title}:", fg=colour, bold=True)
    yield from (f"  {one_line(text)}" for text in texts[:MOST])
    if len(texts) > MOST:
        yield f"  and {len(texts) - MOST} more kinds: the report has each"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
