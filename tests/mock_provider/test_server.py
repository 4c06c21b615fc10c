"""What is served on loopback beside the mock, and how it ends."""

from __future__ import annotations

import asyncio
import threading
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mock_provider.listening import ServeError
from mock_provider.server import at_port


async def hello(_: Request) -> Response:
    return PlainTextResponse("hello")


def test_an_app_is_there_as_long_as_the_block_lasts() -> None:
    with at_port(Starlette(routes=[Route("/", hello)])) as origin:
        assert urlsplit(origin).hostname == "127.0.0.1"
        assert httpx.get(origin).text == "hello"
    with pytest.raises(httpx.ConnectError):
        httpx.get(origin)


def test_a_port_that_is_taken_is_said_so() -> None:
    with at_port(Starlette()) as origin:
        port = urlsplit(origin).port or 0
        with pytest.raises(ServeError, match=f"port {port}"), at_port(Starlette(), port):
            pass


def test_a_request_that_is_being_answered_is_answered_before_the_end() -> None:
    begun, go_on = threading.Event(), threading.Event()
    found: list[str] = []

    async def slow(_: Request) -> Response:
        begun.set()
        await asyncio.to_thread(go_on.wait)
        return PlainTextResponse("at last")

    with at_port(Starlette(routes=[Route("/", slow)])) as origin:
        asking = threading.Thread(target=lambda: found.append(httpx.get(origin, timeout=60).text))
        asking.start()
        begun.wait()
        threading.Timer(0.05, go_on.set).start()
    asking.join()
    assert found == ["at last"]
