"""What is said of a verifier of signed items by what it makes of a right one and of its twin with one change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.specimens import STATES, State
from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.starts import of_states, pair, specimen
from tests.traffic.building import cited

NOT_TAKEN = {
    "CLR10-VSG-002": ("payload-invalid",),
    "CLR10-VSG-004": ("creator-foreign",),
    "CLR10-VSG-005": ("key-owner",),
    "CLR10-VSG-006": ("key-moved",),
    "CLR10-VSG-007": ("payload-changed", "other-signer"),
    "CLR10-VSG-008": ("alg-none", "alg-hs256"),
    "CLR10-VSG-009": ("listed",),
    "CLR10-VSG-010": ("list-500",),
    "CLR10-VSG-011": ("list-foreign",),
    "CLR10-VSG-012": ("signed-expired",),
    "CLR10-VSG-013": ("recipient-other",),
    "CLR10-VSG-014": ("clr-good-assertion-bad",),
    "CLR10-VSG-016": ("signed-unsigned",),
    "CLR10-VSG-018": ("header-key",),
}
"""The rows that ask that a changed item is not taken, with the scenarios that have to show it."""

ROWS = pytest.mark.parametrize(("row", "scenarios"), NOT_TAKEN.items())
LIST, KEY = "https://provider.test/revocations/guild", "https://provider.test/keys/guild"


def decide(requirement: str, *sittings: Sitting, claims: Any = ("verify", "verify_signed")) -> Ending:
    return deciding.decide(requirement, *sittings, claims=claims)


def both(scenario: str, twin: State | None, changed: State | None, **members: Any) -> Sitting:
    """A sitting in which that is made of the right item, and this of the changed one."""
    return of_states(scenario, pair(scenario), twin, changed, **members)


@ROWS
@pytest.mark.parametrize("state", ["unverified", "refused"])
def test_who_takes_the_right_one_and_not_the_changed_one_passes(
    row: str, scenarios: tuple[str, ...], state: State
) -> None:
    assert decide(row, *(both(one, "verified", state) for one in scenarios)).outcome is Outcome.PASS


@ROWS
def test_who_takes_the_changed_one_is_named_in_each_scenario(row: str, scenarios: tuple[str, ...]) -> None:
    for wrong in scenarios:
        sittings = [both(one, "verified", "verified" if one == wrong else "refused") for one in scenarios]
        ending = decide(row, *sittings)
        assert ending.outcome is Outcome.FAIL
        assert cited(ending) == (2 * scenarios.index(wrong) + 1,)
        assert "taken as verified: it was changed" in ending.findings[0].message


@ROWS
def test_who_takes_nothing_shows_nothing(row: str, scenarios: tuple[str, ...]) -> None:
    ending = decide(row, *(both(one, "unverified", "unverified") for one in scenarios))
    assert ending.outcome is Outcome.INCOMPLETE
    assert "takes the right record as unverified" in (ending.reason or "")


@ROWS
def test_who_is_silent_is_told_how_to_speak(row: str, scenarios: tuple[str, ...]) -> None:
    ending = decide(row, *(both(one, "verified", None) for one in scenarios))
    assert ending.outcome is Outcome.INCOMPLETE
    assert "CLR_OUTCOME_FILE" in (ending.reason or "")


@ROWS
def test_each_scenario_has_to_be_played(row: str, scenarios: tuple[str, ...]) -> None:
    shown = [both(one, "verified", "refused") for one in scenarios]
    assert decide(row, *shown[1:]).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("row", [*NOT_TAKEN, "CLR10-VSG-001", "CLR10-VSG-003"])
def test_who_verifies_no_signature_is_not_concerned(row: str) -> None:
    assert decide(row, claims=("verify", "verify_hosted")).outcome is Outcome.NOT_APPLICABLE


# creator, or publicKey


def _two_right(first: State | None, second: State | None) -> Ending:
    right = [specimen("with", scenario="creator-or-key"), specimen("without", scenario="creator-or-key", start=2)]
    return decide("CLR10-VSG-003", of_states("creator-or-key", right, first, second))


def test_who_takes_both_has_read_creator_and_public_key() -> None:
    assert _two_right("verified", "verified").outcome is Outcome.PASS


@pytest.mark.parametrize("states", [("verified", "unverified"), ("refused", "verified")])
def test_who_takes_one_of_both_is_named(states: tuple[State, State]) -> None:
    ending = _two_right(*states)
    assert ending.outcome is Outcome.FAIL
    assert "nothing is wrong with it" in ending.findings[0].message


@pytest.mark.parametrize("states", [("unverified", "unverified"), ("verified", None)])
def test_who_takes_none_or_is_silent_of_one_shows_nothing(states: tuple[State, State | None]) -> None:
    assert _two_right(*states).outcome is Outcome.INCOMPLETE


# What has to be fetched


@pytest.mark.parametrize(
    ("row", "scenario", "url", "what"),
    [
        ("CLR10-VSG-006", "key-moved", KEY, "the key at its id"),
        ("CLR10-VSG-009", "listed", LIST, "the revocation list of its issuer"),
    ],
)
def test_who_calls_it_verified_has_fetched_what_that_rests_on(row: str, scenario: str, url: str, what: str) -> None:
    laid = pair(scenario, fetches=(url,))
    assert decide(row, of_states(scenario, laid, "verified", "refused", asked=[url])).outcome is Outcome.PASS
    ending = decide(row, of_states(scenario, laid, "verified", "refused"))
    assert ending.outcome is Outcome.FAIL
    assert (ending.findings[0].message, ending.findings[0].expected) == (
        f"Assertion taken as verified, and {what} was not fetched",
        f"a request for {url}",
    )
    assert decide(row, of_states(scenario, laid, "unverified", "refused")).outcome is Outcome.INCOMPLETE


# Revoked by whom


def _by(row: str, scenario: str, states: set[State], state: State) -> Outcome:
    laid = pair(scenario, states=frozenset(states))
    return decide(row, of_states(scenario, laid, "verified", state)).outcome


@pytest.mark.parametrize("state", STATES)
def test_what_the_list_names_is_revoked(state: State) -> None:
    right = Outcome.PASS if state in ("revoked", "refused") else Outcome.FAIL
    assert _by("CLR10-VSG-009", "listed", {"revoked", "refused"}, state) is right


@pytest.mark.parametrize("state", STATES)
def test_the_list_of_another_revokes_nothing_and_clears_nothing(state: State) -> None:
    right = Outcome.PASS if state in ("unverified", "refused") else Outcome.FAIL
    assert _by("CLR10-VSG-011", "list-foreign", {"unverified", "refused"}, state) is right


# Endorsements

ENDORSED = {"verify_hosted": "endorsements-hosted", "verify_signed": "endorsements-signed"}


@pytest.mark.parametrize("claims", [("verify_hosted",), ("verify_signed",), ("verify_hosted", "verify_signed")])
def test_endorsements_are_judged_by_the_methods_that_are_claimed(claims: tuple[str, ...]) -> None:
    shown = [both(ENDORSED[claim], "verified", "unverified") for claim in claims]
    assert decide("CLR10-VSG-015", *shown, claims=("verify", *claims)).outcome is Outcome.PASS
    for place, claim in enumerate(claims):
        twins: tuple[State, ...] = ("verified", "unverified")
        for twin in twins:
            wrong = [*shown[:place], both(ENDORSED[claim], twin, "verified"), *shown[place + 1 :]]
            assert decide("CLR10-VSG-015", *wrong, claims=("verify", *claims)).outcome is Outcome.FAIL


def test_one_method_does_not_stand_for_the_other() -> None:
    shown = both("endorsements-hosted", "verified", "unverified")
    claims = ("verify", "verify_hosted", "verify_signed")
    assert decide("CLR10-VSG-015", shown, claims=claims).outcome is Outcome.INCOMPLETE


def test_who_says_nothing_of_endorsements_leaves_it_open() -> None:
    assert decide("CLR10-VSG-015", both("endorsements-signed", None, None)).outcome is Outcome.INCOMPLETE


def test_who_verifies_nothing_is_not_concerned_by_endorsements() -> None:
    assert decide("CLR10-VSG-015", claims=("read",)).outcome is Outcome.NOT_APPLICABLE


# A right record around a bad assertion


@pytest.mark.parametrize(("state", "outcome"), [("unverified", Outcome.PASS), ("verified", Outcome.FAIL)])
def test_a_right_record_around_a_bad_assertion_decides_nothing_for_it(state: State, outcome: Outcome) -> None:
    scenario = "clr-good-assertion-bad"
    right, changed = pair(scenario)
    record = replace(specimen("record", place="", scenario=scenario), start=2)
    shown = of_states(scenario, (right, changed), "verified", state)
    assert decide("CLR10-VSG-014", replace(shown, specimens=(right, record, changed))).outcome is outcome
