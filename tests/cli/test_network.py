"""What stands between this machine and the target: proxies, gates, certificates, limits, a target that is starting."""

from __future__ import annotations

import base64
import contextlib
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from mock_provider.testing import MockServer
from tests.cli.conftest import Judge
from tests.serving import serving

SECRET = "a-key-of-the-gate-7316"


class Tunnel(BaseHTTPRequestHandler):
    """A proxy that knows CONNECT alone, and asks who is there."""

    server: Proxy

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        wanted = "Basic " + base64.b64encode(b"me:" + SECRET.encode()).decode()
        if self.headers.get("Proxy-Authorization") != wanted:
            self.send_response(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            pump(self.connection, there)
        self.close_connection = True


def pump(one: socket.socket, other: socket.socket) -> None:
    ends = {one: other, other: one}
    while True:
        for ready in select.select(list(ends), [], [])[0]:
            try:
                piece = ready.recv(65536)
            except OSError:
                return
            if not piece:
                return
            ends[ready].sendall(piece)


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.asked: list[str] = []

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is nothing to tell."""


def artifacts(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


def test_everything_goes_through_the_proxy(judge: Judge, mock: MockServer) -> None:
    proxy = Proxy()
    with serving(proxy):
        url = f"http://me:{SECRET}@127.0.0.1:{proxy.server_port}"
        ended = judge("-s", "GCS-001", "-s", "API-002", "-s", "API-003", "--proxy", url)
    assert ended.code == 0, ended.out
    assert set(proxy.asked) == {mock.origin.removeprefix("https://")}
    assert ended.record["doctor"][0]["message"] == "127.0.0.1 is looked up by the proxy 127.0.0.1"
    assert SECRET not in ended.out + ended.err + artifacts(ended.folder)


def test_a_proxy_that_refuses_is_told_as_such(judge: Judge) -> None:
    proxy = Proxy()
    with serving(proxy):
        ended = judge("--proxy", f"http://127.0.0.1:{proxy.server_port}")
    assert ended.code == 3
    (problem,) = ended.record["problems"]
    assert problem["code"] == "target-proxy-failed"
    assert "opens no tunnel" in problem["message"]
    assert "it answers 407" in problem["message"]


@pytest.mark.parametrize("url", ["127.0.0.1:3128", "socks5://127.0.0.1:1080", "https://proxy.example.edu"])
def test_what_is_no_http_proxy_is_wrong_usage(judge: Judge, url: str) -> None:
    ended = judge("--proxy", url)
    assert ended.code == 2
    assert "[proxy-not-a-url]" in ended.err


@pytest.mark.parametrize("sign", "/#?")
def test_a_proxy_whose_password_is_not_encoded_is_told_without_the_password(judge: Judge, sign: str) -> None:
    ended = judge("--proxy", f"http://me:{SECRET}{sign}rest@127.0.0.1:3128")
    assert ended.code == 2
    assert "[proxy-not-a-url]" in ended.err
    assert SECRET not in ended.out + ended.err


@contextlib.contextmanager
def gate(mock: MockServer, lets_in: Callable[[Mapping[str, str]], bool]) -> Iterator[list[str]]:
    """The mock behind a gate that looks at the headers; gives the paths that were turned away."""
    right = mock.app.middleware_stack
    assert right is not None
    turned_away: list[str] = []

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        headers = {name.decode(): value.decode() for name, value in scope.get("headers", ())}
        if scope["type"] != "http" or lets_in(headers):
            await right(scope, receive, send)
            return
        turned_away.append(scope["path"])
        await send({"type": "http.response.start", "status": 403, "headers": []})
        await send({"type": "http.response.body", "body": b"no entry"})

    mock.app.middleware_stack = guarded
    try:
        yield turned_away
    finally:
        mock.app.middleware_stack = right


@pytest.mark.parametrize("name", ["X-Api-Key", "X-Gate"])
def test_headers_for_a_gate_go_with_every_request(judge: Judge, mock: MockServer, name: str) -> None:
    with gate(mock, lambda headers: headers.get(name.lower()) == SECRET) as turned_away:
        assert judge("-s", "GCS-001").code != 0
        turned_away.clear()
        ended = judge("-s", "GCS-001", "-s", "GCS-006", "--header", f"{name}: {SECRET}")
    assert ended.code == 0, ended.out
    assert turned_away == []
    assert SECRET not in ended.out + ended.err + artifacts(ended.folder)


def test_headers_for_a_gate_go_to_no_other_host() -> None:
    from conformance.access import Credentials, NetworkSpec
    from conformance.exchanges import Redactor
    from conformance.wire.gate import Gate
    from conformance.wire.redirects import Request

    network = NetworkSpec(headers={"X-Api-Key": SECRET}, basic=Credentials("me", SECRET))
    shown = Gate(network, {"clr.example"}, Redactor())

    def names(url: str, *headers: tuple[str, str]) -> list[str]:
        return [name for name, _ in shown.passes(Request("GET", url, headers, b"")).headers]

    assert names("https://clr.example/clrs") == ["X-Api-Key", "Authorization"]
    assert names("https://CLR.example:8443/clrs") == ["X-Api-Key", "Authorization"]
    assert names("https://clr.example/clrs", ("authorization", "Bearer x")) == ["authorization", "X-Api-Key"]
    assert names("https://other.example/clrs") == []
    assert names("https://clr.example.evil.example/clrs") == []


def test_basic_of_a_gate_goes_with_what_has_no_authorization_of_its_own(judge: Judge, mock: MockServer) -> None:
    wanted = "Basic " + base64.b64encode(b"me:" + SECRET.encode()).decode()

    def lets_in(headers: Mapping[str, str]) -> bool:
        given = headers.get("authorization", "")
        return given == wanted or given.startswith("Bearer ") or (given.startswith("Basic ") and given != wanted)

    with gate(mock, lets_in) as turned_away:
        ended = judge("-s", "GCS-001", "--basic", f"me:{SECRET}")
    assert ended.code == 0, ended.out
    assert turned_away == []
    assert SECRET not in ended.out + ended.err + artifacts(ended.folder)


@pytest.mark.parametrize(("option", "value"), [("--header", "no colon"), ("--header", "bad name: x"), ("--basic", "x")])
def test_a_header_or_a_user_that_is_none_is_wrong_usage(judge: Judge, option: str, value: str) -> None:
    assert judge(option, value).code == 2


class Quiet(BaseHTTPRequestHandler):
    """Answers 404 to everything."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that does not show a certificate is nothing to tell."""


def test_a_client_certificate_is_shown_to_a_server_that_asks(judge: Judge, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    server = QuietServer(("127.0.0.1", 0), Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    mine = authority.issue_cert("client@example.edu")
    mine.cert_chain_pems[0].write_to_path(str(tmp_path / "client.pem"))
    mine.private_key_pem.write_to_path(str(tmp_path / "client.key"))
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def connection(*options: str) -> str:
        url = f"https://127.0.0.1:{server.server_port}"
        ended = judge("-s", "GCS-001", "--ca", str(tmp_path / "ca.pem"), *options, url=url)
        assert ended.code == 3, ended.out
        return next(line["status"] for line in ended.record["doctor"] if line["step"] == "connection")

    with serving(server):
        assert connection() == "failed"
        shown = ("--client-cert", str(tmp_path / "client.pem"), "--client-key", str(tmp_path / "client.key"))
        assert connection(*shown) == "ok"
        wrong = judge("--client-cert", str(tmp_path / "client.key"), url=f"https://127.0.0.1:{server.server_port}")
    assert wrong.code == 2
    assert "[client-certificate-unusable]" in wrong.err


def test_the_rate_is_kept(judge: Judge) -> None:
    begun = time.monotonic()
    ended = judge("-s", "GCS-001", "--rate", "20")
    took = time.monotonic() - begun
    assert ended.code == 0
    assert took >= (len(ended.record["exchanges"]) - 1) / 20


def test_a_target_that_is_starting_is_waited_for(judge: Judge) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started: list[QuietServer] = []

    def start() -> None:
        time.sleep(1)
        started.append(QuietServer(("127.0.0.1", port), Quiet))
        started[0].serve_forever(poll_interval=0.01)

    threading.Thread(target=start, daemon=True).start()
    ended = judge("-s", "GCS-001", "--allow-http", "--wait-for", "30", url=f"http://127.0.0.1:{port}")
    started[0].shutdown()
    started[0].server_close()
    waiting, *_, connection = ended.record["doctor"][:3]
    assert waiting["step"] == "waiting"
    assert waiting["status"] == "ok"
    assert connection["status"] == "ok"


def test_a_target_that_does_not_come_up_is_told(judge: Judge) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"https://127.0.0.1:{bound.getsockname()[1]}"
        ended = judge("-s", "GCS-001", "--wait-for", "1", url=url)
    assert ended.code == 3
    assert "did not come up in 1 s: the connection was refused" in ended.err
    assert [problem["code"] for problem in ended.record["problems"]] == ["target-refused"]


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("127.0.0.1:9650", "http://127.0.0.1:9650 (with --allow-http) or https://127.0.0.1:9650"),
        ("localhost:8000/api", "http://localhost:8000/api (with --allow-http) or https://localhost:8000/api"),
        ("clr.example.edu", "https://clr.example.edu"),
        ("htps://clr.example.edu/x", "https://clr.example.edu/x"),
    ],
)
def test_a_target_without_a_scheme_is_wrong_usage(judge: Judge, url: str, meant: str) -> None:
    ended = judge(url=url)
    assert ended.code == 2
    assert f"Did you mean {meant}?" in ended.err


def test_https_to_a_port_of_plain_http_is_named(judge: Judge) -> None:
    server = QuietServer(("127.0.0.1", 0), Quiet)
    with serving(server):
        ended = judge("-s", "GCS-001", url=f"https://127.0.0.1:{server.server_port}")
    assert ended.code == 3
    (problem,) = ended.record["problems"]
    assert problem["code"] == "target-not-tls"
    assert "does not speak TLS" in problem["message"]
    assert "did you mean http://" in problem["likely"]
