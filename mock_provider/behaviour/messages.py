"""Between ASGI and the open request and response: what comes in is read whole, what goes out is as it was left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import Message, Receive, Scope, Send

from mock_provider.behaviour.exchange import Request, Response, query_of, rewritten

CLOSE = "clr.close"
"""The extension of an ASGI scope that closes its connection without the end of the response."""
BODYLESS = (204, 304)
MAX_BODY = 64 * 1024 * 1024
_MOST_ENDLESS = 192 * 1024 * 1024
_ENDLESS_PAUSE = 0.01


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; ``None`` when the client is gone before its end."""
    body = bytearray()
    while len(body) <= MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body)


def changed_scope(scope: Scope, request: Request) -> Scope:
    """The ASGI scope of a request that a fault has changed."""
    if request.body or "content-length" in request.headers:
        request.headers["content-length"] = str(len(request.body))
    changed: dict[str, Any] = {"method": request.method, "headers": request.headers.raw}
    # What no fault has changed stays as it was sent: escapes and repeated parameters mean something.
    if request.path != scope["path"]:
        changed |= {"path": request.path, "raw_path": request.path.encode()}
    if request.query != query_of(scope):
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        changed["query_string"] = urlencode(rewritten(pairs, request.query)).encode()
    return {**scope, **changed}


def replay(body: bytes, receive: Receive) -> Receive:
    """Gives the whole body once, and then what the client does next."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def send_changed(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Puts a response on the wire as the faults want it: after a pause, in pieces, cut off, with names spelled anew."""
    method = scope["method"]
    if response.pause:
        await asyncio.sleep(response.pause)
    if response.pieces > 1 or response.endless:
        del response.headers["content-length"]
    elif response.status not in BODYLESS and method != "HEAD":
        response.headers["content-length"] = str(len(response.body))
    headers = _spelled(response.headers.raw, response.spelling) if response.spelling else response.headers.raw
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = b"" if method == "HEAD" else response.body
    if response.cut and body:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        end_connection(scope)
        return
    size = max(1, -(-len(body) // response.pieces))
    for start in range(0, len(body), size):
        more = start + size < len(body) or bool(response.endless)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": more})
    if body and response.endless:
        await _send_on(response.endless, receive, send)
    if not body or response.endless:
        await send({"type": "http.response.body", "body": b""})


async def _send_on(again: bytes, receive: Receive, send: Send) -> None:
    """The same bytes again and again until the client leaves; one that has taken very many of them is let go."""
    gone = asyncio.ensure_future(receive())
    try:
        for _ in range(_MOST_ENDLESS // len(again)):
            if gone.done():
                return
            await send({"type": "http.response.body", "body": again, "more_body": True})
            await asyncio.sleep(_ENDLESS_PAUSE)
    finally:
        gone.cancel()


def end_connection(scope: Scope) -> None:
    """Closes the connection of a request whose response is not complete, where there is a connection."""
    close: Callable[[], None] | None = scope.get("extensions", {}).get(CLOSE)
    if close is not None:
        close()


class _Spelled(bytes):
    """A header name that stays as it is spelled: uvicorn would write it in lower case."""

    def lower(self) -> bytes:
        return self


def _spelled(headers: Iterable[tuple[bytes, bytes]], spelling: Callable[[bytes], bytes]) -> list[tuple[bytes, bytes]]:
    """The headers with their names spelled anew, but for the two that uvicorn itself reads."""
    own = (b"content-length", b"connection")
    return [(name if name in own else _Spelled(spelling(name)), value) for name, value in headers]
