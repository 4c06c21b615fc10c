"""One exchange as a server saw it: what its parts say."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served


def _served(**members: Any) -> Served:
    wanted: dict[str, Any] = {
        "number": 0,
        "place": "api",
        "operation": "getIt",
        "method": "GET",
        "url": "https://provider.test/a%2Fb?x=1&x=2&empty=&name=J%C3%B6rg",
        "request_headers": Headers(),
        "request_body": b"",
        "tls": "TLSv1.3",
        "began": 1.0,
        "started": "2030-01-01T00:00:00Z",
        **members,
    }
    return Served(**wanted)


def test_a_path_keeps_its_escapes_and_of_a_parameter_the_last_value_counts() -> None:
    served = _served()
    assert served.path == "/a%2Fb"
    assert served.query == {"x": "2", "empty": "", "name": "Jörg"}


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        ("https://provider.test", "", {}),
        ("https://[/a?b=c", "/a", {"b": "c"}),
        ("https://provider.test/a?b=https://other.test/x#d?e=f", "/a", {"b": "https://other.test/x"}),
        ("http://[::1]:8440/?", "/", {}),
    ],
)
def test_any_url_that_a_client_can_send_is_read(url: str, path: str, query: dict[str, str]) -> None:
    assert (_served(url=url).path, _served(url=url).query) == (path, query)


def test_a_form_is_read_and_so_is_what_is_none() -> None:
    assert _served(request_body=b"grant_type=x+y&code=%26&code=z").form == {"grant_type": "x y", "code": "z"}
    assert _served(request_body=b"\xff=\xfe").form == {"\ufffd": "\ufffd"}
    assert _served(request_body=b"").form == {}


@pytest.mark.parametrize(
    ("body", "read"),
    [(b'{"a": [1]}', {"a": [1]}), (b"null", None), (b"<html>", None), (b"", None), (b"[" * 9999, None)],
)
def test_a_body_that_is_no_json_is_none(body: bytes, read: Any) -> None:
    assert _served(request_body=body).sent == read
    assert _served(body=body).answer == read


@pytest.mark.parametrize(("status", "ok"), [(200, True), (299, True), (199, False), (304, False), (None, False)])
def test_success_is_a_status_of_200_to_299(status: int | None, ok: bool) -> None:
    assert _served(status=status).ok is ok


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("Bearer", ""), (None, "")],
)
def test_the_token_of_the_authorization_header(header: str | None, token: str) -> None:
    headers = Headers([] if header is None else [("authorization", header)])
    assert _served(request_headers=headers).bearer == token


def test_nothing_of_what_was_said_is_in_its_text() -> None:
    """Headers and bodies are not redacted: no traceback and no log may show them."""
    secret = _served(
        request_headers=Headers([("Authorization", "Bearer the-secret")]),
        request_body=b"the-secret",
        body=b"the-secret",
    )
    assert "the-secret" not in repr(secret)
