"""Which exchanges a page shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clr_reports import evidence
from clr_reports.evidence import BODY_LIMIT, SAMPLE_LIMIT, choose
from conformance.record import RunRecord


def test_what_findings_point_at_comes_first_then_a_sample_each(record: RunRecord) -> None:
    chosen = choose(record)
    assert list(chosen.shown) == [0, 1]
    assert chosen.findings == {1}
    assert chosen.left_out == 1
    assert (chosen.body_limit(0), chosen.body_limit(1)) == (SAMPLE_LIMIT, BODY_LIMIT)


def test_no_more_is_shown_than_the_page_has_room_for(large: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "PAGE_LIMIT", 3 * (BODY_LIMIT + 3_000))
    chosen = choose(large)
    assert 1 <= len(chosen.shown) <= 3
    assert set(chosen.shown) <= chosen.findings
    assert len(chosen.shown) + chosen.left_out == len(large.exchanges)


def test_an_index_that_the_record_does_not_have_is_passed_over(record: RunRecord) -> None:
    assert choose(replace(record, exchanges=())).shown == {}
