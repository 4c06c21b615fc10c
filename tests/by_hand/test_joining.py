"""Scenarios with records are joined into few sittings, in which none disturbs another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from conformance.by_hand.joining import joined
from conformance.consumer.laying import table
from conformance.consumer.parts import Part, parts_of
from conformance.plan.consumer import ConsumerPlan
from mock_provider.store.documents import DocumentStore
from mock_provider.testing import mock_in_process


@pytest.fixture
def parts(plan: ConsumerPlan) -> tuple[Part, ...]:
    every = replace(plan, claims=plan.claims | {"keeps_state", "refresh", "write"})
    return joined(parts_of(every))


def test_records_of_one_kind_are_one_sitting_and_all_else_stays_as_it_is(
    parts: tuple[Part, ...], plan: ConsumerPlan
) -> None:
    together = {part.scenario.id: part for part in parts if part.joined}
    assert together.keys() == {"records-hosted", "records-signed", "records-shown"}
    every = replace(plan, claims=plan.claims | {"keeps_state", "refresh", "write"})
    before = Counter((one, part.task) for part in parts_of(every) for one in part.scenarios)
    assert Counter((one, part.task) for part in parts for one in part.scenarios) == before


@pytest.mark.parametrize("needed", ["revoked-meanwhile", "hosted-out-of-scope", "plain", "mixed-list"])
def test_what_needs_a_sitting_of_its_own_keeps_it(parts: tuple[Part, ...], needed: str) -> None:
    assert [part for part in parts if part.scenario.id == needed and not part.joined]


def test_one_alone_is_not_joined(plan: ConsumerPlan) -> None:
    assert [part.scenario.id for part in joined(parts_of(plan, ["copy-differs"]))] == ["plain", "copy-differs"]


@pytest.mark.parametrize("name", ["records-hosted", "records-signed", "records-shown"])
def test_no_record_is_in_the_way_of_another(
    parts: tuple[Part, ...], plan: ConsumerPlan, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (part,) = (part for part in parts if part.scenario.id == name)
    published, changed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    put = DocumentStore.put

    def counted(store: DocumentStore, kind: str, place: str, content: bytes) -> None:
        published[kind, place] += 1
        put(store, kind, place, content)

    with mock_in_process(content="small") as mock:
        monkeypatch.setattr(DocumentStore, "put", counted)
        for scenario in part.joined:
            assert scenario.lay is not None
            scenario.lay(mock, plan.claims)
            changed.update({*published})
            published.clear()
        assert [place for place, times in changed.items() if times > 1] == []
        laid = table(part.scenario, part.task, mock, plan.claims)
    names = [specimen.name for specimen in laid.specimens]
    assert len({*names}) == len(names)
    ids = [*(one.id for one in laid.specimens), *(one.id for one in laid.asked)]
    assert len({*ids}) == len(ids)
    assert {*(one.scenario for one in laid.specimens), *(one.scenario for one in laid.asked)} == {
        one.id for one in part.joined
    }
