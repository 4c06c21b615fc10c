"""One sitting by itself: what is wrong in it is said, and nothing is said of a right consumer, whatever it meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.consumer.own import called
from conformance.consumer.parts import every_scenario
from conformance.consumer.sitting import play
from conformance.consumer.standing import Standing
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.one_sitting.judgement import ConsumerError, Judgement
from conformance.one_sitting.judging import judge_sitting
from conformance.rulebooks import find
from conformance.traffic import Sitting
from conformance.traffic.assignment import OwnConsumer

BOOK = "clr10"
CLAIMS = frozenset({"read", "write", "delete", "dynamic_registration", "refresh", "keeps_state", "verify_hosted"})
RULES = find(BOOK).consumer
assert RULES is not None
RIGHT = RULES.reference_consumer
WRONG = {one.id: one for one in RULES.wrong_consumers}
OVER_TLS = {one.id for one in every_scenario(BOOK).values() if one.wire or one.listener}


@pytest.fixture(scope="module")
def terms() -> Iterator[Terms]:
    with Standing() as standing:
        yield Terms(BOOK, real_tls=False, standing=standing)


def sat(kind: type[OwnConsumer], scenario: str, terms: Terms, task: str = "") -> Sitting:
    played = every_scenario(BOOK, with_variations=True)[scenario]
    return play(played, task or played.tasks[0], in_process(called(kind)), terms).sitting


def judged(wrong: str, scenario: str, terms: Terms) -> Judgement:
    return judge_sitting(sat(WRONG[wrong].of(RIGHT), scenario, terms), BOOK, claims=CLAIMS)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [name for name in every_scenario(BOOK) if name not in OVER_TLS])
def test_a_right_consumer_breaks_nothing_in_any_scenario(scenario: str, terms: Terms) -> None:
    for task in every_scenario(BOOK)[scenario].tasks:
        found = judge_sitting(sat(RIGHT, scenario, terms, task), BOOK, claims=CLAIMS)
        assert found.breaches == ()


@pytest.mark.parametrize(
    ("wrong", "scenario", "broken"),
    [
        ("first-page-only", "plain", "CLR10-GCS-028"),
        ("state-not-compared", "state-foreign", "CLR10-AUT-019"),
        ("guesses-endpoints", "plain", "CLR10-DSC-018"),
        ("registers-first", "plain", "CLR10-DSC-017"),
        ("keeps-first-refresh-token", "refresh-rotates", "CLR10-RFR-008"),
    ],
)
def test_what_is_wrong_in_it_is_said(wrong: str, scenario: str, broken: str, terms: Terms) -> None:
    assert broken in judged(wrong, scenario, terms).broken


def test_what_a_right_consumer_keeps_is_met(terms: Terms) -> None:
    found = judge_sitting(sat(RIGHT, "pages-shrink", terms), BOOK, claims=CLAIMS)
    assert {"CLR10-GCS-028", "CLR10-API-009", "CLR10-TOK-002"} <= {*found.met}


def test_what_needs_another_sitting_stays_undecided(terms: Terms) -> None:
    found = judged("constant-state", "plain", terms)
    assert "CLR10-AUT-006" not in found.broken
    assert "two authorization requests" in found.undecided["CLR10-AUT-006"]
    assert "CLR10-AUT-019" not in found.undecided, "a scenario that was not played is nobody's concern here"


def test_a_consumer_that_paged_until_something_was_odd_is_believed_to_page(terms: Terms) -> None:
    """No plain sitting says so; what it did before the odd page does."""
    found = judge_sitting(sat(RIGHT, "nulls", terms), BOOK, claims=CLAIMS)
    assert "CLR10-PAY-009" in found.met
    falls = [one for one in judged("falls-over-null", "nulls", terms).breaches if one.requirement == "CLR10-PAY-009"]
    assert len(falls) == 1


def test_a_breach_names_the_exchanges_as_the_mock_counts_them(terms: Terms) -> None:
    sitting = sat(WRONG["first-page-only"].of(RIGHT), "plain", terms)
    (breach,) = (
        one for one in judge_sitting(sitting, BOOK, claims=CLAIMS).breaches if one.requirement == "CLR10-GCS-028"
    )
    (page,) = (one for one in sitting.exchanges if one.number == breach.exchanges[0])
    assert page.operation == "getClrs"
    assert breach.shown[0].startswith(f"{page.number}. GET {page.url}: 200")


def test_an_inferred_rule_warns_unless_it_is_asked_to_fail(terms: Terms) -> None:
    sitting = sat(WRONG["first-page-only"].of(RIGHT), "plain", terms)
    mild = judge_sitting(sitting, BOOK, claims=CLAIMS)
    assert [one.requirement for one in mild.warnings] == ["CLR10-GCS-028"]
    assert mild.failures == ()
    strict = judge_sitting(sitting, BOOK, claims=CLAIMS, inferred="fail")
    assert [one.requirement for one in strict.failures] == ["CLR10-GCS-028"]


def test_the_text_says_rule_expected_actual_exchange_and_what_to_do(terms: Terms) -> None:
    found = judged("first-page-only", "plain", terms)
    text = str(ConsumerError(found))
    assert text.startswith("In the scenario plain the consumer gets a warning for 1 requirement.")
    for label in ("rule", "expected", "actual", "exchange", "to do", "warning"):
        assert f"\n  {label} " in text, text


def test_it_is_a_json_object_too(terms: Terms) -> None:
    members = judged("first-page-only", "plain", terms).members
    assert members["failed"] is False
    assert members["breaches"][0]["requirement"] == "CLR10-GCS-028"


def test_what_may_not_be_shown_is_taken_out_of_what_is_quoted(terms: Terms) -> None:
    sitting = sat(WRONG["first-page-only"].of(RIGHT), "plain", terms)
    found = judge_sitting(sitting, BOOK, claims=CLAIMS, show=lambda text: text.replace("https://", "hidden://"))
    assert "https://" not in "".join((*found.breaches[0].shown, found.breaches[0].expected))
