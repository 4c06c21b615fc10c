"""What follows from what a consumer makes of a right item and its twin with one change: each branch, without a mock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.specimens import NOT_TAKEN, STATES, Specimen, State, TellsBy
from conformance.record import Finding
from conformance.traffic import End, Run, Sitting, Traffic
from conformance.traffic.outcome import Answer, ReportedOutcome, ReportedRecord
from conformance.traffic.seen import Met, Note, Seen, Undecided
from conformance.traffic.specimens import (
    asked_for,
    fetched,
    laid,
    left_open,
    not_taken,
    report_of,
    state_of,
    taken,
    told_apart,
    unasked,
)
from tests.traffic.building import served

COPY = "https://provider.test/assertions/1"
TWIN = Specimen("urn:twin", "Assertion", "Botany 12, red", "/assertions/0", scenario="odd", start=1)
ITEM = Specimen(
    "urn:item", "Assertion", "Logic 40, blue", "/assertions/0", NOT_TAKEN, "urn:twin", "it was changed", (), "odd", 2
)
WAYS = ("CLR_OUTCOME_FILE", "CLR_OUTCOME_URL", "outcome: exit-code", "--by-hand")


def told(*records: tuple[str, State], result: Any = "done", reason: str = "") -> ReportedOutcome:
    return ReportedOutcome(result, reason, tuple(ReportedRecord(name, state, reason) for name, state in records))


def start(number: int, outcome: ReportedOutcome | None = None, how: Any = "through", unusable: str = "") -> Run:
    return Run(number, "mira", End(how), outcome=outcome, unusable=unusable)


def sat(
    *runs: Run,
    specimens: tuple[Specimen, ...] = (TWIN, ITEM),
    tells_by: TellsBy = "report",
    task: str = "verify",
    answers: tuple[Answer, ...] = (),
    exchanges: tuple[Any, ...] = (),
) -> Sitting:
    return Sitting("odd", task, "https://a", runs, exchanges, specimens=specimens, tells_by=tells_by, answers=answers)


def both(twin: State, item: State, **members: Any) -> Sitting:
    """A consumer that reports this of the right item, and that of the changed one."""
    return sat(start(1, told(("urn:twin", twin))), start(2, told(("urn:item", item))), **members)


def seen(sitting: Sitting) -> list[Seen]:
    return [*not_taken(Traffic((sitting,)), "odd")]


# What is laid


def test_specimens_are_those_of_the_scenarios_that_are_named() -> None:
    other = replace(ITEM, scenario="another")
    sitting = sat(start(1), specimens=(TWIN, ITEM, other))
    assert [one for _, one in laid(Traffic((sitting,)), "odd")] == [TWIN, ITEM]
    assert [one for _, one in laid(Traffic((sitting,)), "another", "odd")] == [TWIN, ITEM, other]
    assert [*not_taken(Traffic((sitting,)), "none of these")] == []


# What the consumer made of an item: by an outcome


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ["urn:item", "/assertions/0"])
def test_an_outcome_names_an_item_by_its_id_or_its_place(name: str, state: State) -> None:
    assert state_of(sat(start(1), start(2, told((name, state)))), ITEM) == state


@pytest.mark.parametrize("tells_by", ["report", "exit-code", "ask", "none"])
def test_an_outcome_that_is_there_counts_whatever_the_plan_says(tells_by: TellsBy) -> None:
    assert (
        state_of(sat(start(1), start(2, told(("urn:item", "expired")), "crashed"), tells_by=tells_by), ITEM)
        == "expired"
    )


def test_what_another_start_reports_is_not_of_this_item() -> None:
    assert state_of(sat(start(1, told(("urn:item", "verified"))), start(2)), ITEM) is None


def test_a_place_that_two_records_of_one_start_have_names_neither() -> None:
    beside = replace(TWIN, start=2)
    sitting = sat(start(2, told(("/assertions/0", "verified"))), specimens=(beside, ITEM), task="read")
    assert (report_of(sitting, ITEM), report_of(sitting, beside)) == (None, None)


def test_behind_the_id_of_its_record_a_place_names_one_of_them() -> None:
    beside, item = replace(TWIN, start=2, record="urn:clr:1"), replace(ITEM, record="urn:clr:2")
    outcome = told(("urn:clr:1#/assertions/0", "verified"), ("urn:clr:2#/assertions/0", "refused"))
    sitting = sat(start(2, outcome), specimens=(beside, item), task="read")
    assert [state_of(sitting, one) for one in (beside, item)] == ["verified", "refused"]


@pytest.mark.parametrize("states", [("verified", "revoked"), ("revoked", "verified")])
def test_who_reports_an_item_twice_has_the_worse_of_it(states: tuple[State, State]) -> None:
    outcome = told(("urn:item", states[0]), ("/assertions/0", states[1]))
    assert state_of(sat(start(1), start(2, outcome)), ITEM) == "revoked"


def test_a_whole_record_has_the_empty_place() -> None:
    whole = replace(ITEM, place="")
    assert state_of(sat(start(2, told(("", "unverified"))), specimens=(whole,)), whole) == "unverified"
    assert state_of(sat(start(2, told(("", "unverified"))), specimens=(ITEM,)), ITEM) is None


def test_who_refuses_a_file_as_a_whole_refuses_the_item() -> None:
    refused = told(result="refused", reason="no key")
    assert report_of(sat(start(2, refused)), ITEM) == ReportedRecord("urn:item", "refused", "no key")
    assert report_of(sat(start(2, refused), task="read"), ITEM) is None
    assert report_of(sat(start(2, told(result="failed"))), ITEM) is None


@pytest.mark.parametrize("how", ["through", "refused"])
@pytest.mark.parametrize("tells_by", ["report", "exit-code"])
def test_an_outcome_that_cannot_be_used_leaves_it_open_with_the_reason(how: str, tells_by: TellsBy) -> None:
    sitting = sat(start(1), start(2, how=how, unusable="it is not JSON"), tells_by=tells_by)
    assert state_of(sitting, ITEM) is None
    assert left_open(sitting, ITEM).reason == "what it reports in start 2 cannot be used: it is not JSON"


# By an exit code


@pytest.mark.parametrize(
    ("tells_by", "how", "state"),
    [
        ("exit-code", "through", "verified"),
        ("exit-code", "refused", "refused"),
        ("exit-code", "crashed", None),
        ("exit-code", "unable", None),
        ("exit-code", "timed-out", None),
        ("report", "through", None),
        ("report", "refused", "refused"),
        ("none", "through", None),
        ("none", "refused", "refused"),
        ("ask", "through", None),
        ("ask", "refused", "refused"),
    ],
)
def test_the_end_of_a_start_tells_of_its_file(tells_by: TellsBy, how: str, state: State | None) -> None:
    assert state_of(sat(start(1), start(2, how=how), tells_by=tells_by), ITEM) == state


@pytest.mark.parametrize("how", ["through", "refused"])
def test_of_a_list_it_tells_nothing(how: str) -> None:
    assert state_of(sat(start(1), start(2, how=how), tells_by="exit-code", task="read"), ITEM) is None


def test_a_start_that_was_not_made_tells_nothing() -> None:
    assert state_of(sat(start(1), tells_by="exit-code"), ITEM) is None


def test_a_refusal_is_of_the_one_item_that_may_be_refused() -> None:
    right, wrong, other = (replace(one, start=1) for one in (TWIN, ITEM, replace(ITEM, id="urn:other")))
    one_wrong = sat(start(1, how="refused"), specimens=(right, wrong), tells_by="exit-code")
    assert [state_of(one_wrong, each) for each in (right, wrong)] == [None, "refused"]
    two_wrong = sat(start(1, how="refused"), specimens=(right, wrong, other), tells_by="exit-code")
    assert [state_of(two_wrong, each) for each in (right, wrong, other)] == [None, None, None]
    only_right = sat(start(1, how="refused"), specimens=(right,), tells_by="exit-code")
    assert state_of(only_right, right) == "refused"


def test_success_is_of_every_item_in_the_file() -> None:
    specimens = tuple(replace(one, start=1) for one in (TWIN, ITEM))
    sitting = sat(start(1), specimens=specimens, tells_by="exit-code")
    assert [state_of(sitting, each) for each in specimens] == ["verified", "verified"]


# By a person


@pytest.mark.parametrize(
    ("values", "state"),
    [
        (("yes",), "verified"),
        (("no",), "unverified"),
        (("not-shown",), "refused"),
        (("cannot-tell",), None),
        ((), None),
    ],
)
def test_a_person_says_whether_it_is_shown_as_verified(values: tuple[Any, ...], state: State | None) -> None:
    answers = (*(Answer("urn:item#2", value) for value in values), Answer("urn:twin", "yes"))
    assert state_of(sat(start(1), start(2), tells_by="ask", answers=answers, task="read"), ITEM) == state


@pytest.mark.parametrize(
    ("values", "state"), [((), None), (("cannot-tell",), None), (("yes",), "revoked"), (("no",), "unverified")]
)
def test_of_one_that_was_withdrawn_it_is_asked_whether_that_is_shown(
    values: tuple[Any, ...], state: State | None
) -> None:
    withdrawn = replace(ITEM, states=frozenset({"revoked", "refused"}))
    answers = (Answer("urn:item#2", "no"), *(Answer("urn:item#2#revoked", value) for value in values))
    sitting = sat(start(2), specimens=(withdrawn,), tells_by="ask", answers=answers, task="read")
    assert state_of(sitting, withdrawn) == state


def test_nobody_is_asked_where_the_plan_does_not_say_so() -> None:
    assert state_of(sat(start(1), start(2), answers=(Answer("urn:item#2", "yes"),)), ITEM) is None


# What follows


def test_who_tells_them_apart_meets_the_rule() -> None:
    exchanges = tuple(replace(served("", url=COPY), number=number, run=run) for number, run in ((0, 1), (1, 2), (2, 2)))
    assert seen(both("verified", "unverified", exchanges=exchanges)) == [Met("odd", (2,))]


@pytest.mark.parametrize("twin", STATES)
def test_who_takes_the_changed_one_breaks_it_in_any_case(twin: State) -> None:
    sitting = sat(
        start(1, told(("urn:twin", twin))),
        start(2, told(("urn:item", "verified"), reason="all\n is \ud800 well " * 99)),
    )
    (finding,) = seen(sitting)
    assert isinstance(finding, Finding)
    assert finding.message == "Assertion taken as verified: it was changed"
    assert finding.expected == "anything but verified"
    assert finding.actual.startswith("Logic 40, blue (urn:item), start 2: verified (all is ? well ")
    assert len(finding.actual) < 400
    assert finding.pointer == "/assertions/0"


def test_another_state_than_the_item_has_breaks_it_too() -> None:
    revoked = replace(ITEM, states=frozenset({"revoked", "refused"}))
    (finding,) = seen(both("verified", "unverified", specimens=(TWIN, revoked)))
    assert isinstance(finding, Finding)
    assert (finding.expected, finding.actual.rpartition(": ")[2]) == ("refused or revoked", "unverified")
    assert seen(both("verified", "revoked", specimens=(TWIN, revoked))) == [Met("odd", ())]


@pytest.mark.parametrize("twin", sorted(NOT_TAKEN))
def test_who_does_not_take_the_right_one_shows_nothing(twin: State) -> None:
    sitting = sat(start(1, told(("urn:twin", twin), reason="no key")), start(2, told(("urn:item", "refused"))))
    (open_one,) = seen(sitting)
    assert isinstance(open_one, Undecided)
    assert f"takes the right record as {twin} (no key)" in open_one.reason


def test_who_does_not_tell_of_the_right_one_shows_nothing() -> None:
    (open_one,) = seen(sat(start(1), start(2, told(("urn:item", "refused")))))
    assert isinstance(open_one, Undecided)
    assert "what it makes of the right record is not told" in open_one.reason
    assert all(way in open_one.reason for way in WAYS)


def test_a_changed_one_without_its_twin_decides_nothing() -> None:
    (open_one,) = seen(sat(start(2, told(("urn:item", "refused"))), specimens=(ITEM,)))
    assert isinstance(open_one, Undecided)


def test_who_calls_the_right_one_verified_without_asking_for_it_shows_nothing() -> None:
    twin = replace(TWIN, fetches=(COPY,))
    (open_one,) = seen(both("verified", "refused", specimens=(twin, ITEM)))
    assert isinstance(open_one, Undecided)
    assert "without having asked for it" in open_one.reason
    exchanges = (replace(served("", url=f"{COPY}#part"), run=1),)
    assert isinstance(seen(both("verified", "refused", specimens=(twin, ITEM), exchanges=exchanges))[0], Met)


@pytest.mark.parametrize(
    ("tells_by", "words"),
    [
        ("report", WAYS),
        ("none", ("outcome: none", *WAYS)),
        ("ask", ("--by-hand",)),
        ("exit-code", ("its exit code does not tell", "CLR_OUTCOME_FILE")),
    ],
)
def test_silence_stays_open_and_says_how_to_decide(tells_by: TellsBy, words: tuple[str, ...]) -> None:
    (open_one,) = seen(sat(start(1), start(2), tells_by=tells_by, task="read"))
    assert isinstance(open_one, Undecided)
    assert all(word in open_one.reason for word in words)


@pytest.mark.parametrize("whole", STATES)
def test_one_word_for_the_whole_record_says_nothing_of_the_items_in_it(whole: State) -> None:
    """Whether it has looked at them at all is not known: its exit code can stand for all."""
    reported = sat(start(1, told(("urn:clr", "verified"))), start(2, told(("urn:clr", whole))))
    (open_one,) = seen(reported)
    assert isinstance(open_one, Undecided)
    assert all(
        words in open_one.reason for words in ("each assertion and endorsement by its id", "`outcome: exit-code`")
    )


@pytest.mark.parametrize(
    ("how", "words"), [("crashed", "it ended by a crash"), ("timed-out", "it was stopped"), ("unable", "does not do")]
)
def test_an_accident_stays_open_and_is_named(how: str, words: str) -> None:
    (open_one,) = seen(sat(start(1, told(("urn:twin", "verified"))), start(2, how=how), tells_by="exit-code"))
    assert isinstance(open_one, Undecided)
    assert words in open_one.reason


def test_what_a_person_attests_is_noted_as_such() -> None:
    answers = (Answer("urn:twin", "yes"), Answer("urn:item#2", "no"))
    met, note = seen(sat(start(1), start(2), tells_by="ask", answers=answers, task="read"))
    assert isinstance(met, Met)
    assert isinstance(note, Note)
    assert note.text == "as a person attests: Logic 40, blue is not shown as verified"
    reported = both("verified", "refused", tells_by="ask")
    assert [type(one) for one in seen(reported)] == [Met]


def test_one_that_stays_open_leaves_its_scenario_open() -> None:
    other = replace(ITEM, id="urn:other", place="/assertions/1", start=3)
    sitting = both("verified", "refused", specimens=(TWIN, ITEM, other))
    assert [type(one) for one in seen(sitting)] == [Undecided]


# Right items


def test_right_ones_that_are_taken_meet_the_rule_that_they_are() -> None:
    traffic = Traffic((both("verified", "refused"),))
    assert [*taken(traffic, "odd")] == [Met("odd", ())]
    assert [*taken(traffic, "odd", which=lambda one: one.kind == "Clr")] == []


def test_a_right_one_that_is_not_taken_breaks_it_where_another_is() -> None:
    other = replace(TWIN, id="urn:right", start=3)
    runs = (start(1, told(("urn:twin", "verified"))), start(3, told(("urn:right", "unverified"))))
    met, finding = taken(Traffic((sat(*runs, specimens=(TWIN, other)),)), "odd")
    assert isinstance(met, Met)
    assert isinstance(finding, Finding)
    assert (finding.message, finding.expected) == (
        "Assertion taken as unverified: nothing is wrong with it",
        "verified",
    )


def test_who_takes_no_right_one_or_does_not_tell_shows_nothing() -> None:
    for run in (start(1, told(("urn:twin", "refused"))), start(1)):
        (open_one,) = taken(Traffic((sat(run, specimens=(TWIN,)),)), "odd")
        assert isinstance(open_one, Undecided)


@pytest.mark.parametrize(
    ("twin", "item", "kinds"),
    [
        ("verified", "refused", [Met, Met]),
        ("verified", "verified", [Met, Finding]),
        ("refused", "refused", [Undecided, Undecided]),
    ],
)
def test_right_ones_and_wrong_ones_are_told_apart(twin: State, item: State, kinds: list[type]) -> None:
    assert [type(one) for one in told_apart(Traffic((both(twin, item),)), "odd")] == kinds


# What has to be asked for


def test_what_was_asked_for_is_known_by_its_url_and_start() -> None:
    sitting = sat(start(1), exchanges=(replace(served("", url=f"{COPY}#key"), run=2, number=4),))
    assert asked_for(sitting, COPY)
    assert (asked_for(sitting, COPY, 2), asked_for(sitting, COPY, 1)) == (True, False)
    assert not asked_for(sitting, f"{COPY}0")
    assert fetched(sitting, replace(ITEM, fetches=(COPY,)))
    assert not fetched(sitting, replace(ITEM, fetches=(COPY, f"{COPY}0")))
    assert fetched(sitting, ITEM), "nothing has to be"


def test_who_calls_an_item_verified_without_its_copy_is_told_which() -> None:
    finding = unasked(sat(start(2), exchanges=(replace(served(""), run=2, number=4),)), ITEM, "its copy", COPY)
    assert finding.message == "Assertion taken as verified, and its copy was not fetched"
    assert finding.expected == f"a request for {COPY}"
    assert "urn:item" in finding.actual
    assert finding.exchanges == (4,)


def test_who_takes_a_changed_one_too_shows_nothing_by_the_right_one() -> None:
    assert [type(one) for one in taken(Traffic((both("verified", "verified"),)), "odd")] == [Undecided]
    assert [type(one) for one in taken(Traffic((both("verified", "refused"),)), "odd")] == [Met]


def test_who_failed_has_said_nothing_of_the_item_and_is_told_so() -> None:
    sitting = sat(start(1, told(("urn:twin", "verified"))), start(2, told(result="failed", reason="no list")))
    (open_,) = seen(sitting)
    assert isinstance(open_, Undecided)
    assert open_.reason.startswith("it reports that it failed: no list")
