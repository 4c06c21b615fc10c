"""What is broken in the authorization server of the mock, for the tests of the OAuth suites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from mock_provider.resource.access import Gate

from .conftest import Breakage, Told, on, told

SERVICE = {"client_id": "service", "client_secret": "a-secret-of-the-service", "client_acts_for": "mira"}
"""Settings of a mock that knows a client for the client credentials grant."""

Wrong = Callable[[pytest.MonkeyPatch], Breakage | None]


def patched(where: Any, name: str, value: Any) -> Wrong:
    """A mock with one of its functions replaced."""
    return lambda monkeypatch: monkeypatch.setattr(where, name, value)


def answers(method: str, path: str, change: Callable[[Told], object]) -> Wrong:
    """A mock whose answers to one method and path are changed."""
    return lambda monkeypatch: on(method, path, change)


def without_header(name: str) -> Callable[[Told], object]:
    """A change: the answer lacks a header."""

    def change(answer: Told) -> None:
        if name in answer.headers:
            del answer.headers[name]

    return change


def redirects(change: Callable[[dict[str, str]], object]) -> Wrong:
    """A mock whose redirects to the client carry other parameters."""

    def changed(answer: Told) -> None:
        location = answer.headers.get("location", "")
        if location.startswith("https://consumer.invalid/"):
            parts = urlsplit(location)
            params = dict(parse_qsl(parts.query))
            change(params)
            answer.headers["location"] = parts._replace(query=urlencode(params)).geturl()

    return lambda monkeypatch: told(changed)


def remembers_every_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resource server that never looks a token up twice."""
    known: dict[str, object] = {}
    look_up = Gate._token

    def token(gate: Gate, header: str) -> object:
        found = look_up(gate, header)
        if found is not None:
            known[header] = found
        return known.get(header)

    monkeypatch.setattr(Gate, "_token", token)


def names(judged: Any, monkeypatch: pytest.MonkeyPatch, wrong: Wrong, named: Mapping[str, str]) -> None:
    """Judge the mock that is wrong in this way: these requirements (without ``CLR10-``) get these verdicts."""
    ids = {f"CLR10-{short}": verdict for short, verdict in named.items()}
    found = judged(wrong(monkeypatch), list(ids), owner="amal", settings=SERVICE)

    assert {one: (found[one].value, found.why(one)) for one in ids} == {
        one: (verdict, found.why(one)) for one, verdict in ids.items()
    }


def right(judged: Any, area: str) -> None:
    """Judge the mock as it is: every requirement of the area passes or does not apply."""
    found = judged(None, [area], owner="amal", settings=SERVICE)
    verdicts = {one: verdict for one, verdict in found.items() if one.startswith(f"CLR10-{area}-")}

    assert {one: found.why(one) for one, verdict in verdicts.items() if verdict not in ("pass", "excluded")} == {}
    assert "pass" in verdicts.values()
