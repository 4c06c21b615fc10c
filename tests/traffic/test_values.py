"""What was said in a run: how exchanges are found again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.traffic import End, Run, Traffic
from tests.traffic.building import (
    FACTS,
    READ,
    REPLACE,
    called,
    discovered,
    exchanged,
    in_run,
    listed,
    right,
    served,
    sitting,
)

SEVERAL = sitting(
    discovered(), exchanged(status=400), exchanged(), listed(), listed(2, status=None), *in_run(2, listed(3)),
    learners=("mira", "jonas"),
)  # fmt: skip


def _numbers(*found: object, **wanted: object) -> list[int]:
    return [one.number for one in SEVERAL.requests(*found, **wanted)]  # type: ignore[arg-type]


def test_exchanges_are_found_by_operation_run_place_and_order() -> None:
    assert _numbers() == [0, 1, 2, 3, 4, 5]
    assert _numbers("token", "getClrs") == [1, 2, 3, 4, 5]
    assert _numbers("getClrs", run=2) == [5]
    assert _numbers(place="oauth") == [1, 2]
    assert _numbers("getClrs", after=SEVERAL.exchanges[3]) == [4, 5]
    assert _numbers("revoke") == []


def test_an_exchange_without_a_response_is_no_success() -> None:
    assert _numbers("token", ok=True) == [2]
    assert _numbers(ok=False) == [1, 4]


def test_the_first_exchange_or_none() -> None:
    first = SEVERAL.first("token", ok=True)
    assert first is not None
    assert first.number == 2
    assert SEVERAL.first("token", run=2) is None


def test_what_a_behaviour_has_changed_is_found_by_its_id_or_by_none() -> None:
    odd = sitting(listed(), listed(2, struck=("one",)), listed(3, struck=("one", "other")))
    assert [one.number for one in odd.struck()] == [1, 2]
    assert [one.number for one in odd.struck("other", "third")] == [2]
    assert odd.struck("third") == ()


@pytest.mark.parametrize(
    ("ends", "through", "by_itself"),
    [
        (("through", "through"), True, True),
        (("through", "refused"), False, True),
        (("crashed", "through"), False, True),
        (("through", "timed-out"), False, False),
        (("stopped", "through"), False, False),
    ],
)
def test_a_sitting_ends_as_all_its_runs_do(ends: tuple[str, str], through: bool, by_itself: bool) -> None:
    runs = tuple(Run(number, "mira", End(how)) for number, how in enumerate(ends, 1))  # type: ignore[arg-type]
    ended = replace(SEVERAL, runs=runs)
    assert (ended.through, ended.by_itself, ended.end.how) == (through, by_itself, ends[-1])


def test_each_exchange_of_a_run_has_a_number_of_its_own() -> None:
    traffic = Traffic.of([sitting(*right()), SEVERAL, sitting(listed(), scenario="odd")], ["read", "read"])
    assert [one.number for one in traffic.exchanges] == [*range(len(right()) + 7)]
    assert traffic.claims == {"read"}


def test_sittings_are_found_by_their_scenario() -> None:
    odd, again = sitting(scenario="odd"), sitting(scenario="odd", mended=("accept",))
    traffic = Traffic.of([odd, SEVERAL, again])
    assert [one.mended for one in traffic.named("odd")] == [(), ("accept",)]
    assert traffic.plain == (SEVERAL,)
    assert (traffic.played("odd"), traffic.played("even")) == (True, False)


def test_the_facts_of_the_edition_tell_the_scope_of_a_call() -> None:
    calls = (listed(), called("postClr"), called("getKey", None), discovered(), served("token"), served(""))
    traffic = Traffic.of([sitting(*calls)], facts=FACTS)
    assert [traffic.scope_of(one) for one in traffic.exchanges] == [READ, REPLACE, "", "", "", ""]
    assert [one.number for one in traffic.protected(traffic.sittings[0])] == [0, 1]


def test_without_facts_no_call_is_protected() -> None:
    traffic = Traffic.of([sitting(listed())])
    assert traffic.protected(traffic.sittings[0]) == ()
