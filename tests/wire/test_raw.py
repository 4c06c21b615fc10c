"""A raw request shows every byte that a server sends, within the same limits."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest

from conformance.limits import Limits

CASES = {
    "not-http": b"220 mail.example ESMTP\r\n\r\n",
    "reset": b"",
}


def closing(answer: bytes):
    def send(connection: socket.socket, _: bytes) -> None:
        connection.sendall(answer)
        connection.close()

    return send


def test_bytes_behind_a_304_are_seen(serve, wire):
    server = serve(closing(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\nmore"))
    response = wire.send_raw(
        "POST", f"{server.url}/clrs?a=1", headers={"Authorization": "Bearer the-access-token"}, content=b"{}"
    )
    assert (response.status, response.body, response.headers.get("etag"), response.failure) == (304, b"more", "x", None)
    assert server.requests[0].startswith(b"POST /clrs?a=1 HTTP/1.1\r\n")
    assert server.requests[0].endswith(b"\r\n\r\n{}")
    assert wire.send("GET", server.url).body == b""
    assert "the-access-token" not in repr(wire.transcript.exchanges())


def test_a_server_that_does_not_close_is_not_waited_for(serve, wire):
    response = wire.send_raw("GET", serve(b"HTTP/1.1 304 Not Modified\r\n\r\n").url)
    assert (response.status, response.body, response.failure) == (304, b"", None)


@pytest.mark.parametrize("code", CASES)
def test_what_is_no_answer(serve, wire, code):
    assert wire.send_raw("GET", serve(closing(CASES[code])).url).failure.code in {code, "not-http"}


def test_limits_hold(serve, make_wire):
    def endless(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError):
            while True:
                connection.sendall(b"a" * 65536)

    response = make_wire(limits=Limits(body=100_000)).send_raw("GET", serve(endless).url)
    assert len(response.body) <= 100_000
    silent = make_wire(limits=Limits(read=0.3)).send_raw("GET", serve(lambda *_: time.sleep(2)).url)
    assert silent.failure.code == "timeout"


def test_what_cannot_be_sent_or_reached(serve, wire, make_wire):
    assert wire.send_raw("GET", "http://127.0.0.1:9/").failure.code == "http-refused"
    assert wire.send_raw("GET", "https://127.0.0.1:9/").failure.code == "refused"
    server = serve(closing(b""))
    assert wire.send_raw("GET", server.url, headers={"X": "a\r\nY: b"}).failure.code == "not-sendable"
    assert make_wire(ca=None).send_raw("GET", server.url).failure.code == "tls-untrusted"
