"""A response as it came: header fields by name, the body as text and as JSON."""

from __future__ import annotations

import pytest

from conformance.exchanges import Headers, Response


def response(body: bytes, *headers: tuple[str, str]) -> Response:
    return Response(0, "", "GET", "https://h/", (), b"", 200, Headers(headers), body, 0.0, "")


def test_header_fields_are_found_in_any_case_and_kept_in_theirs():
    headers = Headers([("Link", "<a>"), ("X-One", "1"), ("LINK", "<b>")])
    assert headers.get("link") == "<a>, <b>"
    assert headers.get_all("Link") == ("<a>", "<b>")
    assert "x-one" in headers
    assert headers.get("absent", "nothing") == "nothing"
    assert [name for name, _ in headers] == ["Link", "X-One", "LINK"]


def test_the_values_of_header_fields_are_not_shown_by_accident():
    assert "canary" not in repr(Headers([("Authorization", "canary")]))


def test_the_media_type_is_without_parameters():
    assert response(b"", ("Content-Type", "Application/JSON; charset=utf-8")).media_type == "application/json"
    assert response(b"").media_type == ""


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000], ids=["cut", "bytes", "nan", "deep"])
def test_what_is_not_json_is_no_value(body):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the text says
        response(body).json()
    assert response(body).json_object() == {}


def test_a_json_object_is_read_and_anything_else_is_empty():
    assert response(b'{"a": 1}').json_object() == {"a": 1}
    assert response(b"[1]").json_object() == {}
