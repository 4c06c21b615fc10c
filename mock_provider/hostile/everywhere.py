"""Attacks at the login, at tokens and at every path: too much, too often, or made to be shown."""

from __future__ import annotations

import itertools
import json
from urllib.parse import parse_qsl

from mock_provider.hostile.asgi import Scene, at
from mock_provider.hostile.model import HANG, LOOP, MEMORY, SHOWN, STRAYS, TRACE, attacking
from mock_provider.hostile.texts import MARKUP

_HTML = "text/html; charset=utf-8"


async def _redirect_loop(scene: Scene) -> None:
    turn = int(dict(parse_qsl(scene.scope["query_string"].decode("latin-1"))).get("turn", "0"))
    await scene.answer(b"", status=302, location=f"{scene.origin}/?turn={(turn + 1) % 7}")


@at("token")
async def _markup_in_tokens(scene: Scene) -> None:
    token = {"access_token": MARKUP, "refresh_token": f"\"'>{MARKUP}", "token_type": MARKUP, "scope": MARKUP}
    await scene.answer(json.dumps(token).encode(), content_type="application/json")


@at("token")
async def _newlines_in_tokens(scene: Scene) -> None:
    token = {"access_token": "a\r\nX-Injected: yes\r\n\r\n\u2028", "token_type": "Bearer", "scope": "x\ny"}
    await scene.answer(json.dumps(token).encode(), content_type="application/json")


@at("login")
async def _endless_login_page(scene: Scene) -> None:
    piece = b"<form method=post><input name=username><input type=password name=password></form>" * 200
    await scene.answer(itertools.repeat(piece), content_type=_HTML)


@at("login", "authorize", "consent")
async def _login_for_ever(scene: Scene) -> None:
    number = scene.memory["page"] = scene.memory.get("page", 0) + 1
    page = (
        f'<form method="post" action="/oauth/login?page={number}"><input name="username"><input name="pin{number}">'
        f'<input type="password" name="password"><input name="field{number}"><button>Next</button></form>'
    )
    await scene.answer(page.encode(), content_type=_HTML)


@at("login")
async def _hard_page(scene: Scene) -> None:
    page = b"<div>" * 200_000 + b"<a href='/x'" * 20_000 + b"<form><select name=a>" + b"<option>" * 50_000
    await scene.answer(page, content_type=_HTML)


@at("login", "authorize")
async def _cookie_flood(scene: Scene) -> None:
    number = scene.memory["page"] = scene.memory.get("page", 0) + 1
    headers = [(b"set-cookie", b"c%d-%d=%s" % (number, one, b"x" * 100)) for one in range(200)]
    location = (b"location", f"/oauth/authorize?n={number}".encode())
    await scene.send({"type": "http.response.start", "status": 302, "headers": [*headers, location]})
    await scene.send({"type": "http.response.body", "body": b""})


async def _every_third(scene: Scene) -> None:
    scene.memory["seen"] = scene.memory.get("seen", 0) + 1
    if scene.memory["seen"] % 3:
        await scene.go_on()
    else:
        await scene.answer(b"<h1>Internal Server Error</h1>", status=500, content_type=_HTML)


async def _asks_to_wait(scene: Scene) -> None:
    await scene.answer(b"{}", status=429, retry_after="999999999")


@at("token")
async def _dead_tokens(scene: Scene) -> None:
    await scene.changed(lambda body: json.dumps({**json.loads(body), "expires_in": -1}).encode())


HOSTILE = (
    attacking("redirect-loop", "Every request is redirected round a circle", LOOP, _redirect_loop),
    attacking("markup-in-tokens", "Tokens hold HTML", SHOWN, _markup_in_tokens),
    attacking("newlines-in-tokens", "Tokens hold line ends and a header of their own", STRAYS, _newlines_in_tokens),
    attacking("endless-login-page", "The login page never ends", MEMORY, _endless_login_page),
    attacking("login-for-ever", "After each login page comes another one", LOOP, _login_for_ever),
    attacking("hard-login-page", "The login page is nested 200 000 levels deep and broken", TRACE, _hard_page),
    attacking("cookie-flood", "Every page sets 200 new cookies and redirects", MEMORY, _cookie_flood),
    attacking("every-third-500", "Every third request is answered 500", TRACE, _every_third),
    attacking("asks-to-wait", "Everything is answered 429 with Retry-After of 31 years", HANG, _asks_to_wait),
    attacking("dead-tokens", "Tokens have expired when they are issued", LOOP, _dead_tokens),
)
