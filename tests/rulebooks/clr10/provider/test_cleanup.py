"""What a run leaves on the target while it works: it is taken away at the end, or named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider import cleanup
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from mock_provider.behaviour import Fault, Response
from mock_provider.testing import MockServer
from tests.suites.conftest import Open


def answering(server: MockServer, operation: str, change: Callable[[Response], object]) -> None:
    server.faults.switch_on(Fault(id=operation, title="t", how="h", operations=(operation,), on_response=change))


def posted(target: ClrTarget) -> str:
    clr = target.posts.new_clr()
    target.posts.post(clr).require(200, 201)
    return str(clr["id"])


def test_all_that_was_posted_is_deleted_at_the_end(opened: Open) -> None:
    target = opened()
    ids = [posted(target), posted(target)]
    assert [target.api.get_clr(one).status for one in ids] == [200, 200]

    assert target.cleanup.leave() == []

    assert [target.api.get_clr(one).status for one in ids] == [404, 404]
    before = len(target.wire.transcript)
    assert target.cleanup.leave() == []
    assert len(target.wire.transcript) == before


def test_what_the_target_calls_otherwise_is_deleted_by_its_own_id(opened: Open, server: MockServer) -> None:
    target = opened()

    def renamed(answer: Response) -> None:
        answer.json = {**answer.json, "clr": {**answer.json["clr"], "id": f"{target.base}/clrs/renamed"}}

    answering(server, "postClr", renamed)
    clr_id = posted(target)

    target.cleanup.leave()

    deleted = {reply.url for reply in target.wire.transcript.responses if reply.method == "DELETE"}
    assert {url.rpartition("/")[2] for url in deleted} == {clr_id.rpartition("/")[2], "renamed"}


def test_an_answer_that_is_no_json_names_no_other_id(opened: Open, server: MockServer) -> None:
    target = opened()
    answering(server, "postClr", lambda answer: setattr(answer, "body", b"<p>Saved</p>"))
    posted(target)

    assert target.cleanup.leave() == []


def test_what_cannot_be_deleted_is_named_with_the_reason(opened: Open, server: MockServer) -> None:
    target = opened()
    clr_id = posted(target)
    answering(server, "deleteClr", lambda answer: setattr(answer, "status", 500))

    (left,) = target.cleanup.leave()

    assert left == f"CLR {clr_id} is still on the target: DELETE …/{clr_id.rpartition('/')[2]} answered 500"


def test_a_deletion_that_follows_later_is_waited_for(
    opened: Open, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = opened()
    clr_id = posted(target)

    def later(answer: Response) -> None:
        answer.status, answer.json = 202, {"imsx_codeMajor": "processing", "imsx_severity": "status"}

    answering(server, "deleteClr", later)
    target.api.delete_clr(clr_id)
    assert target.cleanup.wait_for_deletions() == []  # the mock did it at once
    server.faults.clear()

    other = posted(target)
    reply = target.api.delete_clr(f"{target.base}/clrs/nobody").response
    promise = Answer(replace(reply, status=202, url=f"{target.base}/clrs/{other.rpartition('/')[2]}"), "deleteClr")
    target.history.add(promise)
    monkeypatch.setattr(cleanup, "SETTLE_SECONDS", 0.0)
    assert target.cleanup.wait_for_deletions() == [other]
    monkeypatch.setattr(cleanup, "SETTLE_SECONDS", 600.0)
    monkeypatch.setattr("time.sleep", lambda _: target.api.delete_clr(other))
    assert target.cleanup.wait_for_deletions() == []


def test_without_the_claim_nothing_is_deleted(opened: Open) -> None:
    target = opened(lambda plan: replace(plan, claims=plan.claims - {"delete"}))
    clr_id = posted(target)

    assert target.cleanup.leave() == [f"CLR {clr_id} is still on the target: the plan does not claim delete"]
    assert not [reply for reply in target.wire.transcript.responses if reply.method == "DELETE"]
    assert opened().api.delete_clr(clr_id).status == 204  # the mock is shared


def test_one_that_raises_does_not_keep_the_others(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    target = opened()
    first, second = posted(target), posted(target)
    delete = target.api.delete_clr

    def raising(clr_id: str) -> Any:
        if clr_id == first:
            raise OSError("no more sockets")
        return delete(clr_id)

    monkeypatch.setattr(target.api, "delete_clr", raising)

    assert target.cleanup.leave() == [f"CLR {first} is still on the target: no more sockets"]
    assert target.api.get_clr(second).status == 404
    assert delete(first).status == 204  # the mock is shared


def _changed(member: str, value: Any, answer: Any) -> None:
    setattr(answer, member, value)


def test_a_jws_to_post_is_a_listed_one_where_there_is_one(opened: Open, server: MockServer) -> None:
    listed = opened()
    assert listed.posts.listed_jws()
    assert listed.posts.some_jws() == listed.posts.listed_jws()

    changes: tuple[tuple[str, Any], ...] = (("json", {"clrs": []}), ("status", 500))
    for member, value in changes:
        answering(server, "getClrs", partial(_changed, member, value))
        made_up = opened().posts.some_jws()
        assert made_up.count(".") == 2
        assert made_up != listed.posts.some_jws()
