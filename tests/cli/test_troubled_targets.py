"""A target in trouble does not trouble the run: it ends within its limits, says what is wrong, and writes its reports.

Each target is a real TLS server; the command runs as a user starts it, but in this process.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

from conformance.cli import main
from mock_provider.testing import MockServer, running_mock

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
WRITTEN = ("run.json", "report.html", "junit.xml", "report.md", "allure-results")

PLAN = """
plan: 1
name: troubled
target: {{url: "{url}"}}
claims: {{read: true, dynamic_registration: {registers}}}
login: {login}
limits:
  {{connect: 1, read: {read}, exchange: 1.5, run: 60, body: 300000, pages: 4, redirects: 3, exchanges: {exchanges}}}
"""
FORM = """
  strategy: form
  owner: {{username: "{username}", password: "{password}"}}
  form: {{approve: {{decision: approve}}}}
"""
Judge = Callable[..., "Outcome"]
TOKEN = "{strategy: token, tokens: [{access_token: 0123456789abcdef0123, scopes: [readonly]}]}"


@dataclass
class Outcome:
    """What the command left behind."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def record(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    def verdict(self, requirement: str) -> str:
        (found,) = (one["verdict"] for one in self.record["requirements"] if one["id"] == requirement)
        return str(found)

    def said_once(self, code: str, *words: str) -> None:
        """One problem, with this code and these words; told on the terminal; no traceback; every report there."""
        problems = self.record["problems"]
        assert [one["code"] for one in problems] == [code]
        told = " ".join(problems[0].values())
        assert all(word in told for word in words), told
        assert f"[{code}]" in self.out
        self.ended_well()

    def ended_well(self) -> None:
        assert "Traceback" not in self.out + self.err
        assert not any(one["code"] == "harness-fault" for one in self.record["problems"])
        assert all((self.folder / name).exists() for name in WRITTEN)


@pytest.fixture
def judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """``clr-conformance provider`` against a URL with a short plan."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards

    def run(
        url: str,
        *options: str,
        login: str = "",
        username: str = "mira",
        password: str = "a wrong password",
        read: float = 0.5,
        exchanges: int = 400,
    ) -> Outcome:
        plan, folder = tmp_path / "plan.yaml", tmp_path / "report"
        chosen = login or FORM.format(username=username, password=password)
        registers = "false" if login == TOKEN else "true"
        text = PLAN.format(url=url, login=chosen, registers=registers, read=read, exchanges=exchanges)
        plan.write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["clr-conformance", "provider", str(plan), "--out", str(folder), *options])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Outcome(end.value.code, told.out, told.err, folder)

    return run


class Handler(BaseHTTPRequestHandler):
    """Lets the server's ``act`` answer, whatever the method."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self.act
        raise AttributeError(name)

    def act(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with contextlib.suppress(OSError):
            cast(Any, self.server).act(self)

    def say(self, status: int, body: bytes = b"", media: str = "application/ld+json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        """The header section of a body without an end."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/ld+json")
        self.end_headers()

    @property
    def base(self) -> str:
        return f"https://{self.headers['Host']}"


@dataclass
class Served:
    url: str
    ca: str


class QuietServer(ThreadingHTTPServer):
    """Serves in threads that end with the test; a client that hangs up is nothing to tell."""

    daemon_threads = True
    act: Callable[[Handler], None]

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(act: Callable[[Handler], None]) -> Iterator[Served]:
    """A TLS server that answers as ``act`` does."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server = QuietServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.act = act
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with authority.cert_pem.tempfile() as file:
            yield Served(f"https://127.0.0.1:{server.server_port}", file)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock() as server:
        yield server


# the target cannot be reached


def test_nothing_listens(judge: Judge) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        outcome = judge(f"https://127.0.0.1:{bound.getsockname()[1]}")
    assert outcome.code == 3
    outcome.said_once("target-refused", "nothing listens on this port")
    assert outcome.verdict("CLR10-GCS-001") == "incomplete"


def test_the_name_does_not_exist(judge: Judge) -> None:
    outcome = judge("https://clr.invalid")
    assert outcome.code == 3
    outcome.said_once("name-not-found", "clr.invalid", "--target")


def test_the_target_is_no_url(judge: Judge) -> None:
    outcome = judge("clr.example.edu")
    assert outcome.code == 2
    assert "Did you mean https://clr.example.edu?" in outcome.err


def test_the_certificate_is_not_trusted(judge: Judge) -> None:
    with served(lambda handler: handler.say(404)) as target:
        outcome = judge(target.url)
    assert outcome.code == 3
    outcome.said_once("target-tls-untrusted", "--ca FILE")


def test_the_port_speaks_no_tls(judge: Judge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_talk, args=(listener,), daemon=True).start()
        outcome = judge(f"https://127.0.0.1:{listener.getsockname()[1]}")
    assert outcome.code == 3
    assert outcome.record["problems"][0]["code"].startswith("target-")
    outcome.ended_well()


def _talk(listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")


def test_the_ca_file_is_no_certificate(judge: Judge, tmp_path: Path) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("not a certificate", encoding="utf-8")
    outcome = judge("https://127.0.0.1:9", "--ca", str(wrong))
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert str(wrong) in outcome.err


# the target does not let the run in


def test_the_password_is_wrong(judge: Judge, mock: MockServer) -> None:
    outcome = judge(mock.url, "--ca", str(mock.ca_path), read=5)
    assert outcome.code == 3
    outcome.said_once("login-refused", "password")
    assert "a wrong password" not in outcome.out + outcome.err
    assert outcome.verdict("CLR10-DSC-001") == "pass"  # what needs no login is judged all the same


def test_the_user_has_no_clrs(judge: Judge, mock: MockServer) -> None:
    outcome = judge(mock.url, "--ca", str(mock.ca_path), username="kim", password=mock.users["kim"], read=5)
    assert outcome.code == 3
    assert outcome.verdict("CLR10-GCS-001") == "pass"
    assert outcome.verdict("CLR10-GCS-011") == "incomplete"
    (data,) = (one for one in outcome.record["doctor"] if one["step"] == "data")
    assert data["status"] == "warning"
    assert data["message"].startswith("0 CLRs")
    assert "two CLRs or more" in data["todo"]
    assert data["todo"] in outcome.err
    outcome.ended_well()


def test_the_login_pages_redirect_for_ever(judge: Judge) -> None:
    def act(handler: Handler) -> None:
        if handler.path.endswith("/discovery"):
            names = {"authorizationUrl": "go", "registrationUrl": "apps", "tokenUrl": "tokens"}
            urls = {member: f"{handler.base}/{path}" for member, path in names.items()}
            urls |= {"privacyPolicyUrl": handler.base, "termsOfServiceUrl": handler.base}
            offered = ["https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"]
            document = {"@context": CONTEXT, "name": "Loop", "scopesOffered": offered, **urls}
            handler.say(200, json.dumps(document).encode())
        elif handler.path == "/apps":
            handler.say(201, b'{"client_id": "c", "client_secret": "0123456789"}', "application/json")
        elif handler.path.startswith("/go"):
            handler.say(302, Location=f"{handler.base}/go{'' if handler.path == '/go?again' else '?again'}")
        else:
            handler.say(404)

    with served(act) as target:
        outcome = judge(target.url, "--ca", target.ca)
    assert outcome.code in (1, 3)
    outcome.said_once("login-loop", "circle")


# the target's answers are none


def test_a_web_page_instead_of_the_api(judge: Judge) -> None:
    with served(lambda handler: handler.say(200, b"<html><h1>Welcome</h1></html>", "text/html")) as target:
        outcome = judge(target.url, "--ca", target.ca)
    assert outcome.code == 3
    outcome.said_once("base-url-wrong", "200 (text/html)", "--target")
    assert outcome.verdict("CLR10-DSC-001") == "incomplete"


def test_a_web_page_instead_of_the_list(judge: Judge) -> None:
    with served(lambda handler: handler.say(200, b"<html><h1>Welcome</h1></html>", "text/html")) as target:
        outcome = judge(target.url, "--ca", target.ca, login=TOKEN)
    assert outcome.code == 3
    outcome.said_once("base-url-wrong", "web page")
    assert outcome.verdict("CLR10-GCS-001") == "incomplete"


def _endless(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.wfile.write(b"[" * 65536)


def _dripping(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.05)


def _silent(handler: Handler) -> None:
    time.sleep(1.2)
    handler.close_connection = True


def test_a_body_without_an_end(judge: Judge) -> None:
    with served(_endless) as target:
        outcome = judge(target.url, "--ca", target.ca, login=TOKEN)
    assert outcome.code == 3
    outcome.said_once("target-body-too-large", "300000 bytes")


def test_a_body_that_drips(judge: Judge) -> None:
    with served(_dripping) as target:
        outcome = judge(target.url, "--ca", target.ca, login=TOKEN, exchanges=3)
    assert outcome.code == 3
    outcome.ended_well()
    assert "was not finished within the time" in outcome.out + outcome.err


def test_a_target_that_says_nothing(judge: Judge) -> None:
    with served(_silent) as target:
        outcome = judge(target.url, "--ca", target.ca)
    assert outcome.code == 3
    outcome.said_once("target-timeout", "no byte came")


def test_redirects_for_ever(judge: Judge) -> None:
    with served(lambda handler: handler.say(302, Location=handler.path)) as target:
        outcome = judge(target.url, "--ca", target.ca, login=TOKEN)
    assert outcome.code == 3
    outcome.said_once("base-url-wrong", "302", "proxy")


def test_next_never_ends(judge: Judge) -> None:
    with served(_for_ever) as target:
        outcome = judge(target.url, "--ca", target.ca, login=TOKEN, exchanges=2000)
    outcome.ended_well()
    assert outcome.code == 1
    (data,) = (one for one in outcome.record["doctor"] if one["step"] == "data")
    assert data["message"] == "rel next never ends: stopped after 4 pages (limits.pages)"
    assert len(outcome.record["exchanges"]) < 2000


def _for_ever(handler: Handler) -> None:
    """A list in which every page has one CLR more and a link to the next."""
    parts = urlsplit(handler.path)
    if not parts.path.endswith("/clrs"):
        handler.say(404)
        return
    offset = parse_qs(parts.query).get("offset", ["0"])[0]
    place = int(offset) if offset.isdigit() else 0
    profile = {"id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11", "type": "Profile", "name": "Ever"}
    clr = {"id": f"urn:x:{place}", "issuedOn": "2020-01-01T00:00:00Z", "learner": profile, "publisher": profile}
    page = f"{handler.base}{parts.path}?limit=1&offset="
    link = f'<{page}{place + 1}>; rel="next", <{page}0>; rel="first", <{page}{place + 1}>; rel="last"'
    handler.say(200, json.dumps({"@context": CONTEXT, "clrs": [clr]}).encode(), Link=link)


def test_the_limit_of_exchanges(judge: Judge, mock: MockServer) -> None:
    """A limit that is too small for the run is told as such, wherever it is met."""
    for exchanges in (2, 30):
        outcome = judge(mock.url, "--ca", str(mock.ca_path), password=mock.users["mira"], read=5, exchanges=exchanges)
        assert outcome.code in (1, 3)
        assert "limit of the plan" in outcome.out
        outcome.ended_well()
