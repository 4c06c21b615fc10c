"""Markdown for the summary of a CI step."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from clr_reports.markdown import MAX_BYTES, code, prose, render
from conformance.record import RequirementResult, RunRecord, Verdict
from conformance.standard import Standard


def test_the_page(record: RunRecord, small_catalogue: Standard, snapshot: SnapshotAssertion) -> None:
    assert render(record) == snapshot


@pytest.mark.parametrize("neutralise", [code, prose])
@pytest.mark.parametrize(
    "evil",
    [
        "a|b",
        "`x`",
        "<img src=x>",
        "**b** _i_ ~s~",
        "[x](javascript:1)",
        "@everyone",
        "https://evil.example",
        "\\|",
        "$x$",
        "![x](y)",
    ],
)
def test_markdown_of_a_target_is_dead(neutralise: object, evil: str) -> None:
    shown = neutralise(evil)  # type: ignore[operator]
    inner = shown.removeprefix("<code>").removesuffix("</code>")
    assert not re.search(r"[|`<>*_~\[\]@\\$!]|://", inner)
    assert html.unescape(inner).replace("\u200b", "") == evil


def test_a_name_in_a_sentence_is_no_mention() -> None:
    assert "@everyone" not in html.unescape(prose("ask @everyone"))


def test_every_row_of_a_table_has_the_same_number_of_cells(hostile: RunRecord) -> None:
    rows = [line for line in render(hostile).splitlines() if line.startswith("| **CLR10")]
    assert len(rows) == len(hostile.requirements)
    assert {line.count("|") for line in rows if "must" not in line} <= {7, 4}


def failing_results(record: RunRecord, count: int) -> tuple[RequirementResult, ...]:
    """Many failed requirements, each with much to say."""
    (failed,) = record.by_verdict(Verdict.FAIL)
    finding = replace(failed.checks[0].findings[0], expected="x" * 1_000, actual="<" * 1_000)
    fat = replace(failed, checks=(replace(failed.checks[0], findings=(finding,)),))
    return (fat,) * count


def test_a_summary_of_very_many_failures_fits_and_says_that_it_is_cut(record: RunRecord) -> None:
    shown = render(replace(record, requirements=failing_results(record, 3_000)))
    assert len(shown.encode()) <= MAX_BYTES
    assert "cut to fit" in shown


def test_details_are_always_closed(hostile: RunRecord, record: RunRecord) -> None:
    for each in (hostile, record, replace(record, requirements=failing_results(record, 3_000))):
        shown = render(each)
        assert shown.count("<details>") == shown.count("</details>")
