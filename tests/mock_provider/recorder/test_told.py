"""What the mock prints and shows of its exchanges: a line each, as text or JSON, and no secret in any of them."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Handshake, Served
from mock_provider.behaviour import Fault
from mock_provider.recorder import Recorder, Shown
from mock_provider.recorder.lines import JsonLines, TextLines
from mock_provider.recorder.shown import MOST_TEXT
from mock_provider.recorder.teller import MOST_WAITING, Teller, telling
from mock_provider.recording import told
from mock_provider.settings import Settings, SettingsError
from mock_provider.testing import MockServer, mock_in_process
from tests.mock_provider.recorder.refusals import Desk
from tests.mock_provider.test_serve import started


def served(**members: Any) -> Served:
    known: dict[str, Any] = {
        "number": 1,
        "place": "api",
        "operation": "",
        "method": "GET",
        "url": "https://mock.invalid/a",
        "request_headers": Headers(),
        "request_body": b"",
        "tls": None,
        "began": 1.0,
        "started": "2026-01-02T03:04:05.000+00:00",
        "status": 200,
        "ended": 1.5,
    }
    return Served(**known | members)


@pytest.fixture
def lines() -> TextLines:
    return TextLines(Shown(["s3cr3t-canary"]), "/ca.pem")


def test_a_line_says_what_a_developer_looks_for(lines: TextLines) -> None:
    line = lines.exchange(
        served(status=406, client="a-client", learner="mira", reason="no", struck=("x", "y"), taken=("accept",))
    )
    assert line == "03:04:05 406 GET    /a · client a-client · learner mira · no · struck by x, y · taken: accept"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"status": None, "whole": False, "ended": None}, "--- GET    /a · broken off"),
        ({"place": "plain"}, "/a · on the port without TLS"),
        ({"place": "other"}, "/a · on the other host"),
        ({"method": "", "url": "", "status": 400}, "400 ?      ?"),
        ({"client": "c" * 43}, "client cccccccccccccccc…"),
        ({"url": "https://mock.invalid/a?token=s3cr3t-canary"}, "GET    /a"),
        ({"url": "https://mock.invalid/s3cr3t-canary"}, "/[redacted]"),
        ({"reason": "it had s3cr3t-canary"}, "it had [redacted]"),
        ({"client": "a\x1b[31m\r\nb\u202e"}, "client a⟨U+001B⟩[31m"),
    ],
)
def test_a_line_of_something_special(lines: TextLines, members: dict[str, Any], words: str) -> None:
    line = lines.exchange(served(**members))
    assert words in line
    assert line.isprintable()
    assert "canary" not in line


def test_colour_is_for_a_terminal() -> None:
    coloured = TextLines(Shown(), "", colour=True)
    assert coloured.exchange(served(status=404)).startswith("03:04:05 \x1b[31m404\x1b[0m")
    assert "\x1b[32m200" in coloured.exchange(served())


def test_a_handshake_that_was_given_up_says_what_to_do(lines: TextLines) -> None:
    line = lines.handshake(Handshake(1, "main", "localhost", finished=False))
    assert line.startswith("TLS handshake for localhost not finished")
    assert "SSL_CERT_FILE=/ca.pem" in line
    assert json.loads(JsonLines(Shown()).handshake(Handshake(1, "main", "x", finished=False)))["name"] == "x"


def test_json_has_all_of_it_in_one_line_of_ascii() -> None:
    exchange = served(
        url="https://mock.invalid/a?b=%C3%A9&token=canary-token",
        request_headers=Headers([("Authorization", "Bearer canary-token")]),
        request_body="é canary-token".encode(),
        body=b"x" * (MOST_TEXT + 10),
        size=99,
    )
    line = JsonLines(Shown()).exchange(exchange)
    assert line.isascii()
    assert line.isprintable()
    assert "canary" not in line
    shown = json.loads(line)
    assert (shown["number"], shown["at"], shown["method"], shown["path"]) == (1, exchange.started, "GET", "/a")
    assert shown["query"] == {"b": "é", "token": "[redacted]"}
    assert shown["headers"] == [["Authorization", "Bearer [redacted]"]]
    assert shown["body"] == "é [redacted]"
    assert (len(shown["answer"]["body"]), shown["answer"]["size"]) == (MOST_TEXT + 2, 99)


def test_what_is_learnt_late_is_hidden_in_what_came_before() -> None:
    early = served(number=1, url="https://mock.invalid/a-late-secret")
    late = served(number=2, request_headers=Headers([("Authorization", "Bearer a-late-secret")]))
    assert "late" not in json.dumps(Shown().members([early, late]))


def test_what_was_open_when_it_was_shown_is_learnt_when_it_has_ended() -> None:
    shown = Shown()
    shown.members([served(place="oauth", ended=None)])
    body = b'{"access_token": "a-late-secret"}'
    shown.members([served(place="oauth", body=body)])
    assert "late" not in shown.text(served(number=2), "a-late-secret")


class Slow(io.StringIO):
    """Somebody who does not read until told so."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = threading.Event()

    def write(self, text: str) -> int:
        self.reads.wait(20)
        return super().write(text)


def test_who_reads_slowly_holds_up_nobody_and_learns_what_was_left_out(lines: TextLines) -> None:
    out = Slow()
    teller = Teller(lines, out)
    thread = threading.Thread(target=teller.run)
    thread.start()
    for _ in range(MOST_WAITING + 50):
        teller.take(served())
    out.reads.set()
    teller.end()
    thread.join()
    left = sum(int(found) for found in re.findall(r"\((\d+) more were not written", out.getvalue()))
    assert 0 < left <= 50
    assert out.getvalue().count("GET") == MOST_WAITING + 50 - left


def test_when_nobody_reads_any_longer_the_mock_goes_on(lines: TextLines) -> None:
    out = io.StringIO()
    out.close()
    recorder = Recorder()
    with telling(recorder, lines, out):
        recorder.unreadable(400, "x", None)
    assert len(recorder.exchanges()) == 1


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, log_file=str(tmp_path / "none" / "log"))
    with (
        pytest.raises(SettingsError, match=r"log_file: .*none/log cannot be written: No such file"),
        told(Recorder(), settings),
    ):
        pass


# Canaries


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with mock_in_process() as mock:
        yield Desk(mock)


def test_no_secret_that_passed_is_in_a_line_or_shown(desk: Desk) -> None:
    mock = desk.mock
    text, as_json = io.StringIO(), io.StringIO()
    with (
        telling(mock.recorder, TextLines(mock.recorder.shown, ""), text),
        telling(mock.recorder, JsonLines(mock.recorder.shown), as_json),
    ):
        consumer = desk.consumer()
        code = desk.code(consumer, scope=f"{desk.scopes['readonly']} offline_access")
        tokens = consumer.exchange(code).json()
        renewed = consumer.refresh(tokens["refresh_token"]).json()
        desk.api("GET", "/clrs?limit=1", tokens["access_token"])
        desk.api("GET", f"/clrs/{tokens['access_token']}", tokens["access_token"])
        desk.api("GET", f"/clrs?access_token={renewed['access_token']}")
        consumer.post("/oauth/revoke", {"token": renewed["refresh_token"]})
        desk.log_in("mira", "typed-canary-password")
        cookies = list(desk.browser.cookies.values())
    secrets = [
        consumer.client_secret,
        consumer.verifier,
        code,
        *(each[name] for each in (tokens, renewed) for name in ("access_token", "refresh_token")),
        "mira-password",
        "typed-canary-password",
        *cookies,
    ]
    assert len(secrets) >= 10
    shown = json.dumps(mock.recorder.shown.members(mock.recorder.exchanges()))
    for told_ in (text.getvalue(), as_json.getvalue(), shown):
        assert "getClrs" in told_ or "/clrs" in told_
        assert [secret for secret in secrets if secret in told_] == []


def _canaries(mock: MockServer) -> str:
    desk = Desk(mock)
    learner = {**desk.listed("mira")["learner"], "name": "Personal Canary"}
    desk.post(desk.payload(learner=learner, achievements="Personal Canary"))
    return json.dumps(mock.recorder.shown.members(mock.recorder.exchanges()))


@pytest.mark.parametrize("kept", [False, True])
def test_what_is_personal_has_stand_ins_unless_it_is_kept(kept: bool) -> None:
    with mock_in_process(keep_personal_data=kept) as mock:
        assert ("Personal Canary" in _canaries(mock)) is kept
        line = TextLines(mock.recorder.shown, "").exchange(mock.recorder.exchanges()[-1])
        assert "/achievements" in line
        assert ("Personal Canary" in line) is kept


# The command


def test_the_command_prints_a_line_for_each_request(tmp_path: Path) -> None:
    with started(tmp_path, "--fault", "acc-503:next=1", quiet=False) as mock, mock.client() as client:
        client.get(mock.value("Health"))
        client.get(f"{mock.value('API')}/clrs", headers={"Accept": "application/json"})
        out = mock.process.stdout
        assert out is not None
        first, second = out.readline(), out.readline()
    assert re.fullmatch(r"\d\d:\d\d:\d\d 503 GET    /health · struck by acc-503\n", first)
    assert re.fullmatch(r"\S+ 406 GET    /\S+/clrs · Accept is application/json; it has to include .*\n", second)


def test_the_command_writes_json_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    options = ("--log-format", "json", "--log-file", str(file))
    with started(tmp_path, *options, quiet=False) as mock, mock.client() as client:
        client.get(mock.value("Health"))
        mock.process.terminate()
        mock.process.wait(60)
    (line,) = file.read_text().splitlines()
    assert json.loads(line)["path"] == "/health"


def test_a_fault_is_a_line_in_process_too() -> None:
    with mock_in_process() as mock:
        mock.faults.switch_on(Fault(id="x", title="t", how="h", on_response=lambda r: setattr(r, "status", 500)))
        Desk(mock).http.get("/health")
        assert "struck by x" in TextLines(mock.recorder.shown, "").exchange(mock.recorder.exchanges()[-1])
