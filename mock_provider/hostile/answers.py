"""Attacks with HTTP answers: too much, too deep, too often, elsewhere, or made to be shown."""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from mock_provider.hostile.asgi import Attack, Scene
from mock_provider.hostile.model import Hostile
from mock_provider.http.status import CONTEXT

MANY = 10_000_000
MARKUP = "<script>alert('pwned')</script><img src=x onerror=alert(1)>"
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b[31mALL PASSED\x1b[0m\x9b2J\u202e"
_HTML = "text/html; charset=utf-8"
_LISTS = ("getClrs", "getClr")


def _at(*operations: str) -> Callable[[Attack], Attack]:
    """Attacks at these operations only."""

    def only(attack: Attack) -> Attack:
        async def attacking(scene: Scene) -> None:
            await (attack(scene) if scene.operation in operations else scene.go_on())

        return attacking

    return only


@_at("getClrs")
async def _endless_body(scene: Scene) -> None:
    start = f'{{"@context": "{CONTEXT}", "clrs": ['.encode()
    await scene.answer(itertools.chain([start], itertools.repeat(b'{"id": "urn:x"}, ' * 4000)))


@_at("getClrs")
async def _one_byte_a_second(scene: Scene) -> None:
    await scene.answer((bytes([letter]) for letter in itertools.cycle(b'{"@context": ')), pause=1.0)


@_at("getClrs", "getDiscoveryDocument")
async def _bomb(scene: Scene) -> None:
    await scene.answer(_compressed(), content_encoding="gzip")


def _compressed() -> Iterator[bytes]:
    """Ten gibibytes of blanks in ten mebibytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    blanks = b" " * (1024 * 1024)
    for _ in range(10 * 1024):
        yield packer.compress(blanks)
    yield packer.flush()


@_at("getClrs")
async def _header_flood(scene: Scene) -> None:
    headers = [(b"x-flood-%d" % number, b"a" * 30) for number in range(20_000)]
    await scene.send({"type": "http.response.start", "status": 200, "headers": headers})
    await scene.send({"type": "http.response.body", "body": b"{}"})


async def _redirect_loop(scene: Scene) -> None:
    turn = int(dict(parse_qsl(scene.scope["query_string"].decode("latin-1"))).get("turn", "0"))
    await scene.answer(b"", status=302, location=f"{scene.origin}/?turn={(turn + 1) % 7}")


@_at("getClrs")
async def _next_to_itself(scene: Scene) -> None:
    query = scene.scope["query_string"].decode("latin-1")
    url = f"{scene.origin}{scene.scope['path']}?{query}"
    await scene.changed(bytes, {"link": f'<{url}>; rel="next", <{url}>; rel="first", <{url}>; rel="last"'})


@_at("getClrs")
async def _next_elsewhere(scene: Scene) -> None:
    url = f"{scene.elsewhere}/ims/clr/v1p0/clrs?limit=1"
    await scene.changed(bytes, {"link": f'<{url}>; rel="next", <{url}>; rel="first", <{url}>; rel="last"'})


@_at("getClrs")
async def _ten_million(scene: Scene) -> None:
    query = dict(parse_qsl(scene.scope["query_string"].decode("latin-1")))
    limit, offset = (_number(query.get(name, ""), usual) for name, usual in (("limit", 100), ("offset", 0)))
    url = f"{scene.origin}{scene.scope['path']}?limit={limit}&offset="
    link = f'<{url}{offset + limit}>; rel="next", <{url}0>; rel="first", <{url}{MANY - limit}>; rel="last"'
    clrs = [_clr(scene, number) for number in range(offset, offset + limit)]
    body = json.dumps({"@context": CONTEXT, "clrs": clrs}).encode()
    await scene.answer(body, link=link, x_total_count=str(MANY))


@_at("getClrs")
async def _ten_million_at_once(scene: Scene) -> None:
    start = f'{{"@context": "{CONTEXT}", "clrs": ['.encode()
    clrs = (json.dumps(_clr(scene, number)).encode() + b"," for number in range(MANY))
    await scene.answer(itertools.chain([start], clrs, [b"{}]}"]), x_total_count=str(MANY))


def _number(text: str, usual: int) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 9 else usual


def _clr(scene: Scene, number: int) -> dict[str, Any]:
    profile = {"id": f"urn:uuid:{number:08x}-0000-4000-8000-000000000000", "type": "Profile"}
    return {
        "id": f"{scene.origin}{scene.scope['path']}/{number}",
        "type": "Clr",
        "issuedOn": "2020-01-01T00:00:00Z",
        "learner": profile,
        "publisher": profile,
    }


@_at("getClrs", "getDiscoveryDocument")
async def _deep(scene: Scene) -> None:
    await scene.answer(b'{"clrs":' * 200_000 + b"1" + b"}" * 200_000)


@_at("getClrs")
async def _wide(scene: Scene) -> None:
    members = ",".join(f'"m{number}": [{{}}]' for number in range(200_000))
    await scene.answer(b"{" + members.encode() + b', "clrs": []}')


@_at("getClrs")
async def _odd_numbers(scene: Scene) -> None:
    digits = b"9" * 1_000_000
    body = b'{"@context": 1e999999999, "clrs": [{"id": %s, "issuedOn": -0.0, "partial": %s.%s}]}' % ((digits,) * 3)
    await scene.answer(body, x_total_count=digits[:60_000].decode(), retry_after=digits[:1000].decode())


@_at("getClrs", "getClr", "getDiscoveryDocument")
async def _surrogates(scene: Scene) -> None:
    await scene.changed(lambda body: _named(body, "\ud800 \udfff \x00 \ufffe \ud83d"))


@_at("getClrs", "getClr", "getDiscoveryDocument", "getAssertion")
async def _markup(scene: Scene) -> None:
    await scene.changed(lambda body: _named(body, f"{ESCAPES}{MARKUP}]]><!--"))


def _named(body: bytes, text: str) -> bytes:
    """Every name, id and description says this; what is not JSON stays."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_painted(value, text)).encode("ascii")


def _painted(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {
            name: text + str(entry) if name in ("name", "id", "description") else _painted(entry, text)
            for name, entry in value.items()
        } | {text: text}
    return [_painted(entry, text) for entry in value] if isinstance(value, list) else value


async def _markup_in_errors(scene: Scene) -> None:
    if scene.operation in ("getClrs", "getClr", "postClr", "deleteClr", "token", "register"):
        text = json.dumps({"error": MARKUP + ESCAPES, "error_description": ESCAPES + MARKUP, MARKUP: ESCAPES})
        await scene.answer(text.encode(), status=418, content_type=f"text/html;{MARKUP.replace(chr(39), '')}")
        return
    await scene.go_on()


@_at("token")
async def _markup_in_tokens(scene: Scene) -> None:
    token = {"access_token": MARKUP, "refresh_token": f"\"'>{MARKUP}", "token_type": MARKUP, "scope": MARKUP}
    await scene.answer(json.dumps(token).encode(), content_type="application/json")


@_at("token")
async def _newlines_in_tokens(scene: Scene) -> None:
    token = {"access_token": "a\r\nX-Injected: yes\r\n\r\n\u2028", "token_type": "Bearer", "scope": "x\ny"}
    await scene.answer(json.dumps(token).encode(), content_type="application/json")


@_at("login")
async def _endless_login_page(scene: Scene) -> None:
    piece = b"<form method=post><input name=username><input type=password name=password></form>" * 200
    await scene.answer(itertools.repeat(piece), content_type=_HTML)


@_at("login", "authorize", "consent")
async def _login_for_ever(scene: Scene) -> None:
    number = scene.memory["page"] = scene.memory.get("page", 0) + 1
    page = (
        f'<form method="post" action="/oauth/login?page={number}"><input name="username"><input name="pin{number}">'
        f'<input type="password" name="password"><input name="field{number}"><button>Next</button></form>'
    )
    await scene.answer(page.encode(), content_type=_HTML)


@_at("login")
async def _hard_page(scene: Scene) -> None:
    page = b"<div>" * 200_000 + b"<a href='/x'" * 20_000 + b"<form><select name=a>" + b"<option>" * 50_000
    await scene.answer(page, content_type=_HTML)


@_at("login", "authorize")
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


@_at("getClrs", "getClr", "getDiscoveryDocument")
async def _changes(scene: Scene) -> None:
    turn = scene.memory["turn"] = scene.memory.get("turn", 0) + 1
    bodies = (b"", b"[]", b"null", b'{"clrs": {}}', b"\xff\xfe{\x00}\x00")
    await (scene.go_on() if turn % 2 else scene.answer(bodies[turn // 2 % len(bodies)], link="<>;;;,,rel"))


async def _asks_to_wait(scene: Scene) -> None:
    await scene.answer(b"{}", status=429, retry_after="999999999")


@_at("getClrs", "getClr", "postClr", "deleteClr")
async def _always_401(scene: Scene) -> None:
    challenge = 'Bearer error="invalid_token"'
    await scene.answer(b"{}", status=401, www_authenticate=challenge)


@_at("token")
async def _dead_tokens(scene: Scene) -> None:
    await scene.changed(lambda body: json.dumps({**json.loads(body), "expires_in": -1}).encode())


@_at("getDiscoveryDocument")
async def _link_local(scene: Scene) -> None:
    places = {
        "authorizationUrl": "https://169.254.169.254/latest/meta-data/",
        "registrationUrl": "https://[fe80::1]/register",
        "tokenUrl": "http://169.254.169.254/latest/api/token",
        "termsOfServiceUrl": "file:///etc/passwd",
        "privacyPolicyUrl": "gopher://127.0.0.1:6379/_FLUSHALL",
        "image": "https://10.0.0.1/router.png",
    }
    await scene.changed(lambda body: json.dumps({**json.loads(body), **places}).encode())


def _elsewhere(member: str) -> Callable[[Scene], Awaitable[None]]:
    @_at("getDiscoveryDocument")
    async def attack(scene: Scene) -> None:
        place = {member: f"{scene.elsewhere}/oauth/token"}
        await scene.changed(lambda body: json.dumps({**json.loads(body), **place}).encode())

    return attack


_HANG = "A client without time limits hangs for ever."
_MEMORY = "A client without limits of size fills its memory."
_LOOP = "A client that does not count goes round for ever."
_TRACE = "A careless client ends with a traceback."
_SHOWN = "A report or terminal that shows it as it is runs it."
_STRAYS = "A client that goes wherever it is sent carries secrets to strangers, or reaches into the private network."


def _h(hostile_id: str, title: str, why: str, attack: Attack) -> Hostile:
    return Hostile(hostile_id, title, why, attack=attack)


HOSTILE = (
    _h("endless-body", "The list of CLRs never ends", _MEMORY, _endless_body),
    _h("one-byte-a-second", "The list of CLRs comes one byte a second", _HANG, _one_byte_a_second),
    _h("compression-bomb", "Ten mebibytes unpack to ten gibibytes", _MEMORY, _bomb),
    _h("header-flood", "An answer has 20 000 header lines", _MEMORY, _header_flood),
    _h("redirect-loop", "Every request is redirected round a circle", _LOOP, _redirect_loop),
    _h("next-to-itself", "next points at the page itself", _LOOP, _next_to_itself),
    _h("next-elsewhere", "next points at another host", _STRAYS, _next_elsewhere),
    _h("ten-million-pages", "There are ten million CLRs, and always a next page", _LOOP, _ten_million),
    _h("ten-million-at-once", "Ten million CLRs come on one page", _MEMORY, _ten_million_at_once),
    _h("deep-json", "JSON is nested 200 000 levels deep", _TRACE, _deep),
    _h("wide-json", "A JSON object has 200 000 members", _MEMORY, _wide),
    _h("odd-numbers", "Numbers have a million digits", _TRACE, _odd_numbers),
    _h("lone-surrogates", "Texts hold lone surrogates and NUL", _TRACE, _surrogates),
    _h("markup-in-json", "Names, ids and member names hold HTML and terminal escapes", _SHOWN, _markup),
    _h("markup-in-errors", "Errors hold HTML and terminal escapes", _SHOWN, _markup_in_errors),
    _h("markup-in-tokens", "Tokens hold HTML", _SHOWN, _markup_in_tokens),
    _h("newlines-in-tokens", "Tokens hold line ends and a header of their own", _STRAYS, _newlines_in_tokens),
    _h("endless-login-page", "The login page never ends", _MEMORY, _endless_login_page),
    _h("login-for-ever", "After each login page comes another one", _LOOP, _login_for_ever),
    _h("hard-login-page", "The login page is nested 200 000 levels deep and broken", _TRACE, _hard_page),
    _h("cookie-flood", "Every page sets 200 new cookies and redirects", _MEMORY, _cookie_flood),
    _h("every-third-500", "Every third request is answered 500", _TRACE, _every_third),
    _h("changing-answers", "Equal requests get different answers, half of them no documents", _TRACE, _changes),
    _h("asks-to-wait", "Everything is answered 429 with Retry-After of 31 years", _HANG, _asks_to_wait),
    _h("always-401", "Every token is refused as invalid", _LOOP, _always_401),
    _h("dead-tokens", "Tokens have expired when they are issued", _LOOP, _dead_tokens),
    _h(
        "link-local-discovery",
        "Discovery points at link-local and private addresses, files and other protocols",
        _STRAYS,
        _link_local,
    ),
    _h("token-url-elsewhere", "Discovery points at another host for tokens", _STRAYS, _elsewhere("tokenUrl")),
)
