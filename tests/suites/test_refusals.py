"""Refusals of OAuth endpoints: what counts as one, and what does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.exchanges import Failure, Headers, Response
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Broken, Incomplete
from conformance.suites.refusals import (
    directives,
    error_code,
    expect_error_json,
    expect_no_entry,
    expect_refusal,
    expect_refused,
)

JSON = ("content-type", "application/json")


def answer(
    status: int | None = 400, body: Any = b"", *headers: tuple[str, str], failure: Failure | None = None
) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    reply = Response(
        3, "", "POST", "https://a.example/", (), b"", status, Headers(headers), content, 0.0, "", None, failure
    )
    return Answer(reply, "the token request")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"error": "invalid_grant"}, "invalid_grant"),
        ({"error": 7}, ""),
        ({"error": {"code": "invalid_grant"}}, ""),
        ({}, ""),
        (["invalid_grant"], ""),
        (b"invalid_grant", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_the_error_code_is_read_from_any_body(body: Any, code: str) -> None:
    assert error_code(answer(400, body)) == code


def test_a_refusal_has_a_status_and_an_error_of_those_that_are_due() -> None:
    expect_refusal(answer(401, {"error": "invalid_client"}), {"invalid_client"}, statuses=(400, 401), why="")


@pytest.mark.parametrize("body", [b"", {"access_token": "t"}, {"error": "invalid_grant", "access_token": "t"}])
@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_no_refusal(status: int, body: Any) -> None:
    with pytest.raises(Broken, match="a used code was taken") as caught:
        expect_refusal(answer(status, body), {"invalid_grant"}, why="a used code was taken")

    (finding,) = caught.value.findings
    assert (finding.expected, finding.actual, finding.exchanges) == ("400 with invalid_grant", str(status), (3,))


@pytest.mark.parametrize(
    ("wrong", "seen"),
    [
        (answer(200, {"error": "invalid_grant"}), "200 with invalid_grant"),
        (answer(500, {"error": "invalid_grant"}), "500 with invalid_grant"),
        (answer(400, {"error": "server_error"}), "400 with server_error"),
        (answer(400, b"<p>No.</p>"), "400 with no error code"),
        (answer(302), "302 with no error code"),
    ],
)
def test_another_refusal_is_told_as_it_is(wrong: Answer, seen: str) -> None:
    with pytest.raises(Broken, match=seen):
        expect_refusal(wrong, {"invalid_grant"}, why="")


@pytest.mark.parametrize(
    "waiting",
    [
        answer(None, failure=Failure("reset", "the connection is gone")),
        answer(429, {"error": "slow_down"}),
        answer(503, b"", ("retry-after", "5")),
    ],
)
def test_no_answer_and_a_request_to_wait_decide_nothing(waiting: Answer) -> None:
    with pytest.raises(Incomplete):
        expect_refusal(waiting, {"invalid_grant"}, why="")


def test_a_server_that_is_down_is_no_refusal() -> None:
    with pytest.raises(Broken):
        expect_refusal(answer(503), {"invalid_grant"}, why="")


def test_an_error_is_sent_as_json() -> None:
    expect_error_json(answer(400, {"error": "invalid_grant"}, JSON))


@pytest.mark.parametrize(
    "wrong",
    [
        answer(400, {"error": "invalid_grant"}),
        answer(400, {"error": "invalid_grant"}, ("content-type", "text/html")),
        answer(400, {"error": None}, JSON),
        answer(400, ["invalid_grant"], JSON),
        answer(400, b"", JSON),
    ],
)
def test_an_error_that_is_not(wrong: Answer) -> None:
    with pytest.raises(Broken):
        expect_error_json(wrong)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("no-store", {"no-store"}),
        ("No-Store, max-age=0", {"no-store", "max-age"}),
        ('private="no-store"', {"private"}),
        (" , ", set()),
    ],
)
def test_directives_of_a_cache(value: str, names: set[str]) -> None:
    assert directives(answer(200, b"", ("cache-control", value))) == names


def test_no_directives() -> None:
    assert directives(answer(200)) == frozenset()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "invalid_grant"}),
        (422, {"error": "invalid_grant"}),
        (400, {"error": "own_words"}),
        (403, b"<h1>No</h1>"),
    ],
)
def test_whatever_a_refusal_is_written_in_it_is_one(status: int, body: Any) -> None:
    expect_refused(answer(status, body), {"invalid_grant"}, why="")


@pytest.mark.parametrize(
    ("status", "body", "seen"),
    [
        (200, {"access_token": "t"}, "a used code was taken"),
        (200, {"error": "invalid_scope"}, "refused with 200 with invalid_scope"),
        (500, {"error": "invalid_grant"}, "refused with 500"),
        (302, b"", "refused with 302"),
        (400, {"error": "invalid_scope"}, "refused with 400 with invalid_scope"),
    ],
)
def test_a_crash_or_a_code_for_something_else_is_none(status: int, body: Any, seen: str) -> None:
    with pytest.raises(Broken, match=seen):
        expect_refused(answer(status, body), {"invalid_grant"}, why="a used code was taken")


def test_a_refusal_with_the_status_of_a_success_is_told_by_one_row_alone() -> None:
    """CLR10-TOK-013 demands the status; nothing was given, so that the others have nothing to say."""
    expect_refused(answer(200, {"error": "invalid_grant"}), {"invalid_grant"}, why="a used code was taken")


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_token_that_is_not_let_in_has_ended(status: int) -> None:
    expect_no_entry(answer(status), why="")


@pytest.mark.parametrize(("status", "end"), [(200, Broken), (304, Broken), (500, Incomplete), (302, Incomplete)])
def test_a_token_that_is_let_in_or_leads_nowhere_has_not(status: int, end: type[Exception]) -> None:
    with pytest.raises(end):
        expect_no_entry(answer(status), why="the token still works")
