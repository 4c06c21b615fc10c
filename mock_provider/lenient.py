"""A milder mock for clients that exist: what a strict provider refuses is taken, and each time it says so."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.oauth.messages import MAX_BODY

HEADER = "x-clr-mock-lenient"
"""Names in a response what was taken though a strict provider would not."""

_WITH_SECRET = ("/oauth/token", "/oauth/revoke")
_REGISTER = "/oauth/register"
_log = logging.getLogger(__name__)


class Lenient:
    """Wraps the mock: rewrites requests into what it takes, and tells in a header and in the log what that was.

    Below ``base_path`` an Accept header that is missing or says application/json counts as ``media_type``. A
    ``client_secret`` in the body counts as HTTP Basic, a registration for ``client_secret_post`` as one for
    ``client_secret_basic``.
    """

    def __init__(self, app: ASGIApp, base_path: str, media_type: str) -> None:
        self._app = app
        self._base_path = base_path
        self._media_type = media_type

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken, headers, onward = "", Headers(scope=scope).mutablecopy(), receive
        if scope["path"].startswith(f"{self._base_path}/"):
            taken = _accept(headers, self._media_type)
        elif scope["method"] == "POST" and scope["path"] in (*_WITH_SECRET, _REGISTER):
            body, onward = await _read(receive)
            taken, changed = _client(scope["path"], headers, body)
            if taken:
                headers["content-length"] = str(len(changed))
                onward = _whole(changed)
        if not taken:
            await self._app(scope, onward, send)
            return
        _log.warning("%s %s: %s", scope["method"], scope["path"], taken)
        await self._app({**scope, "headers": headers.raw}, onward, _with_note(taken, send))


def _accept(headers: MutableHeaders, media_type: str) -> str:
    """What is taken of the Accept header, empty when it is right; it says the media type afterwards."""
    came = headers.getlist("accept")
    named = ",".join(came).lower()
    if media_type in named or "*" in named or (came and "application/json" not in named):
        return ""
    headers["accept"] = media_type
    what = "Accept names application/json only" if came else "Accept is missing"
    return f"{what}; a strict provider answers 406"


def _client(path: str, headers: MutableHeaders, body: bytes) -> tuple[str, bytes]:
    return _registration(body) if path == _REGISTER else _secret(headers, body)


def _secret(headers: MutableHeaders, body: bytes) -> tuple[str, bytes]:
    pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
    form = dict(pairs)
    if "authorization" in headers or not {"client_id", "client_secret"} <= form.keys():
        return "", body
    credentials = f"{quote(form['client_id'], safe='')}:{quote(form['client_secret'], safe='')}"
    headers["authorization"] = f"Basic {base64.b64encode(credentials.encode()).decode()}"
    rest = urlencode([(name, value) for name, value in pairs if name != "client_secret"])
    return "client_secret came in the body; a strict provider answers 401", rest.encode()


def _registration(body: bytes) -> tuple[str, bytes]:
    metadata = _json(body)
    if not isinstance(metadata, Mapping) or metadata.get("token_endpoint_auth_method") != "client_secret_post":
        return "", body
    basic = {**metadata, "token_endpoint_auth_method": "client_secret_basic"}
    return "client_secret_post is registered as client_secret_basic; a strict provider answers 400", json.dumps(
        basic
    ).encode()


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The body, empty when it is not there whole or is more than the mock takes; and a way to read it all again."""
    messages: list[Message] = []
    size = 0
    while size <= MAX_BODY:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    again = iter(messages)

    async def replay() -> Message:
        message = next(again, None)
        return message if message is not None else await receive()

    came = all(message["type"] == "http.request" for message in messages)  # else the client has left
    whole = came and size <= MAX_BODY
    return b"".join(message.get("body", b"") for message in messages) if whole else b"", replay


def _whole(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _with_note(taken: str, send: Send) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append(HEADER, taken)
        await send(message)

    return noted
