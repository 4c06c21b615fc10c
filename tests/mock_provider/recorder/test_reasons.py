"""Each refusal of the API and of the authorization server has its reason, in one line and without a secret."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from authlib.common.errors import AuthlibBaseError

import mock_provider
from mock_provider.http.status import Refusal
from mock_provider.oauth.messages import MessageError
from mock_provider.oauth.registration import RegistrationError
from mock_provider.recorder.lines import TextLines
from mock_provider.signing import SignatureError
from mock_provider.testing import mock_in_process
from tests.mock_provider.recorder.refusals import CANARY, TABLES, Desk

ROOT = Path(mock_provider.__file__).parent
CASES = [(table, words) for table, cases in TABLES.items() for words in cases]
REFUSING = (Refusal, MessageError, RegistrationError, AuthlibBaseError, SignatureError)
HIT: set[tuple[str, int]] = set()
"""File and line of all that stood on the stack when a refusal was made."""

ELSEWHERE = {
    "this provider has no dynamic registration": "needs another start of the mock; see below",
    "has expired; it lives": "needs a clock that moves; tests of the authorization server have one",
    "raise _unknown()": "said by two places, one of them when another request is faster",
    "the payload's verification has to be of type": "a right signature over a wrong verification",
    "raise InvalidScopeError()": "a refresh token without scopes is never given out",
}
"""Refusals that the tables cannot have, by words of their source."""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch, mock_in_process(max_body=100_000) as mock:
        for kind in REFUSING:
            patch.setattr(kind, "__init__", _noting(kind.__init__))
        yield Desk(mock)


def _noting(init: Callable[..., None]) -> Callable[..., None]:
    def noting(self: Any, *arguments: Any, **options: Any) -> None:
        frame = sys._getframe(1)
        while frame is not None:
            HIT.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back  # type: ignore[assignment]
        init(self, *arguments, **options)

    return noting


@pytest.mark.parametrize(("table", "words"), CASES)
def test_the_developer_reads_why(desk: Desk, table: str, words: str) -> None:
    TABLES[table][words](desk)
    last = desk.mock.recorder.exchanges()[-1]
    assert last.status is not None
    assert last.status >= 400 or "error=" in (last.headers.get("location") or "")
    assert words in last.reason
    assert CANARY not in last.reason
    line = TextLines(desk.mock.recorder.shown, "ca.pem").exchange(last)
    assert "\n" not in line
    assert words.split("'", maxsplit=1)[0] in line
    assert CANARY not in line


def test_what_is_put_off_is_no_refusal_and_what_is_right_has_no_reason(desk: Desk) -> None:
    desk.browser.cookies.clear()
    desk.browser.get(
        f"/oauth/authorize?client_id={desk.consumer().client_id}&redirect_uri=https://consumer.test/callback"
    )
    assert (desk.mock.recorder.exchanges()[-1].status, desk.mock.recorder.exchanges()[-1].reason) == (303, "")
    desk.api("GET", "/clrs", desk.token())
    assert desk.mock.recorder.exchanges()[-1].reason == ""


def test_a_provider_that_registers_nobody_says_so() -> None:
    with mock_in_process(registration=False) as mock:
        desk = Desk(mock)
        desk.api("GET", "/discovery")
        assert "no dynamic registration" in mock.recorder.exchanges()[-1].reason


def test_a_mock_that_fails_says_where_but_not_to_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    with mock_in_process() as mock:
        desk = Desk(mock)
        monkeypatch.setattr(mock.app.state.authorization.grants, "bearer", lambda *_: 1 / 0)
        answer = desk.api("GET", "/clrs", "x")
        assert (answer.status_code, "ZeroDivisionError" in answer.text) == (500, False)
        assert "the mock failed: ZeroDivisionError at test_reasons.py:" in mock.recorder.exchanges()[-1].reason


def test_no_place_that_refuses_is_left_out(desk: Desk) -> None:
    """Runs last: the tables have met every place in the source where a refusal is raised."""
    missed = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {source}"
        for path in _sources()
        for node, source in _raised(path)
        if not any((str(path), line) in HIT for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))
        and not any(words in source for words in ELSEWHERE)
    ]
    assert not missed, "\n".join(missed)


def _sources() -> list[Path]:
    # What the resource of CLR 2.0 refuses, its own tests ask for (tests/mock_provider/clr20/resource).
    folders = (ROOT / "http", ROOT / "oauth", ROOT / "clr10" / "resource")
    return [path for folder in folders for path in sorted(folder.glob("*.py"))]


def _raised(path: Path) -> Iterator[tuple[ast.Raise, str]]:
    text = path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = ast.unparse(node.exc.func)
            if name not in {"ValueError", "LookupError", "TypeError", "RuntimeError"}:
                yield node, ast.get_source_segment(text, node) or ""
