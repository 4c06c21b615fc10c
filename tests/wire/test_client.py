"""Wire against servers that misbehave: every exchange ends, and says why."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import time
import zlib

import pytest
import respx
import trustme

from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.wire import BudgetExhausted, Wire
from conformance.wire.client import KEPT_OF_BROKEN


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def test_a_reply_holds_request_and_response(serve, wire):
    server = serve(
        answer(b'{"a": 1}', "201 Created", "Content-Type: application/json; charset=utf-8", "X-Twice: 1", "x-twice: 2")
    )
    response = wire.send(
        "post", f"{server.url}/things?q=1", headers={"Accept": "application/json"}, content=b"{}", label="make"
    )
    assert (response.index, response.label, response.method, response.status, response.failure) == (
        0,
        "make",
        "POST",
        201,
        None,
    )
    assert response.url == f"{server.url}/things?q=1"
    assert response.json() == {"a": 1}
    assert response.media_type == "application/json"
    assert response.headers.get("X-TWICE") == "1, 2"
    assert response.headers.get_all("x-twice") == ("1", "2")
    assert "content-type" in response.headers
    assert response.tls == "TLSv1.3"
    assert response.started.endswith("Z")
    assert response.size == 8
    assert ("Accept", "application/json") in response.request_headers
    assert response.request_body == b"{}"


def test_only_what_was_asked_for_is_sent(serve, wire):
    server = serve(answer())
    wire.send("GET", server.url)
    head = server.requests[0].decode().lower()
    assert "\r\nhost:" in head
    assert "\r\nuser-agent: clr-conformance/" in head
    assert "\r\naccept:" not in head
    assert "\r\ncookie:" not in head
    assert "\r\nauthorization:" not in head


def test_repeated_and_odd_header_values_are_sent_as_given(serve, wire):
    server = serve(answer())
    wire.send("GET", server.url, headers=[("X-A", "1"), ("X-A", "2"), ("X-B", "ü")])
    assert b"X-A: 1\r\nX-A: 2\r\nX-B: \xfc" in server.requests[0]


def test_connections_are_kept_and_cookies_are_not(serve, wire):
    server = serve(answer(b"", "200 OK", "Set-Cookie: session=abcdefgh; Path=/"))
    wire.send("GET", server.url)
    wire.send("GET", server.url)
    assert server.connections == 1
    assert b"abcdefgh" not in server.requests[1]


def test_the_environment_names_no_proxy(serve, wire, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert wire.send("GET", serve(answer()).url).status == 200


def test_a_kept_connection_that_the_server_has_closed_is_not_a_finding(serve, wire):
    def once(connection: socket.socket, _: bytes) -> None:
        connection.sendall(answer(b"ok"))
        connection.unwrap() if isinstance(connection, ssl.SSLSocket) else None
        connection.close()

    server = serve(once)
    assert [wire.send("GET", server.url).status for _ in range(3)] == [200, 200, 200]


# --- where no answer comes


def test_name_that_does_not_resolve(wire):
    response = wire.send("GET", "https://no-such-host.invalid/")
    assert response.status is None
    assert response.failure.code == "name-not-found"


def test_port_where_nothing_listens(wire):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    response = wire.send("GET", f"https://127.0.0.1:{port}/")
    assert response.failure.code == "refused"
    assert response.failure.likely


def test_certificate_that_is_not_trusted(serve, make_wire):
    response = make_wire(ca=None).send("GET", serve(answer()).url)
    assert (response.status, response.failure.code) == (None, "tls-untrusted")
    assert "--ca" in response.failure.likely


def test_certificate_for_another_host(serve, wire, authority: trustme.CA):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("provider.example").configure_cert(context)
    response = wire.send("GET", serve(answer(), context=context).url)
    assert response.failure.code == "tls-untrusted"
    assert "127.0.0.1" in response.failure.message


def test_port_that_does_not_speak_tls(serve, make_wire):
    def banner(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    wire = make_wire(limits=Limits(connect=0.5))
    server = serve(banner, context=None)
    response = wire.send("GET", server.url.replace("http:", "https:"))
    assert response.failure.code in {"tls-failed", "timeout"}


def test_handshake_that_stalls(wire, make_wire):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = make_wire(limits=Limits(connect=0.3))
        response = wire.send("GET", f"https://127.0.0.1:{listener.getsockname()[1]}/")
    assert response.failure.code == "timeout"
    assert "TLS" in response.failure.message


def test_silence_after_the_request(serve, make_wire):
    wire = make_wire(limits=Limits(read=0.3))
    assert wire.send("GET", serve(lambda *_: time.sleep(2)).url).failure.code == "timeout"


def test_answer_that_is_not_http(serve, wire):
    def banner(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"220 mail.example ESMTP\r\n\r\n")
        connection.close()

    assert wire.send("GET", serve(banner).url).failure.code == "not-http"


def test_connection_closed_without_an_answer(serve, wire):
    assert wire.send("GET", serve(lambda connection, _: connection.close()).url).failure.code == "reset"


# --- where the answer does not end well


def test_body_cut_off(serve, wire):
    def cut(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
        connection.close()

    response = wire.send("GET", serve(cut).url)
    assert (response.status, response.body, response.failure.code) == (200, b"hello", "reset")


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"], ids=["in headers", "in body"]
)
def test_one_byte_at_a_time(serve, make_wire, head):
    def drip(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        with contextlib.suppress(OSError):
            for byte in b"HTTP/1.1 200 OK and so on and so on":
                connection.sendall(bytes([byte]))
                time.sleep(0.1)

    wire = make_wire(limits=Limits(read=1, exchange=0.5))
    assert wire.send("GET", serve(drip).url).failure.code == "too-slow"


def test_body_without_end(serve, make_wire):
    def endless(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"[" * 65536)

    response = make_wire(limits=Limits(body=200_000)).send("GET", serve(endless).url)
    assert (response.status, response.failure.code, len(response.body)) == (200, "body-too-large", KEPT_OF_BROKEN)


def test_chunks_without_end_and_without_pause_meet_the_deadline(serve, make_wire):
    def endless(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"1\r\nx\r\n" * 100)
                time.sleep(0.01)

    response = make_wire(limits=Limits(exchange=0.5)).send("GET", serve(endless).url)
    assert response.failure.code == "too-slow"


def test_gzip_bomb_is_not_unpacked(serve, make_wire):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    server = serve(answer(bomb, "200 OK", "Content-Encoding: gzip"))
    response = make_wire(limits=Limits(body=1 << 20)).send("GET", server.url)
    assert (response.failure.code, len(response.body)) == ("body-too-large", KEPT_OF_BROKEN)
    assert response.size < 1 << 20


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("x-gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
def test_content_codings_are_undone(serve, wire, coding, body):
    response = wire.send("GET", serve(answer(body, "200 OK", f"Content-Encoding: {coding}")).url)
    assert (response.failure, response.body, response.size) == (None, b"hello", len(body))


@pytest.mark.parametrize(
    ("coding", "body"), [("gzip", b"plain"), ("gzip", gzip.compress(b"hello", mtime=0)[:-9]), ("br", b"xx")]
)
def test_coding_that_does_not_fit_the_body(serve, wire, coding, body):
    response = wire.send("GET", serve(answer(body, "200 OK", f"Content-Encoding: {coding}")).url)
    assert (response.status, response.failure.code) == (200, "decompression")


@pytest.mark.parametrize(
    "headers",
    [["X-Many: 1"] * 300, ["X-Long: " + "a" * 80_000], ["X-Flood: " + "a" * 300_000]],
    ids=["many", "long", "flood"],
)
def test_flood_of_headers(serve, wire, headers):
    assert wire.send("GET", serve(answer(b"", "200 OK", *headers)).url).failure.code == "too-many-headers"


def test_interim_answers_without_end(serve, make_wire):
    def interim(connection: socket.socket, _: bytes) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
                time.sleep(0.01)

    assert make_wire(limits=Limits(exchange=0.5)).send("GET", serve(interim).url).failure.code == "too-slow"


# --- what is not sent at all


@pytest.mark.parametrize(
    "url", ["", "/relative", "ftp://127.0.0.1/", "https://", "https://[::1", "https://a:99999/", "https://x\x00y/"]
)
def test_url_that_cannot_be_asked(wire, url):
    response = wire.send("GET", url)
    assert response.failure.code in {"not-sendable", "name-not-found"}
    assert len(wire.transcript) == 1


def test_header_value_that_http_forbids(serve, wire):
    response = wire.send("GET", serve(answer()).url, headers={"Authorization": "Bearer a\r\nX-Injected: 1"})
    assert response.failure.code == "not-sendable"


def test_plain_http_is_refused(serve, wire):
    server = serve(answer(), context=None)
    assert wire.send("GET", server.url).failure.code == "http-refused"
    assert not server.requests


def test_plain_http_is_for_loopback_only(make_wire):
    assert make_wire(allow_http=True).send("GET", "http://provider.example/").failure.code == "http-refused"


def test_plain_http_to_loopback_when_allowed(serve, make_wire):
    response = make_wire(allow_http=True).send("GET", serve(answer(), context=None).url)
    assert (response.status, response.tls) == (200, None)


def test_a_probe_may_use_plain_http_without_credentials(serve, wire):
    server = serve(answer(b"", "421 Misdirected Request"), context=None)
    assert wire.send("GET", server.url, plain_probe=True).status == 421
    with pytest.raises(ValueError, match="credentials"):
        wire.send("GET", server.url, plain_probe=True, headers={"authorization": "Bearer abc"})


def test_a_probe_goes_to_hosts_met_over_https_only(wire):
    assert wire.send("GET", "http://provider.invalid/", plain_probe=True).failure.code == "http-refused"


# --- redirects


def redirecting(connection: socket.socket, request: bytes) -> None:
    path = request.split(b" ")[1].decode()
    step = int(path.rpartition("/")[2] or 0)
    connection.sendall(answer(b"end") if step == 0 else answer(b"", "302 Found", f"Location: /{step - 1}"))


def test_redirects_are_not_followed_unasked(serve, wire):
    assert wire.send("GET", f"{serve(redirecting).url}/2").status == 302


def test_each_hop_is_an_exchange(serve, wire):
    response = wire.send("GET", f"{serve(redirecting).url}/3", follow=True)
    assert (response.status, response.body, response.index, len(wire.transcript)) == (200, b"end", 3, 4)


def test_too_many_redirects(serve, make_wire):
    wire = make_wire(limits=Limits(redirects=3))
    response = wire.send("GET", f"{serve(redirecting).url}/9", follow=True)
    assert (response.failure.code, len(wire.transcript)) == ("redirect-loop", 4)
    assert wire.transcript.responses[-1].failure == response.failure


def test_redirects_in_a_circle(serve, wire):
    response = wire.send("GET", serve(answer(b"", "302 Found", "Location: ?again")).url, follow=True)
    assert response.failure.code == "redirect-loop"
    assert len(wire.transcript) == 2


def test_credentials_stay_at_their_origin(serve, wire):
    other = serve(answer())
    server = serve(answer(b"", "307 Temporary Redirect", f"Location: {other.url}/"))
    wire.send(
        "POST", server.url, headers={"Authorization": "Bearer secret-token", "X-Keep": "1"}, content=b"a", follow=True
    )
    assert b"secret-token" in server.requests[0]
    assert b"secret-token" not in other.requests[0]
    assert other.requests[0].startswith(b"POST")
    assert b"X-Keep: 1" in other.requests[0]


def test_see_other_turns_a_post_into_a_get(serve, wire):
    other = serve(answer())
    server = serve(answer(b"", "303 See Other", f"Location: {other.url}/"))
    wire.send("POST", server.url, headers={"Content-Type": "text/plain"}, content=b"abc", follow=True)
    assert other.requests[0].startswith(b"GET")
    assert b"content-type" not in other.requests[0].lower()


def test_a_redirect_to_plain_http_is_refused(serve, wire):
    plain = serve(answer(), context=None)
    response = wire.send("GET", serve(answer(b"", "302 Found", f"Location: {plain.url}/")).url, follow=True)
    assert response.failure.code == "http-refused"
    assert not plain.requests


@respx.mock
def test_a_redirect_from_elsewhere_to_this_machine_or_its_link_is_not_followed(wire):
    inside = respx.get("https://169.254.169.254/latest").respond(200)
    respx.get("https://provider.example/a").respond(302, headers={"Location": "https://169.254.169.254/latest"})
    response = wire.send("GET", "https://provider.example/a", follow=True)
    assert (response.status, response.failure.code) == (302, "redirect-refused")
    assert "a link-local address" in response.failure.message
    assert not inside.called


@respx.mock
def test_names_of_this_machine_may_redirect_to_each_other(wire, monkeypatch):
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
    respx.get("https://clr.test/a").respond(302, headers={"Location": "https://keys.test/b"})
    respx.get("https://keys.test/b").respond(200)
    assert wire.send("GET", "https://clr.test/a", follow=True).status == 200


@respx.mock
def test_a_redirect_inside_of_a_private_network_is_followed(wire):
    respx.get("https://provider.example/a").respond(302, headers={"Location": "https://10.0.0.7/b"})
    respx.get("https://10.0.0.7/b").respond(200)
    assert wire.send("GET", "https://provider.example/a", follow=True).status == 200


# --- budgets


def test_number_of_exchanges(serve, make_wire):
    server = serve(answer())
    wire = make_wire(limits=Limits(exchanges=2))
    wire.send("GET", server.url)
    wire.send("GET", server.url)
    with pytest.raises(BudgetExhausted) as caught:
        wire.send("GET", server.url)
    assert caught.value.problem.code == "exchanges-exhausted"


def test_time_of_the_run(serve, make_wire):
    server = serve(lambda *_: time.sleep(4))
    wire: Wire = make_wire(limits=Limits(run=2))
    assert wire.send("GET", server.url).failure.code == "too-slow"
    with pytest.raises(BudgetExhausted) as caught:
        wire.send("GET", server.url)
    assert caught.value.problem.code == "time-exhausted"


def test_every_reply_is_announced(serve, make_wire):
    seen: list[Response] = []
    wire = make_wire(on_exchange=seen.append)
    wire.send("GET", serve(answer()).url)
    wire.send("GET", "https://no-such-host.invalid/")
    assert [response.index for response in seen] == [0, 1]
    assert seen == wire.transcript.responses


def test_what_is_kept_of_all_bodies_has_an_end(serve, make_wire):
    server = serve(answer(b"x" * 1000))
    wire = make_wire(limits=Limits(body=1000))
    for _ in range(64):
        assert wire.send("GET", server.url).failure is None
    with pytest.raises(BudgetExhausted, match="64000 bytes"):
        wire.send("GET", server.url)
