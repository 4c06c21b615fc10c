"""The records of a sitting by start: files one after the other, or one list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.consumer.laying import table
from mock_provider.scenarios import SITTING, scenarios
from mock_provider.testing import MockServer, mock_in_process
from tests.consumer.conftest import BOOK

KNOWN = scenarios(BOOK)
CLAIMS = frozenset({"verify", "verify_hosted", "verify_signed"})


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with mock_in_process(**SITTING) as mock:
        yield mock


def starts(mock: MockServer, name: str, task: str) -> list[tuple[int, bool]]:
    return [(one.start, one.right) for one in table(KNOWN[name], task, mock, CLAIMS).specimens]


def test_each_file_is_met_in_a_start_of_its_own(mock: MockServer) -> None:
    assert starts(mock, "hosted-other-id", "verify") == [(1, True), (2, False), (3, False)]


def test_a_list_is_met_in_one_start(mock: MockServer) -> None:
    assert starts(mock, "hosted-other-id", "read") == [(1, True), (1, False), (1, False)]


def test_each_item_names_the_record_that_holds_it(mock: MockServer) -> None:
    laid = table(KNOWN["hosted-gone"], "read", mock, CLAIMS - {"verify_signed"})
    ids = [json.loads(record.content)["id"] for records in laid.starts for record in records]
    assert [one.record for one in laid.specimens] == ids


@pytest.mark.parametrize("task", ["verify", "read"])
def test_what_changes_between_two_starts_is_met_in_both(mock: MockServer, task: str) -> None:
    assert starts(mock, "revoked-meanwhile", task) == [(1, True), (2, False)]


def test_a_verifier_gets_the_right_record_where_a_scenario_lays_none(mock: MockServer, tmp_path: Path) -> None:
    laid = table(KNOWN["hosted-without-token"], "verify", mock, CLAIMS)
    path = laid.serve(1, tmp_path)
    assert path is not None
    assert path.read_bytes() == laid.starts[0][0].content
    assert {one.right for one in laid.specimens} == {True}


def test_a_reader_gets_the_list_as_it_always_is_there(mock: MockServer, tmp_path: Path) -> None:
    laid = table(KNOWN["hosted-without-token"], "read", mock, CLAIMS)
    assert (laid.specimens, laid.serve(1, tmp_path)) == ((), None)
