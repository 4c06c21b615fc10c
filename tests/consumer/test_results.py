"""A sitting as the record keeps it: what the consumer said of each item, by what that is known, and cut to a length."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.consumer.results import result_of
from conformance.consumer.sitting import Played
from conformance.exchanges.specimens import NOT_TAKEN, Specimen
from conformance.record import SittingResult
from conformance.traffic import End, Run, Sitting
from conformance.traffic.outcome import Answer, ReportedOutcome, ReportedRecord

ITEM = Specimen("urn:item", "Assertion", "Logic 40, blue", "/assertions/0", NOT_TAKEN, "urn:twin", "it was changed")


def kept(run: Run, **members: Any) -> SittingResult:
    sitting = Sitting("odd", "verify", "https://a", (run,), (), specimens=(ITEM,))
    return result_of(replace(sitting, **members), Played(sitting, 1.23456))


def start(outcome: ReportedOutcome | None = None, how: Any = "through", **members: Any) -> Run:
    return Run(1, "mira", End(how, 0), outcome=outcome, **members)


def of_item(state: Any, reason: str = "") -> ReportedOutcome:
    return ReportedOutcome("done", reason, (ReportedRecord("urn:item", state, reason, {"id": "urn:item"}),))


def test_an_item_is_kept_with_what_a_right_consumer_makes_of_it() -> None:
    (one,) = kept(start(of_item("verified", "it fits"))).specimens
    assert (one.id, one.twin, one.change) == ("urn:item", "urn:twin", "it was changed")
    assert one.right == ("expired", "refused", "revoked", "unverified")
    assert (one.state, one.reason, one.told_by) == ("verified", "it fits", "outcome")


@pytest.mark.parametrize(
    ("run", "members", "told"),
    [
        (start(), {}, ("", "")),
        (start(how="refused"), {}, ("refused", "exit code")),
        (start(), {"tells_by": "exit-code"}, ("verified", "exit code")),
        (start(), {"tells_by": "ask", "answers": (Answer("urn:item", "no"),)}, ("unverified", "person")),
        (start(how="refused"), {"tells_by": "ask"}, ("refused", "exit code")),
        (start(of_item("revoked")), {"tells_by": "ask"}, ("revoked", "outcome")),
    ],
)
def test_it_says_by_what_a_state_is_known(run: Run, members: dict[str, Any], told: tuple[str, str]) -> None:
    (one,) = kept(run, **members).specimens
    assert (one.state, one.told_by) == told


def test_an_outcome_is_kept_without_documents_and_without_end() -> None:
    long = tuple(ReportedRecord(f"urn:{number} " * 200, "refused", "because " * 500) for number in range(300))
    (outcome,) = kept(start(ReportedOutcome("refused", "word " * 800, long, ("urn:unknown",)))).outcomes
    assert (outcome.result, outcome.count, outcome.unknown, len(outcome.records)) == ("refused", 300, 1, 100)
    assert len(outcome.reason) < 310
    assert all(len(one.id) < 310 and len(one.reason) < 310 for one in outcome.records)


def test_one_that_cannot_be_used_is_kept_as_the_reason() -> None:
    (outcome,) = kept(start(unusable="it is not JSON")).outcomes
    assert (outcome.result, outcome.unusable) == ("", "it is not JSON")
    assert kept(start()).outcomes == ()
