"""Who may speak with the console: pages of its own, on this machine, that know its token."""

from __future__ import annotations

import hmac
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_READING: Final = ("GET", "HEAD")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets in who names this machine as the host, comes from no other site, and has the token.

    The page at ``open_path`` is for everybody, since it holds nothing; it brings the token along from its address.
    A name that leads to this machine by a DNS record of somebody else is refused, whatever it knows.
    """

    def __init__(self, app: ASGIApp, token: str, open_path: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()
        self._open_path = open_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, hardened)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if _name(headers.get("host", "")) not in _OWN_NAMES:
            return _refused(403, "the console answers to 127.0.0.1 and localhost only")
        if not _from_here(scope["method"], headers):
            return _refused(403, "this request comes from another site")
        if scope["path"] == self._open_path and scope["method"] in _READING:
            return None
        if not hmac.compare_digest(headers.get("authorization", "").encode("latin-1"), self._wanted):
            return _refused(401, "open the address that the command printed; it holds the token of this start")
        return None


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _from_here(method: str, headers: Headers) -> bool:
    """Whether a request is of a page of the console itself; who reads need not say where it comes from."""
    origin = headers.get("origin")
    if origin is None:
        return method in _READING
    return origin == f"http://{headers['host']}" and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status, {"WWW-Authenticate": "Bearer"} if status == 401 else None)
