"""The guarded Fetcher: a document can name any URL, and none of them does harm."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.wire.fetcher import FETCH_LIMITS, Fetched, Fetcher

Serve = Callable[..., Any]
"""Starts a server that answers with these bytes."""
FAST = replace(FETCH_LIMITS, connect=1.0, read=1.0, exchange=1.5, run=30.0, body=100_000)


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def get(fetcher: Fetcher, url: str) -> Fetched:
    return fetcher.get(url, accept="application/ld+json")


@pytest.fixture
def fetcher(ca_file: Path) -> Iterator[Fetcher]:
    with Fetcher(limits=FAST, ca=ca_file, allow=["127.0.0.1"]) as made:
        yield made


def test_a_host_that_is_allowed_by_name_is_asked_without_credentials(fetcher: Fetcher, serve: Serve) -> None:
    server = serve(answer(b'{"id": 1}'))
    fetched = get(fetcher, f"{server.url}/a?b=c#d")
    assert (fetched.status, fetched.body, fetched.failure, fetched.redirects) == (200, b'{"id": 1}', None, ())
    request = server.requests[0].decode().lower()
    assert request.startswith("get /a?b=c http/1.1\r\n")
    assert "accept: application/ld+json" in request
    assert not any(name in request for name in ("authorization", "cookie", "referer"))


def test_a_url_is_asked_for_once(fetcher: Fetcher, serve: Serve) -> None:
    server = serve(answer(b"x"))
    assert get(fetcher, f"{server.url}/a") is get(fetcher, f"{server.url}/a#elsewhere")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_in_every_spelling_and_not_connected_to(ca_file: Path, serve: Serve, host: str) -> None:
    server = serve(answer(b"secret"))
    with Fetcher(limits=FAST, ca=ca_file) as fetcher:
        fetched = get(fetcher, f"https://{host}:{server.port}/")
    assert fetched.failure is not None
    assert fetched.failure.code in {"address-refused", "name-not-found", "not-sendable"}
    assert (fetched.status, fetched.body, server.connections) == (None, b"", 0)


def test_an_allowed_host_opens_no_other_name_of_the_same_address(ca_file: Path, serve: Serve) -> None:
    server = serve(answer(b"secret"))
    with Fetcher(limits=FAST, ca=ca_file, allow=["localhost"]) as fetcher:
        assert get(fetcher, f"https://127.0.0.1:{server.port}/").failure.code == "address-refused"
        assert get(fetcher, f"https://LOCALHOST.:{server.port}/").failure.code != "address-refused"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "scheme-refused"),
        ("file:///etc/passwd", "scheme-refused"),
        ("ftp://127.0.0.1/", "scheme-refused"),
        ("urn:uuid:1", "scheme-refused"),
        ("", "scheme-refused"),
        ("https://", "not-sendable"),
        ("https://[::1", "not-sendable"),
        ("https://127.0.0.1:99999/", "not-sendable"),
        ("https://user:pass@127.0.0.1/", "credentials-refused"),
        ("https://user@127.0.0.1/", "credentials-refused"),
        ("https://127.0.0.1/" + "a" * 5000, "not-sendable"),
        ("https://exa mple/", "name-not-found"),
        ("https://127.0.0.1/\r\nX: y", "not-sendable"),
        ("https://\ud800.example/", "not-sendable"),
        (f"https://{'a' * 70}.example/", "name-not-found"),
        ("https://nothing.invalid/", "name-not-found"),
    ],
)
def test_a_url_that_is_not_to_be_asked_for_is_a_failure(fetcher: Fetcher, url: str, code: str) -> None:
    fetched = get(fetcher, url)
    assert fetched.status is None
    assert fetched.failure is not None
    assert (fetched.failure.code, fetched.url) == (code, url)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://127.0.0.1/", "scheme-refused"),
        ("file:///etc/passwd", "scheme-refused"),
        ("https://169.254.169.254/latest/meta-data", "address-refused"),
        ("https://10.0.0.1/", "address-refused"),
        ("https://user:pass@127.0.0.1/", "credentials-refused"),
        ("gopher://x", "scheme-refused"),
    ],
)
def test_a_redirect_is_looked_at_like_any_url(fetcher: Fetcher, serve: Serve, target: str, code: str) -> None:
    fetched = get(fetcher, serve(answer(b"", "302 Found", f"Location: {target}")).url)
    assert (fetched.status, fetched.redirects) == (None, (target,))
    assert fetched.failure is not None
    assert fetched.failure.code == code


def test_a_redirect_on_an_allowed_host_is_followed(fetcher: Fetcher, serve: Serve) -> None:
    last = serve(answer(b"here"))
    fetched = get(fetcher, serve(answer(b"", "307 Temporary Redirect", f"Location: {last.url}/x")).url)
    assert (fetched.status, fetched.body, fetched.final_url) == (200, b"here", f"{last.url}/x")


def test_redirects_end(fetcher: Fetcher, serve: Serve) -> None:
    count = iter(range(1000))

    def on(connection: socket.socket, _: bytes) -> None:
        connection.sendall(answer(b"", "302 Found", f"Location: /{next(count)}"))

    assert get(fetcher, serve(on).url).failure.code == "redirect-loop"
    assert next(count) <= FAST.redirects + 1
    assert get(fetcher, serve(answer(b"", "302 Found", "Location: /")).url + "/").failure.code == "redirect-loop"


def test_a_body_is_bounded_before_and_after_decompression(fetcher: Fetcher, serve: Serve) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    fetched = get(fetcher, serve(answer(bomb, "200 OK", "Content-Encoding: gzip")).url)
    assert fetched.failure.code == "body-too-large"
    assert len(fetched.body) == FAST.body
    assert get(fetcher, serve(answer(b"0" * 200_000)).url).failure.code == "body-too-large"


def test_an_endless_answer_ends(fetcher: Fetcher, serve: Serve) -> None:
    def endless(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"1\r\nx\r\n")
            time.sleep(0.05)

    assert get(fetcher, serve(endless).url).failure.code == "too-slow"


def test_a_silent_server_is_waited_for_once(fetcher: Fetcher, serve: Serve) -> None:
    server = serve(lambda *_: time.sleep(20))
    assert get(fetcher, f"{server.url}/a").failure.code in {"timeout", "too-slow"}
    assert get(fetcher, f"{server.url}/b").failure.code in {"timeout", "too-slow"}
    assert server.connections == 1


def test_headers_are_bounded(fetcher: Fetcher, serve: Serve) -> None:
    flood = [f"X-{number}: {'y' * 100}" for number in range(900)]
    assert get(fetcher, serve(answer(b"", "200 OK", *flood)).url).failure.code == "too-many-headers"


def test_the_number_of_fetches_is_bounded_and_renewed(ca_file: Path, serve: Serve) -> None:
    server = serve(answer(b"x"))
    with Fetcher(limits=replace(FAST, exchanges=2), ca=ca_file, allow=["127.0.0.1"]) as fetcher:
        codes = [getattr(get(fetcher, f"{server.url}/{each}").failure, "code", None) for each in "abc"]
        assert codes == [None, None, "exchanges-exhausted"]
        fetcher.renew()
        assert get(fetcher, f"{server.url}/d").failure is None


def test_the_certificate_has_to_be_the_hosts_own(ca_file: Path, serve: Serve) -> None:
    server = serve(answer(b"x"))
    with Fetcher(limits=FAST, allow=["127.0.0.1"]) as stranger:
        assert get(stranger, server.url).failure.code == "tls-untrusted"
    with Fetcher(limits=FAST, ca=ca_file, allow=["ip6-localhost", "localhost.localdomain"]) as fetcher:
        assert get(fetcher, server.url).failure.code == "address-refused"


def test_the_answer_of_the_resolver_is_pinned(ca_file: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to a public address first and to loopback later never reaches loopback."""
    server = serve(answer(b"secret"))
    hosts: list[str] = []
    real = socket.getaddrinfo

    def changing(host: str, *rest: Any, **more: Any) -> list[Any]:
        if host != "rebind.example":
            return real(host, *rest, **more)
        hosts.append(host)
        address = "192.0.2.1" if len(hosts) > 1 else "203.0.113.7"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(hosts) > 1 else address, server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with Fetcher(limits=FAST, ca=ca_file) as fetcher:
        fetched = get(fetcher, f"https://rebind.example:{server.port}/")
    assert fetched.failure is not None
    assert (fetched.status, server.connections, hosts) == (None, 0, ["rebind.example"])


def test_one_private_address_among_public_ones_is_enough(ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with Fetcher(limits=FAST, ca=ca_file) as fetcher:
        assert get(fetcher, "https://two.example/").failure.code == "address-refused"


def test_a_resolver_that_hangs_does_not_hold_the_run(ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [let_go.wait(60)][:0])
    with Fetcher(limits=replace(FAST, connect=0.5, exchange=30), ca=ca_file) as fetcher:
        assert get(fetcher, "https://slow.example/").failure.code == "timeout"
    let_go.set()
