"""One request, whatever comes back: every error becomes a failure, and what arrived before it is kept."""

from __future__ import annotations

import httpx
import pytest

from conformance.limits import Limits
from conformance.wire.limits import Deadline
from conformance.wire.redirects import Request
from conformance.wire.roundtrip import HEADER_COUNT, RoundTrips

GET = Request("GET", "https://h/", (("X-Name", "Mirä"),), b"")


def trips(answer, limits: Limits | None = None, deadline: Deadline | None = None) -> RoundTrips:
    return RoundTrips(httpx.MockTransport(answer), limits or Limits(), deadline or Deadline())


def test_what_is_sent_and_what_came():
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, headers=[(b"X-Utf", "ä".encode()), (b"X-Latin", b"\xe4")], content=b"abc")

    received = trips(answer).perform(GET)
    assert (received.status, bytes(received.body.content), received.failure) == (201, b"abc", None)
    assert ("X-Name", "Mirä") in received.sent
    assert (received.headers.get("x-utf"), received.headers.get("x-latin")) == ("ä", "ä")


@pytest.mark.parametrize("url", ["https://h:port/", "\x00"])
def test_a_request_that_cannot_be_built_is_a_failure(url):
    received = trips(lambda _: httpx.Response(200)).perform(Request("GET", url, (), b""))
    assert (received.status, received.failure.code) == (None, "not-sendable")


def test_an_error_leaves_what_came_before_it():
    def pieces():
        yield b"first"
        raise httpx.ReadError("cut")

    received = trips(lambda _: httpx.Response(200, stream=Pieces(pieces))).perform(GET)
    assert (received.status, bytes(received.body.content), received.failure.code) == (200, b"first", "reset")


def test_too_many_header_lines_are_not_read_further():
    flood = [(b"X-More", b"1")] * (HEADER_COUNT + 1)
    received = trips(lambda _: httpx.Response(200, headers=flood, content=b"abc")).perform(GET)
    assert (received.failure.code, bytes(received.body.content)) == ("too-many-headers", b"")


def test_a_body_ends_at_its_limit_and_at_the_deadline():
    limited = trips(lambda _: httpx.Response(200, content=b"0" * 100), Limits(body=10)).perform(GET)
    assert (limited.failure.code, len(limited.body.content)) == ("body-too-large", 10)
    over = Deadline()
    over.at = 0.0
    assert trips(lambda _: httpx.Response(200, content=b"0"), deadline=over).perform(GET).failure.code == "too-slow"


class Pieces(httpx.SyncByteStream):
    """A body that comes from a generator."""

    def __init__(self, pieces):
        self._pieces = pieces

    def __iter__(self):
        return self._pieces()
