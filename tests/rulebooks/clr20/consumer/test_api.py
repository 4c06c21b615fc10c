"""What is said of how a consumer asks for records and sends them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Run, Sitting
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord
from tests.rulebooks.clr20.consumer.deciding import called, decide, page, posted, record, right, sat, token
from tests.traffic.building import cited

COMPACT = token({"vc": record("urn:token")})


def wrote(*calls: Any, **members: Any) -> Sitting:
    return sat(*right(*calls), **{"task": "write", **members})


# media types


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (record(), "application/json"),
        (record(), "application/json; charset=utf-8"),
        (record(), "application/vc+ld+json"),
        (COMPACT, "text/plain"),
        (COMPACT, "Text/Plain;charset=US-ASCII"),
    ],
)
def test_a_record_may_come_in_each_of_its_forms(sent: Any, kind: str) -> None:
    assert decide("CLR20-API-56", wrote(posted(sent, kind))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("sent", "kind", "said"),
    [
        (record(), "application/ld+json", "A record is not posted as JSON"),
        (record(), "text/plain", "A record is not posted as JSON"),
        (COMPACT, "application/json", "A compact JWS is not posted as text"),
        (COMPACT, "application/jwt", "A compact JWS is not posted as text"),
        ("a word", "text/plain", "What is posted is neither a record nor a token"),
    ],
)
def test_a_record_under_another_type_is_named(sent: Any, kind: str, said: str) -> None:
    ending = decide("CLR20-API-56", wrote(posted(sent, kind)))
    assert (ending.outcome, ending.findings[0].message) == (Outcome.FAIL, said)


def test_who_posts_nothing_shows_nothing() -> None:
    assert decide("CLR20-API-56", wrote()).outcome is Outcome.INCOMPLETE


# Accept


@pytest.mark.parametrize("accept", [None, "application/json", "application/*", "*/*;q=0.1", "text/html, */*"])
def test_an_accept_that_lets_json_in_is_right(accept: str | None) -> None:
    asked = page(more_headers={"Accept": accept})
    assert decide("CLR20-API-61", sat(*right(asked))).outcome is Outcome.PASS


@pytest.mark.parametrize("accept", ["application/ld+json", "text/html", "application/json;q=0, text/html"])
def test_an_accept_that_keeps_json_out_is_named(accept: str) -> None:
    ending = decide("CLR20-API-61", sat(*right(page(more_headers={"Accept": accept}))))
    assert (ending.outcome, ending.findings[0].actual) == (Outcome.FAIL, accept)


def test_who_posts_a_token_has_to_let_text_in() -> None:
    kept_out = posted(COMPACT, more_headers={"Accept": "application/json"})
    assert decide("CLR20-API-61", wrote(kept_out)).outcome is Outcome.FAIL
    assert decide("CLR20-API-61", wrote(posted(COMPACT))).outcome is Outcome.PASS


# since


@pytest.mark.parametrize(("since", "outcome"), [("2026-01-31T12:00:00Z", Outcome.PASS), ("2026-01-31", Outcome.FAIL)])
def test_since_has_a_zone(since: str, outcome: Outcome) -> None:
    assert decide("CLR20-API-57", sat(*right(page(query={"since": since})))).outcome is outcome


def test_who_never_sends_since_is_not_concerned() -> None:
    again = sat(*right(page()), page(run=2), scenario="list-again", learners=("mira", "mira"))
    assert decide("CLR20-API-57", again).outcome is Outcome.NOT_APPLICABLE


# both arrays

MIXED = page(records=[record("urn:plain")], tokens=[COMPACT])


def read(*named: str) -> Sitting:
    told = ReportedOutcome(records=tuple(ReportedRecord(name, "unverified") for name in named))
    sitting = sat(*right(MIXED), scenario="mixed-list")
    return replace(sitting, runs=(Run(1, "mira", sitting.end, outcome=told if named else None),))


def test_who_names_a_record_of_each_array_reads_both() -> None:
    assert decide("CLR20-API-58", read("urn:plain", "urn:token")).outcome is Outcome.PASS


@pytest.mark.parametrize(("named", "left"), [("urn:plain", "compactJwsString"), ("urn:token", "credential")])
def test_who_names_one_kind_alone_is_named(named: str, left: str) -> None:
    ending = decide("CLR20-API-58", read(named))
    assert (ending.outcome, ending.findings[0].actual) == (Outcome.FAIL, f"none of {left}")


def test_who_tells_nothing_leaves_it_open() -> None:
    assert decide("CLR20-API-58", read()).outcome is Outcome.INCOMPLETE


# missing arrays

BOTH = page(1, of=2, records=[record()], tokens=[COMPACT])
LACKS = page(2, of=2, tokens=[COMPACT])


def test_a_crash_at_a_page_without_an_array_is_named_where_pages_with_both_were_read() -> None:
    ending = decide("CLR20-API-59", sat(*right(BOTH, LACKS), end="crashed"))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (len(right(BOTH, LACKS)) - 1,)


def test_a_crash_at_the_first_page_may_have_another_cause() -> None:
    assert decide("CLR20-API-59", sat(*right(LACKS), end="crashed")).outcome is Outcome.INCOMPLETE


def test_who_gets_past_both_scenarios_copes() -> None:
    odd = replace(page(2, of=3), struck=("odd-credential-arrays",))
    sittings = (
        sat(*right(BOTH, LACKS)),
        sat(*right(page(1, of=3, records=[record()]), odd, page(3, of=3)), scenario="pages-odd-sets"),
        sat(*right(page()), scenario="empty-list"),
    )
    assert decide("CLR20-API-59", *sittings).outcome is Outcome.PASS


# success


def replaced(*calls: Any, **members: Any) -> Sitting:
    return wrote(*calls, scenario="post-replaced", **members)


def test_200_and_201_are_taken_for_done() -> None:
    ending = decide("CLR20-API-60", wrote(posted(record())), replaced(posted(record(), status=200)))
    assert ending.outcome is Outcome.PASS


def test_who_posts_again_after_200_is_named() -> None:
    twice = replaced(posted(record(), status=200), posted(record(), status=200))
    ending = decide("CLR20-API-60", wrote(posted(record())), twice)
    assert ending.findings[0].message == "It takes 200 of a post for a failure and repeats it"


def test_two_tokens_are_not_one_repeated() -> None:
    other = token({"vc": record("urn:other")})
    ending = decide("CLR20-API-60", wrote(posted(COMPACT), posted(other)), replaced(posted(COMPACT, status=200)))
    assert ending.outcome is Outcome.PASS


# what is passed on


def passes_on(sent: Any) -> Any:
    return decide("CLR20-API-62", wrote(MIXED, posted(sent), scenario="pass-on"))


@pytest.mark.parametrize("sent", [COMPACT, record("urn:plain")])
def test_what_is_passed_on_unchanged_is_right(sent: Any) -> None:
    assert passes_on(sent).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("sent", "actual"),
    [
        (record("urn:token"), "a record without its signature"),
        (token({"vc": record("urn:token"), "iat": 1}), "another string"),
        (record("urn:plain", name="Other"), "other members"),
    ],
)
def test_what_is_passed_on_changed_is_named(sent: Any, actual: str) -> None:
    assert passes_on(sent).findings[0].actual == actual


def test_a_record_of_its_own_is_not_passed_on() -> None:
    assert passes_on(record("urn:new")).outcome is Outcome.NOT_APPLICABLE


def test_a_newer_version_of_its_own_record_is_not_passed_on() -> None:
    own, newer = record("urn:own"), record("urn:own", name="Corrected")
    sitting = wrote(posted(own), page(records=[own]), posted(newer, status=200), scenario="pass-on")
    assert decide("CLR20-API-62", sitting).outcome is Outcome.NOT_APPLICABLE


def test_what_is_passed_on_twice_is_compared_twice() -> None:
    sitting = wrote(MIXED, posted(COMPACT), posted(record("urn:token"), status=200), scenario="pass-on")
    assert decide("CLR20-API-62", sitting).outcome is Outcome.FAIL


def test_a_consumer_that_only_reads_is_not_asked_how_it_posts() -> None:
    assert decide("CLR20-API-60", sat(*right(called("getProfile"))), claims=("read",)).outcome is Outcome.NOT_APPLICABLE
