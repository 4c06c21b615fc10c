"""Without TLS everything is answered 421."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/clrs", "/discovery", "/keys/college"])
def test_every_request_is_misdirected(api: Any, is_status: Any, method: str, path: str) -> None:
    url = api.server.http_url + path
    assert url.startswith("http://127.0.0.1:")
    is_status(httpx.request(method, url, headers={"Accept": "text/html"}), 421, "misdirected_request")


def test_oauth_is_not_offered_without_tls_either(api: Any, is_status: Any) -> None:
    origin = api.server.http_url.removesuffix("/ims/clr/v1p0")
    is_status(httpx.post(f"{origin}/oauth/token", data={"grant_type": "x"}), 421, "misdirected_request")


def test_head_has_no_body(api: Any) -> None:
    found = httpx.head(api.server.http_url + "/clrs")
    assert (found.status_code, found.content) == (421, b"")


def test_a_large_body_does_not_hold_it_up(api: Any) -> None:
    port = api.server.settings.http_port
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
        assert plain.recv(100).startswith(b"HTTP/1.1 421")


def test_what_is_no_http_is_refused_and_the_next_request_served(api: Any) -> None:
    port = api.server.settings.http_port
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        plain.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        plain.recv(100)
    assert httpx.get(api.server.http_url).status_code == 421
