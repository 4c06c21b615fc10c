"""One piece follows redirects: whoever takes the hops decides which of them are taken."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import cast

import pytest

from conformance.exchanges import Failure, Headers, Response
from conformance.wire.redirects import Request, hops, location_of, next_request, target_of

START = Request("GET", "https://h/0", (("Accept", "*/*"), ("Authorization", "Bearer t")), b"")


def server(leads: Mapping[str, str], sent: list[Request], status: int = 302) -> Callable[[Request], Response]:
    """Answers each URL with a redirect to where it leads, and any other with 200."""

    def send(request: Request) -> Response:
        sent.append(request)
        to = leads.get(request.url)
        headers = Headers([] if to is None else [("Location", to)])
        code = 200 if to is None else status
        return Response(0, "", request.method, request.url, request.headers, b"", code, headers, b"", 0.0, "")

    return send


def test_each_hop_is_a_response_and_the_last_leads_nowhere():
    sent: list[Request] = []
    taken = list(hops(START, server({"https://h/0": "/1", "https://h/1": "https://other/2"}, sent), most=5))
    assert [hop.response.url for hop in taken] == ["https://h/0", "https://h/1", "https://other/2"]
    assert [hop.following.url if hop.following else None for hop in taken] == ["https://h/1", "https://other/2", None]
    assert [("Authorization", "Bearer t") in request.headers for request in sent] == [True, True, False]


def test_nothing_is_sent_for_a_hop_that_is_not_taken():
    sent: list[Request] = []
    way = hops(START, server({"https://h/0": "https://intranet/"}, sent), most=5)
    assert next(way).following is not None
    cast(Generator[object], way).close()
    assert len(sent) == 1


def test_a_way_that_leads_back_says_so_and_ends_at_the_most_hops():
    sent: list[Request] = []
    taken = list(hops(START, server({"https://h/0": "/1", "https://h/1": "/0"}, sent), most=2))
    assert [(hop.again, hop.last) for hop in taken] == [(False, False), (True, False), (True, True)]
    assert len(sent) == 3


def test_a_post_that_becomes_a_get_of_the_same_url_does_not_lead_back():
    start = Request("POST", "https://h/0", (("Content-Type", "text/plain"),), b"x")
    first = next(hops(start, server({"https://h/0": "/0"}, [], 303), most=5))
    assert not first.again
    assert first.following == Request("GET", "https://h/0", (), b"")


def test_a_failure_ends_the_way():
    def send(request: Request) -> Response:
        headers, cut = Headers([("Location", "/1")]), Failure("reset", "cut")
        return Response(0, "", "GET", request.url, (), b"", 302, headers, b"", 0.0, "", failure=cut)

    assert [hop.following for hop in hops(START, send, most=5)] == [None]


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (302, "/x#part", "https://h/x"),
        (200, "/x", None),
        (304, "/x", None),
        (302, "https://[", None),
        (301, None, None),
    ],
)
def test_where_a_response_leads(status, location, target):
    headers = Headers([] if location is None else [("Location", location), ("Location", "/second")])
    response = Response(0, "", "GET", "https://h/0", (), b"", status, headers, b"", 0.0, "")
    assert target_of(response) == target
    assert location_of(response) == (location if status in (301, 302) else None)


def test_the_body_stays_with_307_and_goes_with_302():
    post = Request("POST", "https://h/0", (("Content-Type", "text/plain"), ("Host", "h")), b"x")
    assert next_request(post, 307, "https://h/1") == Request(
        "POST", "https://h/1", (("Content-Type", "text/plain"),), b"x"
    )
    assert next_request(post, 302, "https://h/1") == Request("GET", "https://h/1", (), b"")
