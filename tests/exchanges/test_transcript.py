"""What may be written down of an exchange: everything that helps, no secret, and never more than a limit."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from conformance.exchanges import Headers, Redactor, Response, Transcript
from conformance.exchanges.transcript import BODY_TEXT_LIMIT


def response(index: int = 0, **parts: Any) -> Response:
    right = Response(
        index=index, label="a label", method="GET", url="https://h/p", request_headers=(("Host", "h"),), request_body=b"",
        status=200, headers=Headers([("Content-Type", "text/plain; charset=utf-8")]), body=b"", seconds=0.1,
        started="2026-01-01T00:00:00.000Z",
    )  # fmt: skip
    return dataclasses.replace(right, **parts)


def written(*responses: Response, redactor: Redactor | None = None):
    transcript = Transcript(redactor or Redactor())
    transcript.responses.extend(responses)
    return transcript.exchanges()


def test_a_secret_learnt_later_is_gone_from_earlier_exchanges():
    redactor = Redactor()
    transcript = Transcript(redactor)
    transcript.responses.append(response(body=b"hello canary-value"))
    assert "canary-value" in transcript.exchanges()[0].response.body
    redactor.learn("canary-value")
    transcript.responses.append(response(1))
    first, second = transcript.exchanges()
    assert "canary-value" not in repr(first)
    assert second.index == 1


def test_exchanges_are_worked_out_once():
    transcript = Transcript(Redactor())
    transcript.responses.append(response())
    assert transcript.exchanges()[0] is transcript.exchanges()[0]


def test_long_bodies_are_cut():
    (exchange,) = written(response(body=b"a" * 50_000, size=50_000))
    assert (len(exchange.response.body), exchange.response.truncated, exchange.response.size) == (
        BODY_TEXT_LIMIT,
        True,
        50_000,
    )


@pytest.mark.parametrize("place", range(BODY_TEXT_LIMIT - 60, BODY_TEXT_LIMIT + 10, 3))
def test_no_part_of_a_secret_shows_at_the_cut(place):
    redactor = Redactor()
    secret = "0123456789" * 5
    redactor.learn(secret)
    body = b"a" * place + secret.encode() + b"a" * 30_000
    (exchange,) = written(response(body=body), redactor=redactor)
    assert "0123" not in exchange.response.body
    many = (secret + "b") * 2000
    (exchange,) = written(response(body=many.encode()[place % 50 :]), redactor=redactor)
    assert exchange.response.body.count("0123456789") <= 5  # of the piece before the first whole one


@pytest.mark.parametrize(
    ("content_type", "body", "shown"),
    [
        ("text/html; charset=iso-8859-1", b"\xfc", "ü"),
        ("application/ld+json", b'{"a": "\xff"}', '{"a": "�"}'),
        ("", b"plain", "plain"),
        ("text/plain; charset=nonsense", b"plain", "plain"),
        ("text/plain; charset=hex", b"plain", "plain"),
        ("text/plain; charset=iso-8859-99", b"plain", "plain"),
        ("image/png", b"\x89PNG\x00", "<binary body: image/png, 5 bytes>"),
        ("", b"\xff\xfe\x00", "<binary body: no content type, 3 bytes>"),
    ],
)
def test_bodies_become_text_that_json_and_utf8_can_hold(content_type, body, shown):
    (exchange,) = written(response(body=body, headers=Headers([("Content-Type", content_type)])))
    assert exchange.response.body == shown
    json.dumps(dataclasses.asdict(exchange), ensure_ascii=False).encode("utf-8")


def test_an_exchange_without_an_answer_says_why(wire):
    wire.send("GET", "https://no-such-host.invalid/?code=the-code-value", label="with the-code-value")
    (exchange,) = wire.transcript.exchanges()
    assert (exchange.status, exchange.response.body) == (None, "")
    assert exchange.error.startswith("name-not-found: ")
    assert "the-code-value" not in repr(exchange)


def test_everything_a_token_endpoint_says_is_learnt(serve, wire):
    tokens = b'{"access_token": "the-access-token", "refresh_token": "the-refresh-token", "token_type": "bearer"}'
    server = serve(
        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Type: application/json\r\n\r\n" % len(tokens) + tokens
    )
    wire.send("POST", f"{server.url}/token", headers={"Content-Type": "application/x-www-form-urlencoded"},
              content=b"grant_type=authorization_code&code=the-code-value&code_verifier=the-verifier-value")  # fmt: skip
    wire.send(
        "GET",
        f"{server.url}/the-access-token",
        headers={"X-Echo": "the-refresh-token the-verifier-value the-code-value"},
    )
    written = repr(wire.transcript.exchanges())
    for secret in ("the-access-token", "the-refresh-token", "the-code-value", "the-verifier-value"):
        assert secret not in written
    assert "authorization_code" in written
