"""What a person is asked, and what follows from the answers for how the wallet ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.by_hand.questions import SAYS, WELL, Topic, end_of, named, topics_of, with_more
from conformance.consumer.laying import Table
from conformance.consumer.parts import Part
from conformance.exchanges.specimens import NOT_TAKEN, Asked, Specimen
from mock_provider.scenarios import Laid, Record
from tests.consumer.conftest import scenario

PART = Part(scenario("odd"), "read")
RIGHT = Specimen("urn:right", "Assertion", "Botany 12, red")
WRONG = Specimen(
    "urn:wrong", "Assertion", "Logic 40, blue", states=NOT_TAKEN, twin="urn:right", change="it was changed"
)
REVOKED = replace(WRONG, states=frozenset({"revoked", "refused"}))
ASKED = Asked("odd/1", "Is it pretty?", right="yes", wrong="it is not pretty")


def table(*specimens: Specimen, asked: tuple[Asked, ...] = ()) -> Table:
    records = (Record(b"{}", specimens),)
    return Table(Laid(records, lambda _: None, asked), (records,), as_files=False)


NOTHING = Table(None, (), as_files=False)


def test_each_record_is_asked_about_in_words_that_are_the_same_for_all() -> None:
    topics = topics_of(PART, table(RIGHT, WRONG, asked=(ASKED,)), 1)
    assert {*topics[:2]} == {
        Topic("urn:right", "Is “Botany 12, red” shown as verified?"),
        Topic("urn:wrong", "Is “Logic 40, blue” shown as verified?"),
    }
    assert topics[2] == Topic("odd/1", "Is it pretty?")


@pytest.mark.parametrize(
    ("task", "text"), [("read", "show the learner's records"), ("write", "has arrived"), ("delete", "is deleted")]
)
def test_without_records_the_person_says_how_it_went(task: str, text: str) -> None:
    (topic,) = topics_of(Part(scenario("odd"), task), NOTHING, 1)
    assert (topic.about, text in topic.text) == (WELL, True)


def test_each_start_has_a_question_of_its_own() -> None:
    (topic,) = topics_of(PART, NOTHING, 2)
    assert topic.about == f"{WELL}#2" == named(WELL, 2)
    (_, more) = with_more((topic,), PART, NOTHING, {topic.about: "no"})
    assert more.about == f"{SAYS}#2"


@pytest.mark.parametrize("value", ["", "yes"])
def test_whoever_has_not_said_that_it_went_wrong_is_not_asked_what_the_wallet_says(value: str) -> None:
    topics = topics_of(PART, NOTHING, 1)
    assert with_more(topics, PART, NOTHING, {WELL: value}) == topics


def test_a_scenario_may_have_words_of_its_own_for_what_the_wallet_says() -> None:
    part = Part(scenario("denied", says="Does the wallet say no?"), "read")
    topics = with_more(topics_of(part, NOTHING, 1), part, NOTHING, {WELL: "no"})
    assert [topic.text for topic in topics][1:] == ["Does the wallet say no?"]


def test_where_one_state_is_meant_it_is_asked_for_when_the_item_is_not_shown_as_verified() -> None:
    laid = table(RIGHT, REVOKED)
    topics = topics_of(PART, laid, 1)
    assert with_more(topics, PART, laid, {"urn:wrong": "yes"}) == topics
    more = [*with_more(topics, PART, laid, {"urn:wrong": "no"})]
    assert Topic("urn:wrong#revoked", "Is “Logic 40, blue” shown as revoked?") in more
    laid = table(RIGHT, WRONG)
    assert with_more(topics, PART, laid, {"urn:wrong": "no"}) == topics


@pytest.mark.parametrize(
    ("values", "how"),
    [
        ({}, "through"),
        ({WELL: "yes"}, "through"),
        ({WELL: "no", SAYS: "yes"}, "refused"),
        ({WELL: "cannot-tell", SAYS: "yes"}, "refused"),
        ({WELL: "no", SAYS: "no"}, "silent"),
        ({WELL: "not-shown", SAYS: "not-shown"}, "silent"),
        ({WELL: "no", SAYS: "cannot-tell"}, "unclear"),
        ({WELL: "cannot-tell", SAYS: "no"}, "unclear"),
    ],
)
def test_how_it_ended_is_what_the_person_saw(values: dict[str, str], how: str) -> None:
    assert end_of(1, values).how == how
