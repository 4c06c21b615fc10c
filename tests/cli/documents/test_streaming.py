"""No format keeps every outcome: what it needs of all of them waits in a file."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clr_reports import markdown
from conformance.cli.documents.writing import write
from conformance.inspection import spill
from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged

OPTIONS = Options(datetime(2026, 11, 21, tzinfo=UTC))
BROKEN = json.dumps({"type": "ClrSet", "clrs": [{"id": "urn:x:1", "assertions": [{"narrative": "x"}] * 3}]}).encode()
UNREADABLE = b"{"


def outcomes(number: int) -> Iterator[Judged]:
    inspector = Inspector(OPTIONS)
    broken, unreadable = inspector.document("a", BROKEN), inspector.document("b", UNREADABLE)
    for index in range(number):
        judged = unreadable if index % 100 == 99 else broken
        text = f"document {index} " * 5
        findings = tuple(replace(each, actual=text) for each in judged.findings)
        yield replace(judged, path=f"{index}.json", findings=findings)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What is held counts: not what other tests have left, nor what only waits for a collector that looks seldom."""
    gc.collect()
    gc.freeze()
    seldom = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*seldom)
    gc.unfreeze()


def peak(form: str, number: int, out: Path) -> int:
    tracemalloc.start()
    write(outcomes(number), form, out, OPTIONS)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize(("form", "share"), [("json", 10), ("sarif", 10), ("text", 10), ("junit", 2)])
def test_memory_does_not_grow_with_the_number_of_documents(
    form: str, share: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for a small share of what is written: a report of the record remembers where each outcome lies."""
    monkeypatch.setattr(spill, "MOST_IN_MEMORY", 100_000)
    peak(form, 10, tmp_path / "warm")
    few, many = peak(form, 100, tmp_path / "few"), peak(form, 1_000, tmp_path / "many")
    written = (tmp_path / "many").stat().st_size - (tmp_path / "few").stat().st_size
    assert many - few < written / share


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_page_holds_no_more_than_it_shows(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page does not show of very many documents is read and not kept, but for where each outcome lies."""
    monkeypatch.setattr(spill, "MOST_IN_MEMORY", 100_000)
    monkeypatch.setattr(markdown, "MAX_BYTES", 20_000)
    peak(form, 10, tmp_path / "warm")
    few, many = peak(form, 600, tmp_path / "few"), peak(form, 1_800, tmp_path / "many")
    assert many - few < 1_000 * 1_200


def test_sarif_is_one_document_with_every_result(tmp_path: Path) -> None:
    write(outcomes(200), "sarif", tmp_path / "log", OPTIONS)
    text = (tmp_path / "log").read_text()
    log = json.loads(text)
    assert text == json.dumps(log, indent=2, ensure_ascii=False) + "\n"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], len(invocation["toolExecutionNotifications"])) == (False, 2)


def test_sarif_without_a_result_is_whole_too(tmp_path: Path) -> None:
    tally = write(iter(()), "sarif", tmp_path / "log", OPTIONS)
    (run,) = json.loads((tmp_path / "log").read_text())["runs"]
    assert (run["results"], run["invocations"][0]["executionSuccessful"], tally.total) == ([], True, 0)


@pytest.mark.parametrize("form", ["junit", "html", "markdown"])
def test_a_report_is_the_same_when_its_record_lies_in_a_file(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.inspection.records._instant", lambda _: "2026-11-21T00:00:00.000Z")
    kept = [replace(each, seconds=0.0) for each in outcomes(150)]
    write(iter(kept), form, tmp_path / "memory", OPTIONS)
    monkeypatch.setattr(spill, "MOST_IN_MEMORY", 10)
    write(iter(kept), form, tmp_path / "file", OPTIONS)
    assert (tmp_path / "memory").read_text() == (tmp_path / "file").read_text()
