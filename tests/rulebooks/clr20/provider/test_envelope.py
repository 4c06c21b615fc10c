"""A server of Open Badges 3.0 has the same API under other names, and is judged by the same checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from conformance.plan import Plan
from conformance.standard import facts
from tests.suites.conftest import Judged

ENVELOPE = "ob-v3p0"
SLASHES = ("/", "%2F", "%252F")
"""A slash as it stands in JSON and in paths, in a query, and in a query that stands in a form."""

Judge = Callable[..., Judged]


def renamed(text: bytes, *, back: bool = False) -> bytes:
    """The bytes with the names of CLR 2.0, or (``back``) with those of Open Badges 3.0."""
    old, new = (("clr", "v2p0"), ("ob", "v3p0")) if back else (("ob", "v3p0"), ("clr", "v2p0"))
    for slash in SLASHES:
        for before, behind in (("spec", "scope"), ("ims", "")):
            one, other = (slash.join((before, *name, behind)) for name in (old, new))
            text = text.replace(one.rstrip(slash).encode(), other.rstrip(slash).encode())
    return text


class AsOpenBadges:
    """The mock of CLR 2.0 under the names of Open Badges 3.0."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One exchange, with names changed on the way in and on the way out."""
        body = renamed(await _whole(receive))
        path = renamed(scope["path"].encode())
        length = (b"content-length", str(len(body)).encode())
        inside = {
            **scope,
            "path": path.decode(),
            "raw_path": path,
            "query_string": renamed(scope["query_string"]),
            "headers": [*_but(scope["headers"], b"content-length"), *([length] if body else [])],
        }
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def once() -> Any:
            return next(given, {"type": "http.disconnect"})

        sent: list[Any] = []

        async def keep(message: Any) -> None:
            sent.append(message)

        await self._app(inside, once, keep)
        content = renamed(b"".join(message.get("body", b"") for message in sent), back=True)
        start = next(message for message in sent if message["type"] == "http.response.start")
        headers = [(name, renamed(value, back=True)) for name, value in _but(start["headers"], b"content-length")]
        await send({**start, "headers": [*headers, (b"content-length", str(len(content)).encode())]})
        await send({"type": "http.response.body", "body": content})


async def _whole(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _but(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[tuple[bytes, bytes]]:
    return [(each, value) for each, value in headers if each.lower() != name]


def within(plan: Plan) -> Plan:
    """The plan for the envelope."""
    here = facts("clr20")
    url = plan.target.url.replace(here.base_path, here.within(ENVELOPE).base_path)
    return replace(plan, target=replace(plan.target, url=url, envelope=ENVELOPE))


READING = [*(f"CLR20-API-{number:02}" for number in (1, 3, 4, 5, 7, 8, 9, *range(11, 21), 34, 37, 41, 44)), "SDD"]


def test_its_names_are_its_own_and_all_is_decided(judged: Judge) -> None:
    found = judged(select=READING, claims={"write": False}, change=within, around=AsOpenBadges)

    assert not found.named
    assert not found.undecided()


@pytest.mark.parametrize(
    ("fault", "row"), [("api-links-relative", "CLR20-API-19"), ("sdd-short-scopes", "CLR20-SDD-06")]
)
def test_its_faults_have_the_same_rows(judged: Judge, fault: str, row: str) -> None:
    found = judged(fault, select=[row], change=within, around=AsOpenBadges)

    assert found.named == {row}
