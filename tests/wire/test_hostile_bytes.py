"""Whatever bytes come back, an exchange ends as a response, and the transcript can be written."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import dataclasses
import json
import socket
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.exchanges import Redactor, Response
from conformance.limits import Limits

SHAPES = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 20\r\nSet-Cookie: a=b\r\n\r\n<html><form><input n",
    b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nabcde",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
)
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"\r\n", b"\n", b"\x00", b"Content-Length: -1\r\n", b"Location: http://[\r\n"]),
)


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    answer = draw(st.sampled_from(SHAPES))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(answer)))
        answer = answer[:at] + draw(PIECES) + answer[at + draw(st.integers(0, 12)) :]
    return answer


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(answer=answers(), follow=st.booleans())
def test_no_answer_makes_wire_raise(serve, make_wire, shared, answer, follow):
    if not shared:
        current = shared.setdefault("current", [b""])

        def send(connection: socket.socket, _: bytes) -> None:
            with suppress(OSError):
                connection.sendall(current[0])
                connection.close()

        shared["url"] = serve(send).url
        shared["wire"] = make_wire(limits=Limits(connect=0.5, read=0.5, exchange=1))
    shared["current"][0] = answer
    wire = shared["wire"]
    response = wire.send("GET", shared["url"], follow=follow)
    assert isinstance(response, Response)
    assert response.status is not None or response.failure is not None
    written = [dataclasses.asdict(exchange) for exchange in wire.transcript.exchanges()[-3:]]
    json.dumps(written, ensure_ascii=False).encode("utf-8")


@pytest.fixture
def shared() -> dict[str, object]:
    """One server and one wire for all examples of a test."""
    return {}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    ["a" * 60_000, "a=;" * 20_000, '"token"' + " " * 20_000 + ":", "<input " * 4000, "token=token=" * 2000, "://" * 8000,
     "<input name" + " " * 20_000, '"' * 20_000, '"token":"' + "\\" * 20_000, "-" * 20_000 + "token"],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_no_text_makes_redaction_take_for_ever(text):
    redactor = Redactor()
    redactor.learn_json(text)
    redactor.learn_pairs(text)
    for name in ("Set-Cookie", "Cookie", "Authorization", "Location"):
        redactor.learn_header(name, text)
        redactor.header(name, text)
    redactor.text(text)
