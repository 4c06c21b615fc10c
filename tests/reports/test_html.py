"""The page: complete, the same for the same record, and inert whatever a target answered."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as lxml_html

from clr_reports.html import content_security_policy, render
from conformance.record import Attested, RunRecord, SittingResult, Verdict
from conformance.standard import Standard

ATTRIBUTES_OF_OURS_THAT_HOLD_URLS = ("href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href")


def page(record: RunRecord) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(render(record).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def test_the_same_record_gives_the_same_page(record: RunRecord) -> None:
    assert render(record) == render(record)


def test_the_verdict_is_one_sentence_at_the_top(record: RunRecord) -> None:
    heading = page(record).xpath("//main//h2")[0].text_content()
    assert "1 of 4 requirements failed" in heading


def test_it_says_that_it_is_no_certification_and_who_owns_the_standard(record: RunRecord) -> None:
    text = page(record).text_content()
    assert "not a certification" in text
    assert "owned by 1EdTech (IMS Global" in text


def test_each_requirement_is_a_row_failures_first(record: RunRecord) -> None:
    rows = page(record).xpath("//tr[@data-verdict]")
    assert len(rows) == len(record.requirements)
    assert [row.get("data-verdict") for row in rows] == [
        "fail",
        "incomplete",
        "warn",
        "waived",
        "manual",
        "pass",
        "not-applicable",
        "excluded",
    ]
    assert all(row.xpath(".//details/summary") for row in rows)


def test_a_failed_row_has_text_finding_place_fix_source_and_exchange(
    record: RunRecord, small_catalogue: Standard
) -> None:
    row = page(record).get_element_by_id("CLR10-GCS-006")
    text = row.text_content()
    for said in (
        "status 400",
        "status 200",
        "/clrs/0/id",
        "/clrs/1/id",
        "2 times",
        "Refuse what is not",
        "OpenAPI getClrs",
    ):
        assert said in text
    assert row.xpath(".//a/@href") == ["#exchange-1"]


def test_only_https_links_of_the_catalogue_leave_the_page(hostile: RunRecord, small_catalogue: Standard) -> None:
    links = set(page(hostile).xpath("//a/@href"))
    assert {link for link in links if not link.startswith("#")} == {"https://purl.example/clr#limit"}


def test_each_exchange_is_there_once_and_those_left_out_are_counted(record: RunRecord) -> None:
    document = page(record)
    assert document.xpath("//section[@class='exchanges']//div/@id") == ["exchange-0", "exchange-1"]
    assert "1 more is in run.json" in document.text_content()
    assert "curl -H" in document.get_element_by_id("exchange-1").text_content()


def test_problems_doctor_and_leftovers_are_told(record: RunRecord) -> None:
    text = page(record).text_content()
    for said in (
        "The learner has one CLR only",
        "the test account is new",
        "check CLR_PASSWORD",
        "DELETE was answered 500",
    ):
        assert said in text


def test_the_policy_admits_exactly_our_style_and_our_script(record: RunRecord) -> None:
    text = render(record)
    policy: Any = lxml_html.document_fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == [content_security_policy()]
    assert policy[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[0]
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[0]


@pytest.mark.parametrize("name", ["record", "hostile"])
def test_the_page_loads_nothing_and_holds_no_handler_or_inline_style(name: str, request: pytest.FixtureRequest) -> None:
    document = page(request.getfixturevalue(name))
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("img", "iframe", "object", "embed", "link", "base", "audio", "video")
        assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
    assert len(document.xpath("//script")) == len(document.xpath("//style")) == 1
    assert not document.xpath("//comment()")


def test_hostile_strings_add_no_element(record: RunRecord, hostile: RunRecord) -> None:
    assert {each.tag for each in page(hostile).iter()} <= {each.tag for each in page(record).iter()}


def test_hostile_characters_do_not_reach_the_file(hostile: RunRecord) -> None:
    text = render(hostile)
    text.encode("utf-8")
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", text
    )
    assert "javascript:alert(4)" in page(hostile).text_content()
    assert "{{ 7*7 }}" in page(hostile).text_content()
    assert not [link for link in page(hostile).xpath("//@href") if "javascript" in link]


def test_a_megabyte_from_a_target_does_not_make_the_page_large(hostile: RunRecord) -> None:
    assert len(render(hostile)) < 1_000_000


def test_a_full_run_stays_a_file_that_one_can_send(large: RunRecord) -> None:
    text = render(large)
    assert len(text) < 6_000_000
    document = page(large)
    shown = len(document.xpath("//details[@class='exchange']"))
    assert f"{len(large.exchanges) - shown} more are in run.json" in document.text_content()
    pointed = {
        index
        for result in large.requirements
        for check in result.checks
        for f in check.findings
        for index in f.exchanges
    }
    ids = set(document.xpath("//div[@class='content']/@id"))
    assert {f"exchange-{index}" for index in pointed} <= ids


def test_every_id_is_unique_and_every_inner_link_has_its_target(large: RunRecord) -> None:
    document = page(large)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in document.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_headings_step_down_one_level_at_a_time(record: RunRecord) -> None:
    document = page(record)
    assert document.get("lang") == "en"
    assert len(document.xpath("//h1")) == 1
    assert document.xpath("//body/*[1]/@class") == ["skip"]
    levels = [int(each.tag[1]) for each in document.iter("h1", "h2", "h3", "h4", "h5")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_an_empty_record_of_a_run_that_never_began_is_a_page_too(record: RunRecord) -> None:
    text = page(replace(record, requirements=(), exchanges=(), doctor=(), leftovers=(), exit_code=3)).text_content()
    assert "Nothing could be judged." in text
    assert "The learner has one CLR only" in text


def test_a_record_of_a_standard_that_this_release_does_not_know_is_shown(record: RunRecord) -> None:
    assert "clr-v9p9" in page(replace(record, standard="clr-v9p9")).text_content()


def test_a_requirement_without_findings_shows_one_sample_of_its_exchanges(record: RunRecord) -> None:
    row = page(record).get_element_by_id("CLR10-GCS-001")
    assert record.by_verdict(Verdict.PASS)[0].id == "CLR10-GCS-001"
    assert row.xpath(".//a/@href")[0] == "#exchange-0"


def test_what_a_person_attested_stands_with_its_sitting_and_is_shown_not_run(record: RunRecord) -> None:
    answer = Attested(
        "a", "Is “Botany 12, red” shown as verified?", "not-shown", "<b>words</b>", "2026-01-01", "shots/a.png"
    )
    sitting = SittingResult("odd", "read", ("through",), (None,), 0, 0, answers=(answer,))
    page = render(replace(record, role="consumer", sittings=(sitting,), target={"name": "wallet"}))
    assert "Attested by a person: 1 answers" in page
    assert "Is “Botany 12, red” shown as verified? <strong>it is not shown</strong>" in page
    assert "shots/a.png" in page
    assert "<b>words" not in page


def test_the_sittings_with_a_consumer_are_listed_and_what_it_printed_is_shown_not_run(record: RunRecord) -> None:
    sitting = SittingResult(
        "plain", "read", ("through", "crashed"), (0, 3), 0, 7, 1.5, "<b>printed</b>", mended=("accept",), late=1
    )
    page = render(replace(record, role="consumer", sittings=(sitting,), target={"name": "wallet sync"}))
    shown = " ".join(page.split())
    assert "<code>plain</code>" in shown
    assert "through, crashed (3)" in shown
    assert "let pass: accept" in shown
    assert "&lt;b&gt;printed&lt;/b&gt;" in shown
    assert "Consumer name" in shown
