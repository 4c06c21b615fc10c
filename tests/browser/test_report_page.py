"""The HTML report in a real Chromium: inert, filterable, usable by keyboard, readable by everyone."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clr_reports import write_reports

RECORDS = runpy.run_path(str(Path(__file__).parents[1] / "reports" / "conftest.py"))


class Watched:
    """A page with everything that must not happen on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith("file:") or not request.is_navigation_request():
            self.complaints.append(f"request: {request.url}")


@pytest.fixture
def open_report(browser: Any, tmp_path: Path) -> Iterator[Any]:
    contexts = []

    def opened(maker: str, **settings: Any) -> Watched:
        (path,) = write_reports(RECORDS[maker](), tmp_path, ["html"])
        context = browser.new_context(offline=True, **settings)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(path.as_uri())
        return watched

    yield opened
    for context in contexts:
        context.close()


def shown_rows(page: Any) -> list[str]:
    rows: list[str] = page.eval_on_selector_all("tr.row", "rows => rows.filter(row => !row.hidden).map(row => row.id)")
    return rows


def test_a_hostile_target_gets_nothing_to_happen(open_report: Any) -> None:
    watched = open_report("make_hostile_record")
    page = watched.page
    page.click("#open-all")
    for reference in page.query_selector_all("tr.row .exchange-ref > summary"):
        reference.click()
    for exchange in page.query_selector_all("section.exchanges details > summary"):
        exchange.click()
    page.mouse.move(100, 100)
    page.fill("#f-text", "<img src=x onerror=alert(9)>")
    assert watched.complaints == []
    assert (
        page.evaluate("document.querySelectorAll('main script, img, iframe, [onerror], [onload], [style]').length") == 0
    )
    assert page.evaluate("[...document.links].every(link => ['https:', 'file:'].includes(link.protocol))")


def test_the_policy_stops_a_script_that_should_get_in(open_report: Any) -> None:
    watched = open_report("make_record")
    watched.page.evaluate(
        """() => { for (const code of ['window.evil = 1']) {
            const script = document.createElement('script'); script.textContent = code; document.body.append(script);
            const image = new Image(); image.src = 'https://evil.example/x.png'; document.body.append(image);
            const box = document.createElement('div'); box.innerHTML = '<b onclick="window.evil = 2">x</b>';
            document.body.append(box); box.firstChild.click(); } }"""
    )
    assert watched.page.evaluate("window.evil") is None
    assert any("Content Security Policy" in complaint for complaint in watched.complaints)


def test_the_filter_narrows_and_says_how_many(open_report: Any) -> None:
    page = open_report("make_record").page
    assert len(shown_rows(page)) == 8
    page.select_option("#f-verdict", "fail")
    assert shown_rows(page) == ["CLR10-GCS-006"]
    assert page.inner_text("#shown") == "1 of 8 requirements shown."
    page.click("button[type=reset]")
    page.get_by_text("8 requirements, failures first.").wait_for()
    page.select_option("#f-level", "SHOULD")
    assert shown_rows(page) == ["CLR10-GCS-007"]
    page.fill("#f-text", "nothing like this")
    assert shown_rows(page) == []
    assert page.is_visible("#nothing")


def test_the_text_filter_finds_what_is_inside_a_closed_row(open_report: Any) -> None:
    page = open_report("make_record").page
    page.fill("#f-text", "/CLRS/1/id")
    assert "CLR10-GCS-006" in shown_rows(page)
    page.fill("#f-text", "gcs-010 paging")
    assert shown_rows(page) == ["CLR10-GCS-010"]


def test_a_count_and_an_area_lead_to_their_rows(open_report: Any) -> None:
    page = open_report("make_large_record").page
    page.click(".tile.v-warn a")
    assert {page.get_attribute(f"[id='{row}']", "data-verdict") for row in shown_rows(page)} == {"warn"}
    page.click("[data-set-area=TOK]")
    rows = shown_rows(page)
    assert rows
    assert all("-TOK-" in row for row in rows)


def test_everything_can_be_done_by_keyboard(open_report: Any) -> None:
    page = open_report("make_record").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "requirements"
    for _ in range(9):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tr').id") == "CLR10-GCS-006"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.is_visible("[id='CLR10-GCS-006'] .finding")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.closest('.exchange-ref') !== null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_selector("[id='CLR10-GCS-006'] .exchange-ref .content")
    assert "curl -H" in page.inner_text("[id='CLR10-GCS-006'] .exchange-ref")


def test_it_works_without_scripts(open_report: Any) -> None:
    page = open_report("make_record", java_script_enabled=False).page
    assert not page.is_visible("#filter")
    page.click("[id='CLR10-GCS-006'] summary")
    assert page.is_visible("[id='CLR10-GCS-006'] .finding")
    page.click("[id='CLR10-GCS-006'] .exchange-ref > summary")
    page.click("[id='CLR10-GCS-006'] .exchange-ref a")
    page.wait_for_selector("#exchange-1 .curl")


def test_a_link_to_a_requirement_opens_it(open_report: Any) -> None:
    page = open_report("make_record").page
    page.evaluate("location.hash = '#CLR10-GCS-007'")
    page.wait_for_selector("[id='CLR10-GCS-007'] .finding")


CONTRAST = """() => {
  const parse = (text) => [...text.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
  const light = (rgb) => rgb.slice(0, 3).map(c => c / 255)
    .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [.2126, .7152, .0722][place], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255, 1];
  };
  const bad = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), a = light(parse(style.color)), b = light(behind(element));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...bad];
}"""


@pytest.mark.parametrize("maker", ["make_record", "make_wide_record"])
def test_axe_has_nothing_to_say(open_report: Any, axe: Any, maker: str) -> None:
    page = open_report(maker).page
    page.click("#open-all")
    assert axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_wcag_aa(open_report: Any, scheme: str) -> None:
    page = open_report("make_record", color_scheme=scheme).page
    page.click("#open-all")
    for summary in page.query_selector_all(".exchange-ref > summary, section.exchanges summary, .plan summary"):
        summary.click()
    assert page.evaluate(CONTRAST) == []


BEYOND = """(all, width) => all.filter(each => !each.closest('pre, .scroll, .sr, thead'))
  .filter(each => each.getBoundingClientRect().right > width + 1).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("maker", ["make_record", "make_hostile_record", "make_wide_record"])
def test_nothing_is_wider_than_the_window(open_report: Any, maker: str) -> None:
    """With every row and every exchange open, which a script puts into its row when it is opened."""
    page = open_report(maker).page
    page.click("#open-all")
    for summary in page.query_selector_all(".exchange-ref > summary, section.exchanges summary, .plan summary"):
        summary.click()
    assert page.locator(".curl:visible").count() > 0
    for width in (1440, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        beyond = page.eval_on_selector_all("main *", BEYOND, width)
        assert beyond == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (820, 1180), (390, 844)])
def test_the_first_screen_says_what_was_judged_and_what_failed(open_report: Any, width: int, height: int) -> None:
    page = open_report("make_commanded_record", viewport={"width": width, "height": height}).page
    for text in (
        "https://clr.example/ims/clr/v1p0",
        "clr-conformance provider mine.yaml",
        "clr-conformance 0.1.0",
        "Comprehensive Learner Record Standard 1.0",
        "1 of 4 requirements failed",
        "An illegal limit is accepted",
        "First step:",
    ):
        box = page.get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, text
    order = page.eval_on_selector_all("main h2", "all => all.map(each => each.id)")
    assert order.index("failures") < order.index("by-hand") < order.index("areas") < order.index("requirements")
    page.click("#failures + ol a")
    page.wait_for_selector("[id='CLR10-GCS-006'] .finding")


def test_who_keeps_personal_data_is_told_so_at_once(open_report: Any) -> None:
    page = open_report("make_keeping_record", viewport={"width": 390, "height": 844}).page
    box = page.locator(".kept").bounding_box()
    assert box["y"] + box["height"] <= 844
    assert "personal data" in page.inner_text(".kept")


NAMES = """all => all.map(each => each.getAttribute('aria-label')
  || document.getElementById(each.getAttribute('aria-labelledby')).textContent)"""


def test_no_two_landmarks_have_one_name(open_report: Any) -> None:
    page = open_report("make_record").page
    names = page.eval_on_selector_all("section, form, nav, [role=region], [role=search]", NAMES)
    assert len(names) > 5
    assert len(names) == len(set(names))


def test_every_control_has_a_name_and_every_landmark_its_place(open_report: Any) -> None:
    page = open_report("make_record").page
    assert page.evaluate(
        "[...document.querySelectorAll('input, select')]"
        ".every(field => field.labels.length === 1 && field.labels[0].textContent)"
    )
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("table").count() == 2
    assert page.get_by_role("row").filter(has_text="CLR10-GCS-006").count() == 1
    assert page.get_by_role("status").inner_text() == "8 requirements, failures first."


def test_paper_shows_the_evidence_of_what_failed_and_not_the_controls(open_report: Any) -> None:
    page = open_report("make_record").page
    page.emulate_media(media="print")
    assert not page.is_visible("#filter")
    assert page.evaluate("document.querySelector('[id=\"CLR10-GCS-006\"] .finding').getBoundingClientRect().height") > 0
