"""Chooses the exchanges that a page shows, so that a run of a thousand stays a file that one can send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clr_reports import view
from conformance.record import Exchange, RequirementResult, RunRecord

BODY_LIMIT = 20_000
SAMPLE_LIMIT = 2_000
PAGE_LIMIT = 4_000_000
_PER_FINDING = 5
_FRAME = 2_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exchanges to show, by index and in their order, and how many of the record are left out.

    ``findings`` are the indexes of those that a finding points at; of the others, mere samples, less is shown.
    """

    shown: Mapping[int, Exchange]
    left_out: int
    findings: frozenset[int]

    def body_limit(self, index: int) -> int:
        """How many characters of a body of that exchange the page has room for."""
        return BODY_LIMIT if index in self.findings else SAMPLE_LIMIT


def choose(record: RunRecord) -> Evidence:
    """Those that findings point at, then one sample for each other requirement, as long as the page has room."""
    known = {exchange.index: exchange for exchange in record.exchanges}
    results = view.ordered(record)
    pointed = list(dict.fromkeys(_pointed(results)))
    chosen: dict[int, Exchange] = {}
    room = PAGE_LIMIT
    for indexes, limit in ((pointed, BODY_LIMIT), (_samples(results, chosen), SAMPLE_LIMIT)):
        for index in indexes:
            exchange = known.get(index)
            if exchange is None or index in chosen:
                continue
            room -= _weight(exchange, limit)
            if room < 0:
                break
            chosen[index] = exchange
    shown = {index: chosen[index] for index in sorted(chosen)}
    return Evidence(shown, len(record.exchanges) - len(chosen), frozenset(pointed))


def _pointed(results: list[RequirementResult]) -> Iterator[int]:
    for result in results:
        for finding in view.findings(result):
            yield from finding.exchanges[:_PER_FINDING]


def _samples(results: list[RequirementResult], chosen: Mapping[int, Exchange]) -> Iterator[int]:
    """One exchange for each requirement of which nothing is chosen yet; ``chosen`` grows meanwhile."""
    for result in results:
        seen = [index for check in result.checks for index in check.exchanges]
        if seen and not any(index in chosen for index in seen):
            yield seen[0]


def _weight(exchange: Exchange, limit: int) -> int:
    return _FRAME + sum(min(len(message.body), limit) for message in (exchange.request, exchange.response))
