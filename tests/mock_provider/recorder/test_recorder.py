"""What is kept of each exchange: whole, in order, at receipt and at its end, and bounded."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.exchanges.served import Served
from mock_provider.http.notes import placed, refused
from mock_provider.recorder import LINK, Link, Recorder
from mock_provider.recorder.recorder import Bounds


def asked(app: ASGIApp, body: bytes = b"", *, link: Link | None = None, **members: Any) -> list[Message]:
    """Let an app answer one request."""
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "https",
        "path": "/a b/c",
        "raw_path": b"/a%20b/c",
        "query_string": b"x=1&x=%20",
        "headers": [(b"host", b"Mock.Example:8440"), (b"accept", b"a"), (b"accept", b"b")],
        "server": ("127.0.0.1", 8440),
        "extensions": {LINK: link} if link else {},
        **members,
    }
    sent: list[Message] = []
    pieces = [body[:2], body[2:]]

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    return sent


def answering(*pieces: bytes, status: int = 200, last: bool = True) -> ASGIApp:
    """An app that reads the whole request and answers in these pieces, without an end when there is no last one."""

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start", "status": status, "headers": [(b"x-a", b"1")]})
        for number, piece in enumerate(pieces, 1):
            more = number < len(pieces) or not last
            await send({"type": "http.response.body", "body": piece, "more_body": more})

    return app


def only(recorder: Recorder) -> Served:
    (one,) = recorder.exchanges()
    return one


def test_the_request_is_kept_as_it_came_and_the_response_as_it_went() -> None:
    recorder = Recorder()
    asked(recorder.around(answering(b"12", b"3", status=201)), b"posted", link=Link("TLSv1.2"))
    one = only(recorder)
    assert (one.number, one.run, one.method, one.tls) == (1, 1, "POST", "TLSv1.2")
    assert one.url == "https://Mock.Example:8440/a%20b/c?x=1&x=%20"
    assert one.request_headers.get_all("Accept") == ("a", "b")
    assert (one.request_body, one.request_size) == (b"posted", 6)
    assert (one.status, one.headers.get("X-A"), one.body, one.size) == (201, "1", b"123", 3)
    assert one.whole
    assert one.ended is not None
    assert one.ended >= one.began
    assert one.started.endswith("+00:00")


def test_without_a_host_the_url_has_the_address_that_was_reached() -> None:
    recorder = Recorder()
    asked(recorder.around(answering(b"")), headers=[])
    assert only(recorder).url.startswith("https://127.0.0.1:8440/")


def test_it_is_there_from_the_moment_when_it_comes() -> None:
    recorder = Recorder()
    seen: list[Served] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend(recorder.exchanges())
        await answering(b"x")(scope, receive, send)

    asked(recorder.around(app))
    assert [(one.status, one.ended) for one in seen] == [(None, None)]
    assert only(recorder).status == 200


def test_it_is_complete_before_the_client_has_its_last_byte() -> None:
    recorder = Recorder()
    seen: list[int | None] = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def then_look(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body":
                seen.append(only(recorder).status)

        await recorder.around(answering(b"x"))(scope, receive, then_look)

    asked(watched)
    assert seen == [200]


@pytest.mark.parametrize(("app", "link"), [(answering(b"1", last=False), Link()), (answering(b"1"), Link(gone=True))])
def test_what_breaks_off_is_not_whole(app: ASGIApp, link: Link) -> None:
    recorder = Recorder()
    asked(recorder.around(app), link=link)
    one = only(recorder)
    assert (one.whole, one.ended, one.status, one.body) == (False, None, 200, b"1")


def test_an_app_that_fails_leaves_what_came_until_then() -> None:
    recorder = Recorder()

    async def fails(*_: object) -> None:
        raise RuntimeError("no such luck")

    with pytest.raises(RuntimeError, match="luck"):
        asked(recorder.around(fails))
    assert (only(recorder).status, only(recorder).whole) == (None, False)


def test_what_is_known_inside_only_is_noted_and_what_was_noted_first_stands() -> None:
    recorder = Recorder()

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        placed("none", "step")
        refused("the cause")
        refused("what came of it")
        await answering(b"", status=404)(scope, receive, send)

    asked(recorder.around(noting))
    assert (only(recorder).place, only(recorder).operation, only(recorder).reason) == ("none", "step", "the cause")
    refused("nobody records now")


def test_another_place_is_that_of_all_its_exchanges_and_nothing_is_kept_twice() -> None:
    recorder = Recorder()
    asked(recorder.around(recorder.around(answering(b"")), "other"))
    assert only(recorder).place == "other"


def test_the_oldest_are_dropped_and_counted() -> None:
    recorder = Recorder(bounds=Bounds(exchanges=2))
    for _ in range(5):
        asked(recorder.around(answering(b"x")))
    assert [one.number for one in recorder.exchanges()] == [4, 5]
    assert [one.number for one in recorder.exchanges(since=4)] == [5]
    assert recorder.dropped == 3


def test_of_too_many_bytes_of_heads_the_oldest_exchanges_are_dropped() -> None:
    recorder = Recorder(bounds=Bounds(heads=3000))
    for _ in range(5):
        asked(recorder.around(answering(b"x")), headers=[(b"host", b"a"), (b"x-long", b"x" * 1200)])
    assert [one.number for one in recorder.exchanges()] == [4, 5]
    assert recorder.dropped == 3


def test_of_a_large_body_the_beginning_is_kept_and_the_size() -> None:
    recorder = Recorder(bounds=Bounds(body=4))
    asked(recorder.around(answering(b"123", b"456")), b"posted")
    one = only(recorder)
    assert (one.request_body, one.request_size, one.body, one.size) == (b"post", 6, b"1234", 6)


def test_of_too_many_bytes_the_oldest_bodies_go_and_their_sizes_stay() -> None:
    recorder = Recorder(bounds=Bounds(bodies=10))
    for _ in range(3):
        asked(recorder.around(answering(b"12345")))
    assert [(one.body, one.size) for one in recorder.exchanges()] == [(b"", 5), (b"12345", 5), (b"12345", 5)]
    recorder.clear()
    for _ in range(2):
        asked(recorder.around(answering(b"12345")))
    assert [one.body for one in recorder.exchanges()] == [b"12345", b"12345"]


def test_runs_are_told_apart_and_a_reset_begins_with_the_first() -> None:
    recorder = Recorder()
    app = recorder.around(answering(b""))
    asked(app)
    recorder.run = 2
    asked(app)
    assert [one.run for one in recorder.exchanges()] == [1, 2]
    recorder.clear()
    asked(app)
    assert [(one.number, one.run) for one in recorder.exchanges()] == [(3, 2)]
    recorder.reset()
    asked(app)
    assert [(one.number, one.run) for one in recorder.exchanges()] == [(1, 1)]


def test_one_can_wait_for_what_came_and_for_what_will_come() -> None:
    recorder = Recorder()
    app = recorder.around(answering(b"", status=404))
    asked(app)
    assert recorder.wait_for(lambda one: one.status == 404, 0) == only(recorder)
    assert recorder.wait_for(lambda one: one.status == 404, 0.01, since=1) is None
    later = threading.Timer(0.05, asked, (app,))
    later.start()
    found = recorder.wait_for(lambda one: one.ended is not None, 20, since=1)
    later.join()
    assert found is not None
    assert found.number == 2


def test_who_listens_is_told_of_each_that_has_ended() -> None:
    recorder = Recorder()
    told: list[Served] = []
    recorder.on_end.append(told.append)
    asked(recorder.around(answering(b"")))
    asked(recorder.around(answering(b"1", last=False)))
    assert [(one.number, one.whole) for one in told] == [(1, True), (2, False)]


def test_many_threads_have_each_a_number_of_their_own() -> None:
    recorder = Recorder()
    app = recorder.around(answering(b"x"))
    threads: Sequence[threading.Thread] = [
        threading.Thread(target=lambda: [asked(app) for _ in range(20)]) for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.number for one in recorder.exchanges()] == list(range(1, 161))
    assert all(one.whole and one.status == 200 for one in recorder.exchanges())
