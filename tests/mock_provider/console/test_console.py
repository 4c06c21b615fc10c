"""What the console shows, and what it takes from a person."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from starlette.testclient import TestClient

from mock_provider.console import Console, Found, Onlooker, Timeline, View
from mock_provider.console.console import MOST_JSON
from mock_provider.console.png import MOST_BYTES
from mock_provider.console.values import MOST_WORDS
from tests.mock_provider.console.person import REVEAL, Steps
from tests.mock_provider.console.pictures import png

HERE = "http://127.0.0.1:8450"


@pytest.fixture
def steps() -> Steps:
    return Steps(number=2)


@pytest.fixture
def console(steps: Steps) -> Console:
    return Console(steps)


@pytest.fixture
def page(console: Console) -> TestClient:
    return opened(console)


def opened(console: Console) -> TestClient:
    return TestClient(console.app, HERE, headers={"Authorization": f"Bearer {console.token}", "Origin": HERE})


def act(page: TestClient, action: object, step: str = "2.1", state: str = "") -> Any:
    now = page.get("/console/state").json()["view"]["step"] or {"state": "turn"}
    return page.post("/console/act", json={"step": step, "state": state or now["state"], "action": action})


def answer(page: TestClient, step: str = "2.1", **members: object) -> Any:
    return page.post("/console/answers", json={"step": step, "question": "red", "value": "no", **members})


def keep(page: TestClient, content: bytes, step: str = "2.1", question: str = "red", kind: str = "image/png") -> Any:
    query = {"step": step, "question": question}
    return page.put("/console/screenshots", params=query, content=content, headers={"Content-Type": kind})


def test_a_step_says_whose_turn_it_is_and_not_what_it_is_about(page: TestClient) -> None:
    step = page.get("/console/state").json()["view"]["step"]
    assert (step["number"], step["of"], step["state"]) == (2, 3, "turn")
    assert step["places"][1] == {"label": "User name", "value": "mira"}
    assert step["questions"] == []
    assert step["reveal"] is None


def test_a_step_from_its_beginning_to_its_end(page: TestClient, steps: Steps) -> None:
    assert act(page, "done").status_code == 204
    assert answer(page, words="a green tick").status_code == 204
    assert act(page, "done").json() == {"error": "A question is not answered yet."}
    assert answer(page, question="blue", value="yes").status_code == 204
    assert act(page, "done").status_code == 204
    step = page.get("/console/state").json()["view"]["step"]
    assert step["state"] == "told"
    assert step["reveal"]["title"] == REVEAL.title
    assert [(one["question"], one["value"], one["words"]) for one in step["answers"]] == [
        ("red", "no", "a green tick"),
        ("blue", "yes", ""),
    ]
    assert act(page, "next").status_code == 204
    assert steps.said == ["done", "done", "next"]


@pytest.mark.parametrize("action", ["repeat", "back", "skip", "stop"])
def test_a_person_repeats_goes_back_leaves_out_and_stops(page: TestClient, steps: Steps, action: str) -> None:
    assert act(page, action).status_code == 204
    assert steps.said == [action]


def test_what_is_sent_for_a_step_that_is_over_does_nothing_to_the_next(page: TestClient, steps: Steps) -> None:
    act(page, "repeat")
    for refused in (act(page, "skip"), answer(page), keep(page, png())):
        assert refused.status_code == 409
        assert "this step is over" in refused.json()["error"]
    assert (steps.said, steps.answers, steps.pictures) == (["repeat"], {}, {})


def test_who_presses_a_key_twice_has_pressed_one_button(page: TestClient, steps: Steps) -> None:
    assert act(page, "done", state="turn").status_code == 204
    assert act(page, "done", state="turn").status_code == 409
    assert steps.said == ["done"]


def test_what_the_step_does_not_offer_is_refused(page: TestClient, steps: Steps) -> None:
    assert act(page, "next").status_code == 409
    assert steps.said == []


def test_an_answer_before_the_questions_are_open_or_to_none_of_them_is_refused(page: TestClient, steps: Steps) -> None:
    assert answer(page).status_code == 409
    assert keep(page, png()).status_code == 409
    act(page, "done")
    assert answer(page, question="green").status_code == 409
    assert keep(page, png(), question="green").status_code == 409
    assert steps.answers == {}


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"value": "maybe"}, "value is one of yes, no"),
        ({"value": ["no"]}, "value is one of"),
        ({"words": 7}, "words is a text"),
        ({"words": "x" * (MOST_WORDS + 1)}, "words is a text of at most"),
        ({"question": ""}, "question is a text"),
        ({"question": {"$ne": ""}}, "question is a text"),
        ({"step": 2}, "step is a text"),
    ],
)
def test_an_answer_that_no_page_sends_is_refused(
    page: TestClient, steps: Steps, members: dict[str, object], says: str
) -> None:
    act(page, "done")
    refused = page.post("/console/answers", json={"step": "2.1", "question": "red", "value": "no", **members})
    assert refused.status_code == 400
    assert says in refused.json()["error"]
    assert steps.answers == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 10_000, b'"done"', b"\xff\xfe"])
def test_a_body_that_is_not_an_object_is_refused(page: TestClient, body: bytes) -> None:
    refused = page.post("/console/act", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 400
    assert "JSON object" in refused.json()["error"]


@pytest.mark.parametrize("action", ["", "explode", None, ["done"], 7])
def test_an_action_that_there_is_not_is_refused(page: TestClient, steps: Steps, action: object) -> None:
    assert act(page, action).status_code == 400
    assert steps.said == []


def test_a_form_of_another_site_cannot_send_what_the_page_sends(page: TestClient, steps: Steps) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        body = b'{"step": "2.1", "action": "skip"}'
        assert page.post("/console/act", content=body, headers={"Content-Type": kind}).status_code == 415
    assert steps.said == []


def test_words_are_kept_as_they_are_typed_but_for_what_nobody_can_see(page: TestClient, steps: Steps) -> None:
    act(page, "done")
    body = '{"step": "2.1", "question": "red", "value": "no", "words": "<b>&\\u202ereversed\\ud800\\u0000"}'
    sent = page.post("/console/answers", content=body, headers={"Content-Type": "application/json"})
    assert sent.status_code == 204
    assert steps.answers[2, "red"].words == "<b>&⟨U+202E⟩reversed⟨U+D800⟩⟨U+0000⟩"
    assert page.get("/console/state").json()["view"]["step"]["answers"][0]["words"].startswith("<b>&")


def test_a_body_without_end_is_refused(page: TestClient) -> None:
    refused = page.post("/console/act", json={"step": "2.1", "action": "done", "more": "x" * MOST_JSON})
    assert refused.status_code == 413
    assert str(MOST_JSON) in refused.json()["error"]


def test_a_screenshot_is_kept_beside_the_answer(page: TestClient, steps: Steps) -> None:
    act(page, "done")
    assert keep(page, png(40, 30)).status_code == 204
    assert answer(page).status_code == 204
    shown = page.get("/console/state").json()["view"]["step"]["answers"]
    assert [(one["value"], one["screenshot"]) for one in shown] == [("no", [40, 30])]
    assert steps.pictures[2, "red"].content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a PNG"),
        (b"GIF89a", "not a PNG"),
        (b"<svg onload='alert(1)'/>", "not a PNG"),
        (b"\x89PNG\r\n\x1a\n<script>", "cut off"),
        (png()[:-6], "cut off"),
    ],
)
def test_a_screenshot_that_is_none_is_refused(page: TestClient, steps: Steps, content: bytes, says: str) -> None:
    act(page, "done")
    refused = keep(page, content)
    assert refused.status_code == 400
    assert says in refused.json()["error"]
    assert steps.pictures == {}


def test_a_screenshot_under_another_name_or_too_large_is_refused(page: TestClient, steps: Steps) -> None:
    act(page, "done")
    assert keep(page, png(), kind="image/svg+xml").status_code == 415
    assert keep(page, b"\x89PNG\r\n\x1a\n" + b"x" * MOST_BYTES).status_code == 413
    assert steps.pictures == {}


def test_a_page_that_knows_everything_waits_until_there_is_more(steps: Steps) -> None:
    timeline = Timeline()
    console = Console(steps, timeline)
    with opened(console) as page:
        first = page.get("/console/state").json()
        asked = {"seen": first["revision"], "after": 0}
        timer = threading.Timer(0.05, timeline.found, [[Found("OAUTH-AUT-009", "no state")]])
        timer.start()
        told = page.get("/console/state", params=asked).json()
        timer.join()
        assert told["revision"] > first["revision"]
        assert [line["requirement"] for line in told["lines"]] == ["OAUTH-AUT-009"]
        again = page.get("/console/state", params={"seen": 0, "after": told["lines"][-1]["place"]}).json()
        assert again["lines"] == []


def test_nobody_waits_for_a_console_that_is_closed(console: Console, page: TestClient) -> None:
    seen = page.get("/console/state").json()["revision"]
    console.close()
    assert page.get("/console/state", params={"seen": seen}).json()["revision"] == seen


def test_what_has_changed_elsewhere_is_said_too(console: Console, page: TestClient, steps: Steps) -> None:
    seen = page.get("/console/state").json()["revision"]
    steps.title = "Do it once more"
    console.changed()
    assert page.get("/console/state", params={"seen": seen}).json()["view"]["step"]["title"] == "Do it once more"


@pytest.mark.parametrize("query", ["seen=-1", "seen=x", "after=1e9", "after=" + "9" * 40, "seen=٣"])
def test_numbers_that_are_none_are_refused(page: TestClient, query: str) -> None:
    assert page.get(f"/console/state?{query}").status_code == 400


def test_a_console_without_steps_takes_nothing() -> None:
    page = opened(Console(Onlooker(View("The mock"))))
    assert page.get("/console/state").json()["view"]["step"] is None
    assert act(page, "done").status_code == 409
    assert answer(page).status_code == 409
