"""A run that judged nothing has not passed: a selection of nothing is wrong usage, anything else is incomplete."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Judge


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-k", "illegal_limt"), "Did you mean illegal_limit"),
        (("-k", "gcs and zzzzzz"), "'gcs and zzzzzz' matches no check"),
        (("-s", "GSC"), "Did you mean GCS"),
        (("-s", "gcs-999"), "Did you mean CLR10-GCS-0"),
        (("-s", "GCX-006"), "Did you mean CLR10-GCS-006 or CLR10-GCL-006?"),
        (("-i", "CLR10-GCS-99"), "Did you mean CLR10-GCS-0"),
        (("-s", "hst-012"), "CLR10-HST-012 is excluded: "),
        (("-s", "CLR10-PST-001"), "CLR10-PST-001 applies when the target claims: write"),
        (("-s", "GCS", "-i", "GCS"), "`ignore` leaves it out again"),
        (("-k", "limit limit"), "Join names with and, or, not"),
    ],
)
def test_a_selection_of_nothing_is_wrong_usage(judge: Judge, options: tuple[str, ...], told: str) -> None:
    ended = judge(*options)
    assert ended.code == 2, ended.out
    assert told in ended.err
    assert ended.out == ""
    assert not (ended.folder / "run.json").exists()


def test_a_run_that_judges_nothing_is_incomplete_in_every_report(judge: Judge) -> None:
    ended = judge("-s", "RVK-001")  # a page that only a person finds
    assert ended.code == 3, ended.out
    assert ended.record["summary"]["manual"] == 1
    assert [problem["code"] for problem in ended.record["problems"]] == ["nothing-judged"]
    page, summary = ((ended.folder / name).read_text(encoding="utf-8") for name in ("report.html", "report.md"))
    assert all("Nothing could be judged." in told for told in (ended.out, page, summary))
    assert "INCOMPLETE" in ended.out
    suites = ElementTree.parse(ended.folder / "junit.xml").getroot()
    assert suites.get("errors") == "1"


def test_short_ids_select(judge: Judge) -> None:
    ended = judge("-s", "gcs-001")
    assert ended.code == 0, ended.out
    assert [name for name, verdict in ended.verdicts.items() if verdict != "excluded"] == ["CLR10-GCS-001"]
