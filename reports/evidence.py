"""Chooses the exchanges that a page shows, so that a run of a thousand stays a file that one can send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from conformance.record import Exchange, RequirementResult, RunRecord
from reports import view

BODY_LIMIT = 20_000
PAGE_LIMIT = 8_000_000
_PER_FINDING = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exchanges to show, by index and in their order, and how many of the record are left out."""

    shown: Mapping[int, Exchange]
    left_out: int


def choose(record: RunRecord) -> Evidence:
    """Those that findings point at, then one sample for each other requirement, as long as the page has room."""
    known = {exchange.index: exchange for exchange in record.exchanges}
    chosen: dict[int, Exchange] = {}
    room = PAGE_LIMIT
    for index in _wanted(view.ordered(record), chosen):
        exchange = known.get(index)
        if exchange is None or index in chosen:
            continue
        room -= _weight(exchange)
        if room < 0:
            break
        chosen[index] = exchange
    return Evidence({index: chosen[index] for index in sorted(chosen)}, len(record.exchanges) - len(chosen))


def _wanted(results: list[RequirementResult], chosen: Mapping[int, Exchange]) -> Iterator[int]:
    for result in results:
        for finding in view.findings(result):
            yield from finding.exchanges[:_PER_FINDING]
    for result in results:
        seen = list(_seen(result))
        if seen and not any(index in chosen for index in seen):
            yield seen[0]


def _seen(result: RequirementResult) -> Iterable[int]:
    for check in result.checks:
        yield from check.exchanges


def _weight(exchange: Exchange) -> int:
    return sum(min(len(message.body), BODY_LIMIT) + 500 for message in (exchange.request, exchange.response))
