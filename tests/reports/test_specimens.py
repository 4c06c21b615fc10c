"""What reports say of the items that were laid before a consumer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import html as lxml_html

from clr_reports import run_file
from clr_reports.html import render
from clr_reports.markdown import render as markdown
from clr_reports.specimens import laid
from conformance.record import OutcomeResult, ReportedItem, RunRecord, SittingResult, SpecimenResult, Verdict

RIGHT = SpecimenResult(1, "urn:1", "Assertion", "Botany 12, red", "", "", ("verified",), "verified", "", "outcome")
OTHERS = ("expired", "refused", "revoked", "unverified")
CHANGED = SpecimenResult(
    2, "urn:2", "Assertion", "Logic 40, blue", "it was changed", "urn:1", OTHERS, "revoked", "on the list", "outcome"
)


def sitting(*specimens: SpecimenResult, outcomes: tuple[OutcomeResult, ...] = (), name: str = "a") -> SittingResult:
    ends: Any = ("through",) * 2
    return SittingResult(name, "verify", ends, (0, 0), 0, 0, specimens=specimens, outcomes=outcomes)


def of(record: RunRecord, *sittings: SittingResult) -> RunRecord:
    return replace(record, role="consumer", sittings=sittings, target={"name": "wallet"})


@pytest.mark.parametrize(
    ("right", "changed", "like"),
    [
        ("verified", "revoked", (Verdict.PASS, Verdict.PASS)),
        ("verified", "verified", (Verdict.PASS, Verdict.FAIL)),
        ("refused", "revoked", (Verdict.INCOMPLETE, Verdict.INCOMPLETE)),
        ("refused", "verified", (Verdict.INCOMPLETE, Verdict.FAIL)),
        ("", "revoked", (Verdict.INCOMPLETE, Verdict.INCOMPLETE)),
        ("verified", "", (Verdict.PASS, Verdict.INCOMPLETE)),
    ],
)
def test_an_item_looks_as_it_counts(record: RunRecord, right: str, changed: str, like: tuple[Verdict, Verdict]) -> None:
    both = sitting(replace(RIGHT, state=right), replace(CHANGED, state=changed))
    (one,) = laid(of(record, both))
    assert tuple(item.like for item in one.items) == like
    assert one.right is (like == (Verdict.PASS, Verdict.PASS))


def test_a_sitting_without_items_is_not_among_them(record: RunRecord) -> None:
    assert laid(of(record, sitting())) == []


def test_the_page_has_a_table_by_sitting_and_folds_what_is_right(record: RunRecord) -> None:
    taken = sitting(RIGHT, replace(CHANGED, state="verified", reason="<b>I</b> believe"), name="taken")
    page: Any = lxml_html.fromstring(render(of(record, sitting(RIGHT, CHANGED, name="right"), taken)))
    open_table, folded = page.xpath("//section[@aria-labelledby='laid']//table")
    text = " ".join(open_table.text_content().split())
    assert "taken task verify" in text
    assert "it was changed" in text
    assert "anything but verified" in text
    assert "<b>I</b> believe" in text, "the consumer's words are shown, not run"
    assert "on the list" in folded.text_content()
    assert not folded.xpath("ancestor::details/@open")


@pytest.mark.parametrize(("told_by", "words"), [("exit code", "by its exit code"), ("person", "as a person attests")])
def test_it_says_by_what_a_state_is_known(record: RunRecord, told_by: str, words: str) -> None:
    known = sitting(RIGHT, replace(CHANGED, state="verified", told_by=told_by))
    for text in (render(of(record, known)), markdown(of(record, known))):
        assert words in text


def test_what_cannot_be_used_or_was_not_served_is_said(record: RunRecord) -> None:
    outcomes = (OutcomeResult(1, unusable="it is not JSON"), OutcomeResult(2, "done", unknown=3))
    told = sitting(replace(RIGHT, state="", told_by=""), CHANGED, outcomes=outcomes)
    for text in (render(of(record, told)), markdown(of(record, told))):
        assert "What start 1 reports decides nothing: it is not JSON" in text
        assert "It also reports 3 items that it was not given" in text
        assert "not reported" in text


def test_the_summary_lists_what_is_not_right_and_counts_the_rest(record: RunRecord) -> None:
    taken = sitting(RIGHT, replace(CHANGED, state="verified"), name="taken")
    text = markdown(of(record, sitting(RIGHT, CHANGED, name="right"), taken))
    assert "<code>taken</code> | Logic 40, blue" in text
    assert "<code>right</code> |" not in text
    assert "1 of 2 as a right consumer has it." in text


def test_it_comes_back_from_the_file(record: RunRecord) -> None:
    outcome = OutcomeResult(1, "refused", "no key", (ReportedItem("urn:1", "refused", "no key"),), 1, 0)
    kept = of(record, sitting(RIGHT, CHANGED, outcomes=(outcome,)))
    assert run_file.parse(run_file.dump(kept)) == kept
