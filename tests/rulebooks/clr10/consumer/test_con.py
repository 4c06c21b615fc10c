"""What is said of a consumer that keeps records: of their members, and of what is revoked later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.specimens import Specimen
from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.deciding import record
from tests.rulebooks.clr10.consumer.laying import ITEM, fetch, right_one, told, wrong_one
from tests.traffic.building import cited, in_run, listed, right

# Every member

CLR = record(name="Record of a term")
RICH = Specimen(CLR["id"], "Clr", CLR["id"], scenario="rich")
READ = right(listed=listed(answer={"clrs": [CLR], "signedClrs": []}))


def keeps(document: Any, *, read: Any = READ) -> Ending:
    sat = told([RICH], {RICH.id: "unverified"}, *read, documents={RICH.id: document}, task="read")
    return deciding.decide("CLR10-CON-001", sat, claims=("read",))


def test_who_keeps_a_record_as_it_is_passes() -> None:
    assert keeps({"@context": "https://a.test", **CLR}).outcome is Outcome.PASS


def test_what_is_lost_is_named_with_the_page() -> None:
    ending = keeps({name: value for name, value in CLR.items() if name not in ("name", "issuedOn")})
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (len(READ) - 1,))
    assert (ending.findings[0].actual, ending.findings[0].pointer) == ("without Clr.issuedOn, Clr.name", "/issuedOn")


def test_who_does_not_tell_what_it_keeps_learns_how_to() -> None:
    ending = keeps(None)
    assert ending.outcome is Outcome.INCOMPLETE
    assert "`document`" in (ending.reason or "")


def test_who_did_not_read_it_shows_nothing() -> None:
    assert keeps(CLR, read=right(listed=None)).outcome is Outcome.INCOMPLETE


# Revoked between two starts

LATER = "revoked-meanwhile"


def looks(before: Any, now: Any, *, asks_again: bool = True, reports: bool = True, crashes: bool = False) -> Ending:
    """A consumer that says this at its first and at its second start; ``None`` does not name the item."""
    laid = (right_one(LATER, ITEM), replace(wrong_one(LATER), twin=ITEM, start=2))
    sat = told(laid, None, fetch(ITEM), *(in_run(2, fetch(ITEM)) if asks_again else ()), learners=("mira", "mira"))
    first, second = (_outcome(before), _outcome(now) if reports else None)
    return deciding.decide(
        "CLR10-CON-008",
        _with(sat, first, second, "crashed" if crashes else "through"),
        claims=("verify", "verify_hosted", "keeps_state"),
    )


def _outcome(state: Any) -> ReportedOutcome:
    return ReportedOutcome(records=() if state is None else (ReportedRecord(ITEM, state),))


def _with(sat: Sitting, first: Any, second: Any, how: Any) -> Sitting:
    one, two = sat.runs
    return replace(sat, runs=(replace(one, outcome=first), replace(two, outcome=second, end=replace(two.end, how=how))))


@pytest.mark.parametrize("now", ["revoked", "unverified", "refused"])
def test_who_flags_it_the_second_time_passes(now: str) -> None:
    assert looks("verified", now).outcome is Outcome.PASS


def test_who_has_asked_again_and_has_it_no_more_passes() -> None:
    assert looks("verified", None).outcome is Outcome.PASS


@pytest.mark.parametrize("asks_again", [True, False])
def test_who_still_calls_it_verified_is_named(asks_again: bool) -> None:
    ending = looks("verified", "verified", asks_again=asks_again)
    assert ending.outcome is Outcome.FAIL
    assert "start 2" in ending.findings[0].actual


@pytest.mark.parametrize(
    ("before", "now", "members"),
    [
        ("unverified", "unverified", {}),
        (None, None, {}),
        ("verified", None, {"asks_again": False}),
        ("verified", None, {"reports": False}),
        ("verified", None, {"reports": False, "crashes": True}),
    ],
    ids=["never verified", "never named", "not asked again", "no second outcome", "crashed"],
)
def test_otherwise_nothing_is_shown(before: Any, now: Any, members: Any) -> None:
    assert looks(before, now, **members).outcome is Outcome.INCOMPLETE
