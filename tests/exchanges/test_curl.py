"""The curl line repeats the request: proved by running it in a shell against the same server."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest

from conformance.exchanges import Redactor
from conformance.exchanges.curl import BODY_LIMIT, curl_line

NAMES = {b"host", b"user-agent", b"accept-encoding", b"content-length"}


def fields(request: bytes) -> tuple[bytes, list[bytes], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    return first, sorted(line.strip().lower() for line in lines if line.partition(b":")[0].lower() not in NAMES), body


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize(
    "request_parts",
    [
        {"method": "GET", "path": "/clrs?limit=1&since=2020-01-01T00%3A00%3A00Z"},
        {"method": "GET", "path": "/", "headers": {"Authorization": "Bearer the-access-token", "Accept": "application/ld+json"}},
        {"method": "POST", "path": "/token", "headers": {"Authorization": "Basic dGhlOnNlY3JldA==", "Content-Type": "application/x-www-form-urlencoded"},
         "content": b"grant_type=authorization_code&code=the-code-value&password=it%27s"},
        {"method": "POST", "path": "/clrs", "headers": {"Content-Type": "application/json"}, "content": '{"a": "ü $HOME `id` \\"\'\n\t!"}'.encode()},
        {"method": "POST", "path": "/no-type", "content": b"@file"},
        {"method": "DELETE", "path": "/clrs/1", "headers": {"X-Empty": "", "X-Quote": "it's \"$x\""}},
        {"method": "POST", "path": "/empty"},
        {"method": "PUT", "path": "/x", "headers": {"Cookie": "sid=the-session"}, "content": b"a"},
    ],
    ids=lambda parts: f"{parts['method']} {parts['path'][:12]}",
)  # fmt: skip
def test_the_line_sends_the_same_request_again(serve, wire, ca_file: Path, request_parts, tmp_path):
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    response = wire.send(
        request_parts["method"], server.url + request_parts["path"],
        headers=request_parts.get("headers", {}), content=request_parts.get("content", b""),
    )  # fmt: skip
    (exchange,) = wire.transcript.exchanges()
    assert "\n" not in exchange.curl
    assert f"--cacert {ca_file}" in exchange.curl
    for secret in ("the-access-token", "dGhlOnNlY3JldA", "the-code-value", "the-session", "it%27s"):
        assert secret not in exchange.curl
    variables = {
        "CLR_TOKEN": "the-access-token", "CLR_BASIC": "dGhlOnNlY3JldA==", "CLR_CODE": "the-code-value",
        "CLR_PASSWORD": "it%27s", "CLR_COOKIE": "the-session",
    }  # fmt: skip
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run(
        ["bash", "-c", exchange.curl], env=variables | path, check=True, capture_output=True, cwd=tmp_path, timeout=20
    )
    assert response.status == 200
    assert fields(server.requests[1]) == fields(server.requests[0])


def test_a_body_that_nobody_would_paste_is_a_file(serve, wire):
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    response = wire.send("POST", server.url, content=b"a" * (BODY_LIMIT + 1))
    assert "--data-binary @request-body.json" in curl_line(response, Redactor())
    assert "@request-body.bin" in curl_line(dataclasses.replace(response, request_body=b"\xff"), Redactor())


def test_head_is_asked_for_by_its_own_option(serve, wire):
    response = wire.send("HEAD", serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").url)
    line = curl_line(response, Redactor())
    assert " -I " in line
    assert "-X" not in line
    assert "--cacert" not in line
