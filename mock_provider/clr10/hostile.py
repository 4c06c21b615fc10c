"""Attacks with responses of the API: too much, too deep, elsewhere, or made to be shown."""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from mock_provider.clr10 import FACTS
from mock_provider.hostile.asgi import Scene, at
from mock_provider.hostile.model import HANG, LOOP, MEMORY, SHOWN, STRAYS, TRACE, attacking
from mock_provider.hostile.texts import ESCAPES, MARKUP

MANY = 10_000_000


@at("getClrs")
async def _endless_body(scene: Scene) -> None:
    start = f'{{"@context": "{FACTS.context_url}", "clrs": ['.encode()
    await scene.answer(itertools.chain([start], itertools.repeat(b'{"id": "urn:x"}, ' * 4000)))


@at("getClrs")
async def _one_byte_a_second(scene: Scene) -> None:
    await scene.answer((bytes([letter]) for letter in itertools.cycle(b'{"@context": ')), pause=1.0)


@at("getClrs", "getDiscoveryDocument")
async def _bomb(scene: Scene) -> None:
    await scene.answer(_compressed(), content_encoding="gzip")


def _compressed() -> Iterator[bytes]:
    """Ten gibibytes of blanks in ten mebibytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    blanks = b" " * (1024 * 1024)
    for _ in range(10 * 1024):
        yield packer.compress(blanks)
    yield packer.flush()


@at("getClrs")
async def _header_flood(scene: Scene) -> None:
    headers = [(b"x-flood-%d" % number, b"a" * 30) for number in range(20_000)]
    await scene.send({"type": "http.response.start", "status": 200, "headers": headers})
    await scene.send({"type": "http.response.body", "body": b"{}"})


@at("getClrs")
async def _next_to_itself(scene: Scene) -> None:
    query = scene.scope["query_string"].decode("latin-1")
    url = f"{scene.origin}{scene.scope['path']}?{query}"
    await scene.changed(bytes, {"link": f'<{url}>; rel="next", <{url}>; rel="first", <{url}>; rel="last"'})


@at("getClrs")
async def _next_elsewhere(scene: Scene) -> None:
    url = f"{scene.elsewhere}{FACTS.base_path}/clrs?limit=1"
    await scene.changed(bytes, {"link": f'<{url}>; rel="next", <{url}>; rel="first", <{url}>; rel="last"'})


@at("getClrs")
async def _ten_million(scene: Scene) -> None:
    query = dict(parse_qsl(scene.scope["query_string"].decode("latin-1")))
    limit, offset = (_number(query.get(name, ""), usual) for name, usual in (("limit", 100), ("offset", 0)))
    url = f"{scene.origin}{scene.scope['path']}?limit={limit}&offset="
    link = f'<{url}{offset + limit}>; rel="next", <{url}0>; rel="first", <{url}{MANY - limit}>; rel="last"'
    clrs = [_clr(scene, number) for number in range(offset, offset + limit)]
    body = json.dumps({"@context": FACTS.context_url, "clrs": clrs}).encode()
    await scene.answer(body, link=link, x_total_count=str(MANY))


@at("getClrs")
async def _ten_million_at_once(scene: Scene) -> None:
    start = f'{{"@context": "{FACTS.context_url}", "clrs": ['.encode()
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


@at("getClrs", "getDiscoveryDocument")
async def _deep(scene: Scene) -> None:
    await scene.answer(b'{"clrs":' * 200_000 + b"1" + b"}" * 200_000)


@at("getClrs")
async def _wide(scene: Scene) -> None:
    members = ",".join(f'"m{number}": [{{}}]' for number in range(200_000))
    await scene.answer(b"{" + members.encode() + b', "clrs": []}')


@at("getClrs")
async def _odd_numbers(scene: Scene) -> None:
    digits = b"9" * 1_000_000
    body = b'{"@context": 1e999999999, "clrs": [{"id": %s, "issuedOn": -0.0, "partial": %s.%s}]}' % ((digits,) * 3)
    await scene.answer(body, x_total_count=digits[:60_000].decode(), retry_after=digits[:1000].decode())


@at("getClrs", "getClr", "getDiscoveryDocument")
async def _surrogates(scene: Scene) -> None:
    await scene.changed(lambda body: _named(body, "\ud800 \udfff \x00 \ufffe \ud83d"))


@at("getClrs", "getClr", "getDiscoveryDocument", "getAssertion")
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


@at("getClrs", "getClr", "getDiscoveryDocument")
async def _changes(scene: Scene) -> None:
    turn = scene.memory["turn"] = scene.memory.get("turn", 0) + 1
    bodies = (b"", b"[]", b"null", b'{"clrs": {}}', b"\xff\xfe{\x00}\x00")
    await (scene.go_on() if turn % 2 else scene.answer(bodies[turn // 2 % len(bodies)], link="<>;;;,,rel"))


@at("getClrs", "getClr", "postClr", "deleteClr")
async def _always_401(scene: Scene) -> None:
    challenge = 'Bearer error="invalid_token"'
    await scene.answer(b"{}", status=401, www_authenticate=challenge)


@at("getDiscoveryDocument")
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
    @at("getDiscoveryDocument")
    async def attack(scene: Scene) -> None:
        place = {member: f"{scene.elsewhere}/oauth/token"}
        await scene.changed(lambda body: json.dumps({**json.loads(body), **place}).encode())

    return attack


HOSTILE = (
    attacking("endless-body", "The list of CLRs never ends", MEMORY, _endless_body),
    attacking("one-byte-a-second", "The list of CLRs comes one byte a second", HANG, _one_byte_a_second),
    attacking("compression-bomb", "Ten mebibytes unpack to ten gibibytes", MEMORY, _bomb),
    attacking("header-flood", "An answer has 20 000 header lines", MEMORY, _header_flood),
    attacking("next-to-itself", "next points at the page itself", LOOP, _next_to_itself),
    attacking("next-elsewhere", "next points at another host", STRAYS, _next_elsewhere),
    attacking("ten-million-pages", "There are ten million CLRs, and always a next page", LOOP, _ten_million),
    attacking("ten-million-at-once", "Ten million CLRs come on one page", MEMORY, _ten_million_at_once),
    attacking("deep-json", "JSON is nested 200 000 levels deep", TRACE, _deep),
    attacking("wide-json", "A JSON object has 200 000 members", MEMORY, _wide),
    attacking("odd-numbers", "Numbers have a million digits", TRACE, _odd_numbers),
    attacking("lone-surrogates", "Texts hold lone surrogates and NUL", TRACE, _surrogates),
    attacking("markup-in-json", "Names, ids and member names hold HTML and terminal escapes", SHOWN, _markup),
    attacking("markup-in-errors", "Errors hold HTML and terminal escapes", SHOWN, _markup_in_errors),
    attacking("changing-answers", "Equal requests get different answers, half of them no documents", TRACE, _changes),
    attacking("always-401", "Every token is refused as invalid", LOOP, _always_401),
    attacking(
        "link-local-discovery",
        "Discovery points at link-local and private addresses, files and other protocols",
        STRAYS,
        _link_local,
    ),
    attacking("token-url-elsewhere", "Discovery points at another host for tokens", STRAYS, _elsewhere("tokenUrl")),
)
