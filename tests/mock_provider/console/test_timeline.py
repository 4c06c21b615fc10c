"""What came to a mock, line by line, without secrets and within bounds."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator

import pytest

from conformance.exchanges.served import Handshake
from mock_provider.console import Found, Timeline
from mock_provider.console.timeline import MOST_CLIENT, MOST_LINES, MOST_TEXT
from mock_provider.http.notes import Notes
from mock_provider.recorder import Recorder, Shown
from mock_provider.recorder.entry import Entry
from mock_provider.testing import MockServer, running_mock
from tests.mock_provider.flow import Flow


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock(content="small", auto_login="mira") as mock:
        yield mock


@pytest.fixture
def timeline() -> Timeline:
    return Timeline()


def ended(recorder: Recorder, *, method: str = "GET", url: str = "https://mock.example/x", **notes: object) -> None:
    entry = Entry(method, url, (), Notes(**notes), status=200)  # type: ignore[arg-type]
    recorder.begin(entry)
    entry.ended = entry.began
    recorder.end(entry)


def test_a_flow_has_a_line_for_each_request_and_no_secret_in_any(mock: MockServer, timeline: Timeline) -> None:
    with timeline.following(mock.recorder):
        flow = Flow(mock).to_token()
        flow.api("GET", "/clrs")
        flow.api("GET", "/clrs", headers={"accept": "application/json"})
        flow.api("GET", f"/clrs/{flow.token}")
        flow.close()
    lines = timeline.after(0)
    assert [(line["method"], line["operation"], line["status"]) for line in lines[:5]] == [
        ("POST", "register", 201),
        ("GET", "authorize", 303),
        ("POST", "token", 200),
        ("GET", "getClrs", 200),
        ("GET", "getClrs", 406),
    ]
    assert lines[0]["name"] == "Wallet"
    assert lines[3]["learner"] == "mira"
    assert "application/ld+json" in lines[4]["reason"]
    whole = json.dumps([lines, *(timeline.details(line["place"]) for line in lines)])
    for secret in (flow.token, flow.client_secret, flow.code, flow.verifier):
        assert secret not in whole


def test_a_line_leads_to_the_whole_exchange_as_long_as_that_is_kept(timeline: Timeline) -> None:
    recorder = Recorder()
    with timeline.following(recorder):
        ended(recorder, url="https://mock.example/first")
        ended(recorder, url="https://mock.example/second")
    timeline.note("no exchange")
    details = timeline.details(2)
    assert details is not None
    assert details["url"] == "https://mock.example/second"
    assert timeline.details(3) is None
    assert timeline.details(99) is None
    recorder.reset()
    ended(recorder, url="https://mock.example/another first")
    assert timeline.details(1) is None
    assert timeline.details(2) is None
    del recorder
    gc.collect()
    assert timeline.details(1) is None


def test_who_is_blind_does_not_learn_what_was_changed(timeline: Timeline) -> None:
    recorder = Recorder()
    with timeline.following(recorder):
        ended(recorder, struck=("jws-alg-none",), reason="because")
    (seen,), (hidden,) = timeline.after(0), timeline.after(0, blind=True)
    assert (seen["struck"], seen["reason"]) == (["jws-alg-none"], "because")
    assert (hidden["struck"], hidden["reason"]) == ([], "because")


def test_several_mocks_one_after_the_other_have_one_timeline(timeline: Timeline) -> None:
    for name in ("one", "two"):
        recorder = Recorder()
        timeline.note(name)
        with timeline.following(recorder):
            ended(recorder, url=f"https://mock.example/{name}")
        ended(recorder)  # nobody follows it any more
    lines = timeline.after(0)
    assert [line["place"] for line in lines] == [1, 2, 3, 4]
    assert [line.get("text") or line["path"] for line in lines] == ["one", "/one", "two", "/two"]
    assert [line["place"] for line in timeline.after(2)] == [3, 4]


def test_the_oldest_lines_go(timeline: Timeline) -> None:
    recorder = Recorder()
    with timeline.following(recorder):
        for _ in range(MOST_LINES + 5):
            ended(recorder)
    lines = timeline.after(0)
    assert len(lines) == MOST_LINES
    assert (lines[0]["place"], lines[-1]["place"]) == (6, MOST_LINES + 5)
    assert timeline.details(5) is None
    assert timeline.details(6) is not None


def test_what_comes_faster_than_it_can_be_shown_is_left_out_and_said_so(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mock_provider.console.timeline.MOST_WAITING", 0)
    recorder = Recorder()
    with timeline.following(recorder):
        ended(recorder)
        ended(recorder)
        monkeypatch.setattr("mock_provider.console.timeline.MOST_WAITING", 10)
        ended(recorder)
    line, note = timeline.after(0)
    assert line["number"] == 3
    assert note["text"].endswith("2 left out.")


def test_a_text_is_short_and_hides_nothing_from_the_eye(timeline: Timeline) -> None:
    recorder = Recorder(Shown(["canary-4711"]))
    with timeline.following(recorder):
        ended(recorder, url="https://mock.example/" + "x" * 5000, reason="canary-4711 \u202e\x1b[31m" + "y " * 1000)
    (line,) = timeline.after(0)
    assert line["path"] == "/" + "x" * (MOST_TEXT - 2) + "…"
    assert "canary-4711" not in line["reason"]
    assert "⟨U+202E⟩⟨U+001B⟩" in line["reason"]
    assert line["reason"].endswith("…")


def test_what_was_asked_for_is_shown_without_its_secrets(mock: MockServer, timeline: Timeline) -> None:
    with timeline.following(mock.recorder):
        flow = Flow(mock)
        flow.register()
        flow.authorize(state="canary-state-4711")
        flow.api("GET", f"/clrs?limit=0&access_token={'canary' * 5}", bearer=False)
        flow.close()
    register, authorize, called = timeline.after(0)
    assert register["query"] == ""
    assert authorize["query"].startswith("response_type=code")
    assert len(authorize["client"]) <= MOST_CLIENT
    assert called["query"].startswith("limit=0&access_token=")
    assert "canary" not in called["query"]


def test_a_finding_and_a_handshake_that_failed_have_lines_too(timeline: Timeline) -> None:
    recorder = Recorder()
    rung = timeline.bell.revision
    with timeline.following(recorder):
        for told in recorder.tls.on_failure:
            told(Handshake(1, "main", "wallet.example", finished=False))
    timeline.found([Found("OAUTH-AUT-009", "the state is missing", "warn", 7)])
    failed, finding = timeline.after(0)
    assert "wallet.example" in failed["text"]
    assert "CA" in failed["text"]
    assert finding == {
        "place": 2,
        "kind": "finding",
        "requirement": "OAUTH-AUT-009",
        "message": "the state is missing",
        "weight": "warn",
        "number": 7,
    }
    assert timeline.bell.revision == rung + 2


@pytest.mark.parametrize("body", [b"", b"[]", b'{"client_name": 7}', b'{"client_name": ["x"]}', b"{"])
def test_a_client_without_a_name_has_none(timeline: Timeline, body: bytes) -> None:
    recorder = Recorder()
    entry = Entry("POST", "https://mock.example/oauth/register", (), Notes("oauth", "register"), status=400)
    entry.sent.add(body, 1000)
    with timeline.following(recorder):
        recorder.begin(entry)
        recorder.end(entry)
    (line,) = timeline.after(0)
    assert line["name"] == ""
