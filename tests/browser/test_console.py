"""The console in a real Chromium: a person with a keyboard, with a screen reader, with a phone, in the dark."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mock_provider.console import Console, Found, Question, Timeline
from mock_provider.console.png import MOST_BYTES
from mock_provider.http.notes import Notes
from mock_provider.recorder import Recorder
from mock_provider.recorder.entry import Entry
from mock_provider.server import at_port
from tests.browser.conftest import CHROMIUM
from tests.browser.test_report_page import BEYOND, CONTRAST
from tests.mock_provider.console.person import QUESTIONS, REVEAL, Steps

MARKUP = "<img src=x onerror=alert(1)>"


@dataclass
class Desk:
    """A console that is served, with the host and the mock's recorder behind it."""

    steps: Steps
    recorder: Recorder
    console: Console
    origin: str

    @property
    def address(self) -> str:
        return self.console.url(self.origin)

    def came(self, method: str = "GET", path: str = "/ims/clr/v1p0/clrs", status: int = 200, **notes: Any) -> None:
        """An exchange of the mock has ended."""
        body = notes.pop("body", b"")
        entry = Entry(method, f"https://mock.example{path}", (), Notes(**notes), "TLSv1.3", status=status)
        entry.sent.add(body, 10_000)
        self.recorder.begin(entry)
        entry.ended = entry.began
        self.recorder.end(entry)


@contextlib.contextmanager
def served(steps: Steps) -> Iterator[Desk]:
    timeline, recorder = Timeline(), Recorder()
    console = Console(steps, timeline)
    with timeline.following(recorder), at_port(console.app) as origin, contextlib.closing(console):
        yield Desk(steps, recorder, console, origin)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with served(Steps(of=60, number=6)) as desk:
        yield desk


@dataclass
class Seat:
    """A page of the console, with everything that must not happen on it."""

    page: Any
    bad: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.bad.append(f"console {message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.bad.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self.bad.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def only(self, origin: str) -> Seat:
        """Note whatever it asks of anybody else."""
        self.page.on("request", lambda sent: self._asked(sent.url, f"{origin}/console"))
        return self

    def _asked(self, url: str, ours: str) -> None:
        if not url.startswith(ours):
            self.bad.append(f"request: {url}")

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.innerText"))

    def tab_to(self, text: str) -> None:
        """Press Tab until what has that text, or that label, has the focus."""
        named = "(each => `${each.innerText || ''} ${[...each.labels || []].map(l => l.innerText).join()}`)"
        for _ in range(60):
            if text in self.page.evaluate(
                f"document.activeElement === document.body ? '' : {named}(document.activeElement)"
            ):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not lead to {text}")


@pytest.fixture
def sit(browser: Any, desk: Desk) -> Iterator[Callable[..., Seat]]:
    contexts = []

    def seated(address: str = "", **settings: Any) -> Seat:
        context = browser.new_context(**settings)
        contexts.append(context)
        seat = Seat(context.new_page()).only(desk.origin)
        seat.page.goto(address or desk.address)
        seat.page.wait_for_function("() => document.getElementById('title').textContent !== 'Connecting…'")
        return seat

    yield seated
    for context in contexts:
        context.close()


def step_is(page: Any, state: str, number: int) -> None:
    page.wait_for_function(
        "wanted => document.getElementById('turn').textContent === wanted", arg=f"{state} · step {number} of 60"
    )


def test_a_person_plays_a_step_with_the_keyboard_alone(sit: Callable[..., Seat], desk: Desk) -> None:
    seat = sit()
    page = seat.page
    step_is(page, "Your turn", 6)
    assert page.title() == "Your turn: step 6 of 60 – CLR console"
    seat.tab_to("Done: the wallet has finished")
    page.keyboard.press("Enter")
    step_is(page, "What do you see?", 6)
    assert seat.focused() == "now"
    seat.tab_to("Yes")
    page.keyboard.press("ArrowRight")  # from Yes to No
    page.locator(".kept").get_by_text("Kept as attested: No").wait_for()
    seat.tab_to("In your words")
    page.keyboard.type("a red cross, done, next, back, skip")  # whose letters are keys elsewhere
    page.keyboard.press("Tab")
    page.locator(".kept").get_by_text("Kept as attested: No, with your words").wait_for()
    while "blue" not in page.evaluate("(document.activeElement.closest('fieldset') || {}).textContent || ''"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator(".kept").get_by_text("Kept as attested: Yes").wait_for()
    seat.tab_to("These are my answers")
    page.keyboard.press("Enter")
    step_is(page, "What it was about", 6)
    assert seat.focused() == "now"
    assert REVEAL.right in page.inner_text("#reveal")
    page.keyboard.press("n")
    step_is(page, "Your turn", 7)
    assert seat.focused() == "now"
    assert {question: (one.value, one.words) for (_, question), one in desk.steps.answers.items()} == {
        "red": ("no", "a red cross, done, next, back, skip"),
        "blue": ("yes", ""),
    }
    assert desk.steps.said == ["done", "done", "next"]
    assert seat.bad == []


def test_single_keys_go_back_repeat_and_leave_out_unless_they_are_switched_off(
    sit: Callable[..., Seat], desk: Desk
) -> None:
    page = sit().page
    for key, number in (("r", 6), ("b", 5), ("s", 6)):
        before = desk.steps.key
        page.keyboard.press(key)
        page.wait_for_function("before => document.getElementById('step').dataset.key !== before", arg=before)
        step_is(page, "Your turn", number)
    page.wait_for_function("() => document.getElementById('said').textContent.includes('step 6')")
    page.get_by_label("Single keys work too").uncheck()
    page.keyboard.press("s")
    page.keyboard.press("Control+r")
    page.reload()
    step_is(page, "Your turn", 6)
    assert not page.get_by_label("Single keys work too").is_checked()
    page.keyboard.press("s")
    page.get_by_role("button", name="Stop for now").click()
    page.locator("#message").get_by_text("--resume goes on here").wait_for()
    assert desk.steps.said == ["repeat", "back", "skip", "stop"]


def test_what_comes_is_shown_and_said(sit: Callable[..., Seat], desk: Desk) -> None:
    seat = sit()
    page = seat.page
    page.get_by_text("No request has come yet.").wait_for()
    desk.came("GET", "/ims/clr/v1p0/discovery")
    page.get_by_text("1 request so far").wait_for()
    desk.came("GET", status=406, reason="Accept is application/json; it has to include application/ld+json")
    page.get_by_text("2 requests so far").wait_for()
    said = page.get_by_role("status").inner_text()
    assert "GET /ims/clr/v1p0/clrs was answered 406" in said
    desk.console.timeline.found([Found("OAUTH-AUT-009", "The state is not the one that was sent.", exchange=2)])
    page.get_by_text("OAUTH-AUT-009").first.wait_for()
    lines = page.locator("#lines > li").all_inner_texts()
    assert "OAUTH-AUT-009" in lines[0]
    assert "406" in lines[1]
    page.get_by_label("Only what was refused").check()
    assert not page.get_by_text("/ims/clr/v1p0/discovery").is_visible()
    assert page.get_by_text("it has to include").is_visible()
    assert seat.bad == []


def test_what_the_mock_changed_and_what_was_said_shows_when_the_step_is_answered(
    sit: Callable[..., Seat], desk: Desk
) -> None:
    seat = sit()
    page = seat.page
    desk.came(struck=("jws-alg-none",), learner="mira")
    page.get_by_text("learner mira").wait_for()
    page.locator(".exchange > summary").first.click()
    page.get_by_text("What was said is shown when the step is answered.").wait_for()
    assert "jws-alg-none" not in page.content()
    desk.steps.state = "told"
    desk.console.changed()
    page.get_by_text("changed by jws-alg-none").wait_for()
    page.locator(".exchange > summary").first.click()
    page.get_by_text("GET https://mock.example/ims/clr/v1p0/clrs").wait_for()
    assert [line for line in seat.bad if "409" not in line] == []


def test_a_question_that_an_answer_brings_along_takes_nobody_s_focus(sit: Callable[..., Seat], desk: Desk) -> None:
    page = sit().page
    page.keyboard.press("d")
    step_is(page, "What do you see?", 6)
    page.get_by_label("In your words").nth(1).fill("half a sent")
    page.locator("fieldset").first.get_by_label("Yes").focus()
    desk.steps.questions = (QUESTIONS[0], Question("why", "What does it say of it?"), QUESTIONS[1])
    page.keyboard.press("Space")
    page.get_by_role("group", name="What does it say of it?").wait_for()
    assert page.locator("legend").all_inner_texts() == [each.text for each in desk.steps.questions]
    assert page.evaluate("document.activeElement.value") == "yes"
    assert page.get_by_label("In your words").nth(2).input_value() == "half a sent"
    desk.steps.questions = QUESTIONS
    desk.console.changed()
    page.wait_for_function("() => document.querySelectorAll('fieldset').length === 2")
    assert page.evaluate("document.activeElement.value") == "yes"


def test_markup_from_anywhere_is_text(sit: Callable[..., Seat], desk: Desk) -> None:
    desk.steps.title = MARKUP
    seat = sit()
    page = seat.page
    registration = json.dumps({"client_name": MARKUP}).encode()
    desk.came(
        "POST",
        f"/{MARKUP}",
        400,
        place="oauth",
        operation="register",
        client=MARKUP,
        learner=MARKUP,
        reason=MARKUP,
        struck=(MARKUP,),
        taken=(MARKUP,),
        body=registration,
    )
    desk.console.timeline.found([Found(MARKUP, MARKUP)])
    desk.console.timeline.note(MARKUP)
    page.keyboard.press("d")
    step_is(page, "What do you see?", 6)
    page.get_by_label("In your words").first.fill(MARKUP)
    for question in page.query_selector_all("fieldset"):
        question.query_selector("input[value=no]").check()
    page.locator(".kept").get_by_text("Kept as attested: No, with your words").wait_for()
    page.get_by_role("button", name="These are my answers").click()
    step_is(page, "What it was about", 6)
    page.get_by_text(f"“{MARKUP}”").first.wait_for()
    page.locator(".exchange > summary").click()
    page.wait_for_selector(".details pre")
    assert page.evaluate("document.querySelectorAll('img, iframe, body script ~ script, [onerror]').length") == 0
    assert seat.bad == []


def test_the_policy_stops_a_script_that_should_get_in(sit: Callable[..., Seat]) -> None:
    seat = sit()
    seat.page.evaluate(
        """() => {
            const attempt = (what) => { try { what(); } catch { /* so it should be */ } };
            attempt(() => { document.body.innerHTML += '<b onclick="window.evil = 1">x</b>'; });
            attempt(() => { const each = document.createElement('script'); each.text = 'window.evil = 2';
                            document.body.append(each); });
            attempt(() => { const each = new Image(); each.src = 'https://evil.example/x.png';
                            document.body.append(each); });
            attempt(() => fetch('https://evil.example/').catch(() => null));
        }"""
    )
    assert seat.page.evaluate("window.evil") is None
    told = " ".join(seat.bad)
    for directive in ("TrustedScript", "connect-src 'self'", "default-src 'none'", "TrustedHTML"):
        assert directive in told


def test_a_screenshot_is_chosen_dropped_or_made_smaller(sit: Callable[..., Seat], desk: Desk, tmp_path: Path) -> None:
    seat = sit(viewport={"width": 600, "height": 500})
    page = seat.page
    page.keyboard.press("d")
    step_is(page, "What do you see?", 6)
    small = tmp_path / "small.png"
    page.screenshot(path=small)
    chooser = page.get_by_label("Screenshot").first
    chooser.set_input_files(small)
    page.locator(".kept").get_by_text("Screenshot kept (600 × 500)").wait_for()
    assert page.get_by_role("img", name="The screenshot that was kept").count() == 1
    dropped = page.evaluate_handle(
        """async () => {
            const canvas = Object.assign(document.createElement('canvas'), {width: 1700, height: 1200});
            const context = canvas.getContext('2d'), noise = context.createImageData(1700, 1200);
            for (let at = 0; at < noise.data.length; at += 65536)
                crypto.getRandomValues(noise.data.subarray(at, at + 65536));
            context.putImageData(noise, 0, 0);
            const blob = await new Promise(done => canvas.toBlob(done, 'image/png'));
            const data = new DataTransfer();
            data.items.add(new File([blob], 'phone.png', {type: 'image/png'}));
            return data;
        }"""
    )
    assert page.evaluate("data => data.files[0].size", dropped) > MOST_BYTES
    page.dispatch_event("fieldset >> nth=1", "drop", {"dataTransfer": dropped})
    page.wait_for_function("() => document.querySelectorAll('fieldset canvas').length === 2")
    blue = desk.steps.pictures[6, "blue"]
    assert max(blue.width, blue.height) < 1700
    assert len(blue.content) <= MOST_BYTES
    none = tmp_path / "none.png"
    none.write_bytes(b"<svg onload=alert(1)>")
    chooser.set_input_files(none)
    page.get_by_role("alert").get_by_text("not a picture").wait_for()
    assert desk.steps.pictures[6, "red"].width == 600
    assert seat.bad == []


def test_a_page_that_is_loaded_anew_goes_on_and_one_without_the_token_says_what_to_do(
    sit: Callable[..., Seat], desk: Desk
) -> None:
    page = sit().page
    page.keyboard.press("d")
    step_is(page, "What do you see?", 6)
    page.locator("fieldset").first.get_by_label("I cannot tell").check()
    page.locator(".kept").get_by_text("Kept as attested: I cannot tell").wait_for()
    assert desk.console.token not in page.url
    page.reload()
    page.locator(".kept").get_by_text("Kept as attested: I cannot tell").wait_for()
    assert page.locator("fieldset").first.get_by_label("I cannot tell").is_checked()
    stranger = sit(f"{desk.origin}/console").page
    stranger.get_by_role("alert").get_by_text("Open the address that the command printed").wait_for()
    assert "Connect your wallet" not in stranger.content()


def test_what_another_page_did_is_shown_here(sit: Callable[..., Seat], desk: Desk) -> None:
    one, other = sit().page, sit().page
    step_is(other, "Your turn", 6)
    one.keyboard.press("s")
    step_is(other, "Your turn", 7)


def test_a_command_that_has_ended_is_said_so(browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(Steps(of=60, number=6)) as desk:
        page.goto(desk.address)
        step_is(page, "Your turn", 6)
    page.get_by_role("alert").get_by_text("--resume").wait_for()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_and_the_contrast_of_wcag_aa_have_nothing_to_say(
    sit: Callable[..., Seat], desk: Desk, axe: Callable[[Any], list[tuple[str, str, str]]], scheme: str
) -> None:
    filled(desk)
    page = sit(color_scheme=scheme, reduced_motion="reduce").page
    page.get_by_text("5 requests so far").wait_for()
    for state, shown in (*STATES.items(), ("ended", "")):
        desk.steps.ended = state == "ended"
        desk.steps.state = state if state in STATES else "told"  # type: ignore[assignment]
        desk.console.changed()
        page.locator("#message" if desk.steps.ended else f"#turn:has-text('{shown}')").wait_for()
        for summary in page.query_selector_all(".exchange:not([open]) > summary"):
            summary.click()
        assert axe(page) == [], state
        assert page.evaluate(CONTRAST) == []


STATES = {"turn": "Your turn", "asked": "What do you see?", "told": "What it was about", "skipped": "Skipped"}


def filled(desk: Desk) -> None:
    """One of each kind of line."""
    long = "/ims/clr/v1p0/clrs/" + "x" * 300
    desk.came()
    desk.came("GET", long, 406, reason="Accept is application/json; it has to include application/ld+json")
    desk.came("POST", "/oauth/token", 303, struck=("tok-type-mac",), client="client-1", learner="mira")
    desk.came("POST", "/oauth/token", 200, taken=("the secret came in the body",))
    desk.came("GET", "/ims/clr/v1p0/clrs", 500, place="plain")
    timeline = desk.console.timeline
    timeline.note("Step 6 of 60")
    timeline.found([Found("OAUTH-AUT-009", "y" * 300, "fail", 3), Found("CLR10-GCS-014", "no zone", "warn")])
    timeline.found([Found("CLR10-GCS-028", "more pages than were asked for", "note")])


def test_nothing_is_wider_than_a_phone(sit: Callable[..., Seat], desk: Desk) -> None:
    filled(desk)
    desk.steps.title = "Connect-your-wallet-and-read-" + "z" * 200
    page = sit().page
    page.get_by_text("5 requests so far").wait_for()
    for state, shown in STATES.items():
        desk.steps.state = state  # type: ignore[assignment]
        desk.console.changed()
        page.locator(f"#turn:has-text('{shown}')").wait_for()
        for summary in page.query_selector_all(".exchange:not([open]) > summary"):
            summary.click()
        for width in (1440, 820, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.eval_on_selector_all("body *:not(.skip)", BEYOND, width) == []


def test_roles_names_and_targets_are_there_for_who_needs_them(sit: Callable[..., Seat], desk: Desk) -> None:
    page = sit(viewport={"width": 320, "height": 640}).page
    page.keyboard.press("d")
    step_is(page, "What do you see?", 6)
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("region", name="Connect your wallet").count() == 1
    assert page.get_by_role("region", name="Timeline").count() == 1
    assert page.get_by_role("progressbar", name="Steps").get_attribute("aria-valuetext") == "step 6 of 60"
    group = page.get_by_role("group", name="Is “Botany 12, red” shown as verified?")
    assert group.get_by_role("radio").count() == 4
    assert page.get_by_role("button", name="Step back").get_attribute("aria-keyshortcuts") == "b"
    small = page.eval_on_selector_all(
        "button, #step label", "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height && b.height < 24)"
    )
    assert small == []


def test_nothing_moves_for_who_does_not_want_it(sit: Callable[..., Seat], desk: Desk) -> None:
    page = sit(reduced_motion="reduce").page
    desk.came()
    page.get_by_text("1 request so far").wait_for()
    desk.came()
    page.get_by_text("2 requests so far").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_name_of_somebody_else_that_leads_here_gets_nothing(browser: Any, desk: Desk) -> None:
    """DNS rebinding: the browser takes both for one origin, and the console has to tell them apart."""
    rebound = browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP rebound.example 127.0.0.1"]
    )
    try:
        page = rebound.new_page()
        response = page.goto(desk.address.replace("127.0.0.1", "rebound.example"))
        assert response.status == 403
        status = page.evaluate(
            """token => fetch('/console/act', {method: 'POST',
                 body: '{"step": "6.1", "state": "turn", "action": "skip"}',
                 headers: {'Content-Type': 'application/json', Authorization: `Bearer ${token}`}})
                 .then(response => response.status)""",
            desk.console.token,
        )
        assert status == 403
    finally:
        rebound.close()
    assert desk.steps.said == []


def test_a_page_of_another_origin_gets_nothing_even_with_the_token(browser: Any, desk: Desk) -> None:
    context = browser.new_context()
    page = context.new_page()
    with served(Steps()) as other:
        page.route(f"{other.origin}/", lambda route: route.fulfill(body="<title>elsewhere</title>"))
        page.goto(f"{other.origin}/")
        asked = """([url, token, type]) => fetch(url, {method: 'POST',
          body: '{"step": "6.1", "state": "turn", "action": "skip"}',
          headers: {'Content-Type': type, ...(token ? {Authorization: `Bearer ${token}`} : {})}})
          .then(r => String(r.status), error => 'refused')"""
        for token, kind in (("", "text/plain"), ("", "application/json"), (desk.console.token, "application/json")):
            assert page.evaluate(asked, [f"{desk.origin}/console/act", token, kind]) == "refused"
        framed = """url => new Promise(done => { const frame = document.createElement('iframe');
          frame.onload = () => done(frame.contentDocument === null); frame.src = url; document.body.append(frame); })"""
        assert page.evaluate(framed, desk.address) is True
    context.close()
    assert desk.steps.said == []
