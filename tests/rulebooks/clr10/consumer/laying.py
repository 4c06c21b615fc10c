"""Sittings in which a right item and its twin with one change were laid, and what the consumer tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from conformance.exchanges.served import Served
from conformance.exchanges.specimens import NOT_TAKEN, Specimen, State
from conformance.traffic import Sitting
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord
from tests.traffic.building import API, called, sitting

TWIN, ITEM = f"{API}/assertions/twin", f"{API}/assertions/item"


def right_one(scenario: str, item_id: str = TWIN, **members: Any) -> Specimen:
    """A hosted assertion with which nothing is wrong."""
    wanted = {"place": "/assertions/0", "fetches": (item_id,), "scenario": scenario, **members}
    return Specimen(item_id, "Assertion", item_id.rpartition("/")[2], **wanted)


def wrong_one(scenario: str, item_id: str = ITEM, states: frozenset[State] = NOT_TAKEN, **members: Any) -> Specimen:
    """One that is like its twin but for a change."""
    return replace(
        right_one(scenario, item_id), states=states, twin=TWIN, change="it was changed", fetches=(), **members
    )


def fetch(item_id: str, **members: Any) -> Served:
    """A request for a hosted assertion, without a token."""
    headers = {"Accept": "application/ld+json"}
    return called("getAssertion", None, **{"headers": headers, "url": item_id, **members})


def told(
    specimens: Iterable[Specimen],
    states: Mapping[str, State] | None,
    *exchanges: Served,
    documents: Mapping[str, Any] | None = None,
    **members: Any,
) -> Sitting:
    """A sitting of one start whose outcome says these states (``None``: there is no outcome), by id."""
    laid = tuple(specimens)
    kept = documents or {}
    records = tuple(ReportedRecord(name, state, document=kept.get(name)) for name, state in (states or {}).items())
    outcome = None if states is None else ReportedOutcome(records=records)
    wanted = {"scenario": laid[0].scenario if laid else "plain", "task": "verify", **members}
    sat = sitting(*exchanges, specimens=laid, **wanted)
    return replace(sat, runs=tuple(replace(run, outcome=outcome) for run in sat.runs))


def pair(scenario: str, twin: State, item: State, *exchanges: Served, **members: Any) -> Sitting:
    """What a consumer says of a right item and of the changed one, having asked for the right one."""
    specimens = (right_one(scenario), wrong_one(scenario, **members))
    return told(specimens, {TWIN: twin, ITEM: item}, fetch(TWIN), *exchanges)
