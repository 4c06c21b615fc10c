"""API: a provider that departs from one requirement is told so by its name, and a right one by none."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conformance.plan import Plan, TargetSpec
from mock_provider.testing import MockServer
from mock_provider.tls import local_authority

from .conftest import Asked, Told, asked, both, on, status, told

STATUS = (
    b'{"@context":"https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld",'
    b'"imsx_codeMajor":"failure","imsx_severity":"error","imsx_codeMinor":{"imsx_codeMinorField":['
    b'{"imsx_codeMinorFieldName":"front","imsx_codeMinorFieldValue":"%s"}]}}'
)


def latin(answer: Told) -> None:
    answer.body = answer.body.replace(b"CLR Mock Provider", "Université".encode("latin-1"))


def test_a_right_provider_is_not_blamed(judged) -> None:
    clean = judged(None, ["API", "ERR", "GCS"])

    assert not clean.named
    assert "incomplete" not in {clean[one] for one in clean if one.startswith(("CLR10-API", "CLR10-GCS"))}
    assert clean["CLR10-API-013"] == "pass"


@pytest.mark.parametrize(
    ("claim", "requirement", "method", "path"),
    [("write", "CLR10-API-018", "POST", "/clrs"), ("delete", "CLR10-API-019", "DELETE", "/clrs/")],
    ids=["post", "delete"],
)
def test_an_operation_that_is_not_offered(judged, claim: str, requirement: str, method: str, path: str) -> None:
    offered = judged(None, [requirement], claims={claim: False})
    missing = on(method, path, status(404))
    silent = judged(missing, [requirement], claims={claim: False}, settings={claim: False})
    open_ = judged(None, [requirement, "CLR10-API-020"], claims={claim: False}, settings={claim: False})

    assert offered[requirement] == "not-applicable"  # what the plan does not claim is not held against the target
    assert silent[requirement] == "fail"
    assert open_[requirement] == "pass"
    assert open_["CLR10-API-020"] == "pass"


def test_errors_are_provoked_when_no_check_has_met_any(judged) -> None:
    found = judged(None, ["CLR10-API-013", "CLR10-ERR-008"])

    assert found["CLR10-API-013"] == found["CLR10-ERR-008"] == "pass"


# without TLS, and with old TLS


@contextlib.contextmanager
def front(mock: MockServer, plain: bytes) -> Iterator[str]:
    """The mock behind a port that answers ``plain`` to whoever comes without TLS; its base URL."""
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = listener.accept()
                    threading.Thread(target=_carry, args=(connection, mock.settings.port, plain), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


def _carry(connection: socket.socket, port: int, plain: bytes) -> None:
    with connection, contextlib.suppress(OSError):
        connection.settimeout(10)
        if connection.recv(1, socket.MSG_PEEK) != b"\x16":
            connection.recv(65536)
            connection.sendall(plain)
            return
        with socket.create_connection(("127.0.0.1", port)) as there:
            back = threading.Thread(target=_pipe, args=(there, connection), daemon=True)
            back.start()
            _pipe(connection, there)
            back.join()


def _pipe(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def response(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def at(url: str, ca: str | None = None) -> Callable[[Plan], Plan]:
    """A change to the plan: another target, and only what needs no login."""

    def change(plan: Plan) -> Plan:
        target: TargetSpec = replace(plan.target, url=url)
        return replace(plan, target=target, claims=frozenset({"dynamic_registration"}))

    return change


TRANSPORT = ["CLR10-API-002", "CLR10-API-003", "CLR10-API-004", "CLR10-API-005", "CLR10-API-006"]
LD = "Content-Type: application/ld+json"


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        pytest.param(b"", set(), id="cut off"),
        pytest.param(response("400 Bad Request", b"<p>The plain HTTP request was sent to HTTPS port"), set(), id="400"),
        pytest.param(response(f"421 Misdirected Request\r\n{LD}", STATUS % b"misdirected_request"), set(), id="421"),
        pytest.param(response(f"421 M\r\n{LD}", STATUS % b"unknown"), {"CLR10-API-006"}, id="421, other code"),
        pytest.param(response("421 M", b"<p>no"), {"CLR10-API-005"}, id="421 page"),
        pytest.param(response("301 M\r\nLocation: https://elsewhere.example/"), {"CLR10-API-005"}, id="redirect"),
        pytest.param(response(f"200 OK\r\n{LD}", b"{}"), {"CLR10-API-002", "CLR10-API-005"}, id="served"),
    ],
)
def test_requests_without_tls(judged, mock: MockServer, plain: bytes, named: set[str]) -> None:
    with front(mock, plain) as url:
        found = judged(None, TRANSPORT, change=at(url))

    assert found.named == named
    assert found["CLR10-API-003"] == found["CLR10-API-004"] == "pass"


def test_a_target_on_plain_http(judged, mock: MockServer) -> None:
    """Its https requirements fail, whatever the plan allows."""

    def change(plan: Plan) -> Plan:
        return replace(plan, target=replace(plan.target, url=mock.http_url, allow_http=True), claims=frozenset())

    found = judged(None, TRANSPORT, change=change)

    assert found.named >= {"CLR10-API-002", "CLR10-API-003"}


@contextlib.contextmanager
def old_server(mock: MockServer, status_line: str) -> Iterator[str]:
    """A server that still speaks TLS 1.0 and 1.1 and answers over them; its URL."""
    context = local_authority(mock.settings.data_dir).server_context("127.0.0.1")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    stopped = threading.Event()
    body = b'{"name":"old"}'

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
            secure.settimeout(5)
            while secure.recv(65536):
                old = secure.version() not in ("TLSv1.2", "TLSv1.3")
                head = status_line if old else "200 OK"
                told = f"HTTP/1.1 {head}\r\nContent-Type: application/ld+json\r\nContent-Length: {len(body)}\r\n\r\n"
                secure.sendall(told.encode() + body)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = listener.accept()
                    threading.Thread(target=answer, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


@pytest.mark.parametrize(("status_line", "verdict"), [("200 OK", "fail"), ("421 Misdirected Request", "pass")])
def test_old_tls(judged, mock: MockServer, status_line: str, verdict: str) -> None:
    with old_server(mock, status_line) as url:
        found = judged(None, ["CLR10-API-004"], change=at(url))

    if found["CLR10-API-004"] == "manual":
        pytest.skip("the local OpenSSL cannot speak TLS 1.0")
    assert found["CLR10-API-004"] == verdict


@pytest.mark.parametrize("other", ["application/json", "*/*"])
def test_a_media_type_that_was_asked_for_is_one_finding_at_most(judged, other: str) -> None:
    """A provider that negotiates: whoever asks for JSON, or for anything, gets application/json."""

    def taken(request: Asked) -> None:
        if request.headers.get("accept") == other:
            request.headers["accept"] = "application/ld+json"

    def labelled(answer: Told) -> None:
        if answer.request.headers.get("accept") == other:
            answer.headers["content-type"] = "application/json"

    found = judged(both(asked(taken), told(labelled)), ["API"], owner="sofia")

    assert found.named == ({"CLR10-API-010"} if other == "application/json" else set())
    assert found["CLR10-API-008"] == "pass"
