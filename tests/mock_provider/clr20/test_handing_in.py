"""What behaviours of writing are made of: the record in a post, and the same record in a list."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import MutableHeaders

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.clr20 import FACTS
from mock_provider.clr20.handing_in import key_of, listed_as, listed_token_as, posted, posted_token
from mock_provider.clr20.terms import JSON, STATUSES, TEXT

RECORD = {"id": "urn:r:1", "issuer": {"id": "urn:i:1"}, "name": "One"}
OTHER = {"id": "urn:r:2", "issuer": "urn:i:1", "name": "Two"}


def request(operation: str, body: bytes = b"", kind: str = JSON) -> Request:
    headers = MutableHeaders({"content-type": kind})
    return Request("POST", "/", {}, headers, body, FACTS, STATUSES, operation=operation, learner="mira")


def response(of: Request, body: Any, status: int = 200, total: int = 2) -> Response:
    headers = MutableHeaders({"x-total-count": str(total)})
    return Response(of, status, headers, json.dumps(body).encode())


def test_a_post_holds_a_record_or_a_token() -> None:
    plain = request("upsertCredential", json.dumps(RECORD).encode())
    token = request("upsertCredential", b" a.b.c\n", f"{TEXT}; charset=utf-8")

    assert (posted(plain), posted_token(plain)) == (RECORD, "")
    assert (posted(token), posted_token(token)) == ({}, "a.b.c")
    assert posted(request("upsertCredential", b"[]")) == {}


def test_records_are_equal_by_issuer_and_id() -> None:
    assert key_of(RECORD) == key_of({**RECORD, "issuer": "urn:i:1", "id": "urn:r%3A1 "})
    assert key_of(RECORD) != key_of(OTHER)


def test_only_what_was_posted_is_listed_otherwise() -> None:
    change, page = listed_as(lambda record: {**record, "name": "Changed"}), {"credential": [RECORD, OTHER]}
    post, read = request("upsertCredential", json.dumps(RECORD).encode()), request("getCredentials")
    read.memory = post.memory

    before = response(read, page)
    change(before)
    change(response(post, RECORD, 201))
    after = response(read, page)
    change(after)

    assert before.json == page
    assert [one["name"] for one in after.json["credential"]] == ["Changed", "Two"]


def test_what_is_left_out_leaves_the_total_too() -> None:
    change = listed_as(lambda _record: None)
    post, read = request("upsertCredential", json.dumps(RECORD).encode()), request("getCredentials")
    read.memory = post.memory
    change(response(post, RECORD, 201))

    page = response(read, {"credential": [RECORD]}, total=1)
    change(page)

    assert page.json == {}
    assert page.headers["x-total-count"] == "0"


def test_a_refused_token_is_not_noted() -> None:
    change = listed_token_as(lambda page, token: page["compactJwsString"].remove(token))
    post, read = request("upsertCredential", b"a.b.c", TEXT), request("getCredentials")
    read.memory = post.memory
    change(response(post, {}, 400))

    page = response(read, {"compactJwsString": ["a.b.c"]})
    change(page)

    assert page.json == {"compactJwsString": ["a.b.c"]}
