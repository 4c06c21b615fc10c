"""What one start reports, by file, by post or by both: none of it is a request of the consumer to the provider."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from conformance.consumer.invitation import Invitation
from conformance.consumer.outcome import MOST_BYTES
from conformance.consumer.own import called
from conformance.consumer.sitting import Played, play
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.traffic import Sitting
from conformance.wire.inprocess import InProcess
from mock_provider.scenarios import scenarios
from tests.consumer.conftest import BOOK, asked_late, asking, scenario

DONE = {"result": "done"}
Posts = Callable[[httpx.Client, str], Any]


def sat(posts: Posts, terms: Terms, file: str | None = None) -> tuple[Sitting, list[httpx.Response]]:
    """A sitting of a consumer that posts so, and writes that file."""
    seen: list[httpx.Response] = []

    def report(http: httpx.Client, invitation: Invitation) -> None:
        if file is not None:
            assert invitation.outcome_file is not None
            invitation.outcome_file.write_text(file, encoding="utf-8")
        answered = posts(http, invitation.outcome_url)
        seen.extend(answered if isinstance(answered, list) else [answered])

    return play(scenario(), "read", in_process(asking(report)), terms).sitting, seen


def post(value: Any) -> Posts:
    return lambda http, url: http.post(url, json=value)


def test_a_post_is_taken_and_is_no_traffic(over_tls: Terms) -> None:
    sitting, (answer,) = sat(post(DONE), over_tls)
    assert (answer.status_code, answer.json()) == (200, {"records": 0, "unknown": []})
    assert sitting.runs[0].outcome is not None
    assert not sitting.exchanges


def test_so_it_is_where_the_mock_listens_nowhere(terms: Terms) -> None:
    def report(invitation: Invitation) -> None:
        with httpx.Client(transport=InProcess(invitation.app)) as http:  # type: ignore[arg-type]
            http.post(invitation.outcome_url, json=DONE).raise_for_status()

    sitting = play(scenario(), "read", in_process(report), terms).sitting
    assert sitting.runs[0].outcome is not None
    assert not sitting.exchanges


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"no json", 400, "cannot be read as JSON"),
        (b'{"result": "ok"}', 400, "/result"),
        (b" " * (MOST_BYTES + 1), 413, "more than 4 MiB"),
    ],
)
def test_who_posts_what_cannot_be_used_learns_why(over_tls: Terms, content: bytes, status: int, told: str) -> None:
    sitting, (answer,) = sat(lambda http, url: http.post(url, content=content), over_tls)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]
    run = sitting.runs[0]
    assert run.outcome is None
    assert told in run.unusable


def test_who_posts_something_right_after_that_is_heard(over_tls: Terms) -> None:
    sitting, answers = sat(lambda http, url: [http.post(url, json={}), http.post(url, json=DONE)], over_tls)
    assert [each.status_code for each in answers] == [400, 200]
    assert (sitting.runs[0].unusable, sitting.runs[0].outcome is not None) == ("", True)


def test_the_same_outcome_twice_is_one(over_tls: Terms) -> None:
    sitting, answers = sat(lambda http, url: [http.post(url, json=DONE) for _ in range(2)], over_tls, json.dumps(DONE))
    assert [each.status_code for each in answers] == [200, 200]
    assert (sitting.runs[0].unusable, sitting.runs[0].outcome is not None) == ("", True)


def test_two_outcomes_that_differ_cannot_be_used(over_tls: Terms) -> None:
    other = {"result": "refused"}
    sitting, answers = sat(lambda http, url: [http.post(url, json=each) for each in (DONE, other, DONE)], over_tls)
    assert [each.status_code for each in answers] == [200, 409, 200]
    assert sitting.runs[0].outcome is None
    assert "they differ" in sitting.runs[0].unusable


def test_nor_can_a_file_that_says_other_than_the_post(over_tls: Terms) -> None:
    sitting, _ = sat(post(DONE), over_tls, json.dumps({"result": "failed"}))
    assert sitting.runs[0].outcome is None
    assert "the one that was posted differ" in sitting.runs[0].unusable


def test_nor_one_beside_a_post_that_cannot_be_read(over_tls: Terms) -> None:
    sitting, _ = sat(post(DONE), over_tls, "{")
    assert sitting.runs[0].outcome is None
    assert "cannot be read as JSON" in sitting.runs[0].unusable


def test_only_a_post_is_taken(over_tls: Terms) -> None:
    sitting, (answer,) = sat(lambda http, url: http.get(url), over_tls)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert not sitting.exchanges


def test_an_address_that_is_guessed_is_one_of_the_mock(over_tls: Terms) -> None:
    sitting, (answer,) = sat(lambda http, url: http.post(f"{url[:-1]}", json=DONE), over_tls)
    assert answer.status_code == 404
    assert len(sitting.exchanges) == 1
    assert sitting.runs[0].outcome is None


def test_each_start_has_an_address_of_its_own(over_tls: Terms) -> None:
    told: list[str] = []
    statuses: list[int] = []

    def report(http: httpx.Client, invitation: Invitation) -> None:
        told.append(invitation.outcome_url)
        statuses.extend(http.post(url, json=DONE).status_code for url in told)

    consumer = in_process(asking(report))
    played = play(scenario(learners=("mira", "mira")), "read", consumer, over_tls)
    assert statuses == [200, 410, 200], "the first start is over when the second one posts to its address"
    assert played.told.late_outcomes == 1
    assert all(run.outcome for run in played.sitting.runs)


def test_an_outcome_after_the_end_is_refused_and_counted(over_tls: Terms) -> None:
    played, answer = asked_late(lambda http, told: http.post(told.outcome_url, json=DONE).status_code, over_tls)
    assert answer == 410
    assert played.sitting.runs[0].outcome is None
    assert (played.told.late, played.told.late_outcomes) == (0, 1)


def verifying(terms: Terms, consumer: Consumer) -> Played:
    """A sitting with the right record in a file."""
    claims = frozenset({"verify", "verify_hosted", "verify_signed"})
    ours = Terms(terms.book, claims=claims)
    return play(scenario("plain", tasks=("verify",)), "verify", in_process(consumer), ours)


def test_what_was_in_the_record_may_be_spoken_of_and_nothing_else(over_tls: Terms) -> None:
    seen: list[httpx.Response] = []

    def report(http: httpx.Client, invitation: Invitation) -> None:
        assert invitation.document is not None
        clr = json.loads(invitation.document.read_text()) if invitation.document.suffix == ".json" else None
        ids = ["/signedAssertions/0", "urn:uuid:never-served", "/signedAssertions/7", "$.assertions[0]"]
        ids += [clr["id"], clr["publisher"]["id"]] if clr else []
        records = [{"id": each, "state": "verified"} for each in ids]
        seen.append(http.post(invitation.outcome_url, json={"result": "done", "records": records}))

    sitting = verifying(over_tls, asking(report)).sitting
    unknown = ["urn:uuid:never-served", "/signedAssertions/7", "$.assertions[0]"]
    assert seen[0].json()["unknown"] == unknown
    outcome = sitting.runs[0].outcome
    assert outcome is not None
    assert outcome.unknown == tuple(unknown)
    assert outcome.records[0].id == "/signedAssertions/0"


class Telling(ClrConsumer):
    """Reports each CLR that it has read, a place in each, and two that it has not."""

    def read(self) -> None:
        super().read()
        names = [each for clr in ("urn:uuid:never-served", *self.clrs) for each in (clr, f"{clr}#/assertions/0")]
        records = [{"id": name, "state": "verified"} for name in names]
        assert self.assignment.outcome is not None
        self.assignment.outcome.write_text(json.dumps({"result": "done", "records": records}))


def test_who_reads_the_list_may_speak_of_what_was_on_it(terms: Terms) -> None:
    outcome = play(scenario(), "read", in_process(called(Telling)), terms).sitting.runs[0].outcome
    assert outcome is not None
    assert outcome.unknown == ("urn:uuid:never-served", "urn:uuid:never-served#/assertions/0")
    assert len(outcome.records) > 10


def test_who_posts_without_end_is_not_read_any_more(over_tls: Terms) -> None:
    sitting, answers = sat(lambda http, url: [http.post(url, content=b"no json") for _ in range(34)], over_tls)
    assert [each.status_code for each in answers] == [400] * 32 + [429] * 2
    assert "more than 32 outcomes" in sitting.runs[0].unusable


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFO")
def test_what_has_become_of_the_file_that_was_handed_over_is_not_looked_at(terms: Terms) -> None:
    """A FIFO in its place would hold whoever reads it for ever."""

    def replaces(invitation: Invitation) -> None:
        assert invitation.document is not None
        assert invitation.outcome_file is not None
        clr_id = json.loads(invitation.document.read_text())["id"]
        invitation.document.unlink()
        os.mkfifo(invitation.document)
        records = [{"id": clr_id, "state": "refused"}, {"id": "urn:uuid:of-nothing", "state": "refused"}]
        invitation.outcome_file.write_text(json.dumps(DONE | {"records": records}), encoding="utf-8")

    claims = frozenset({"verify", "verify_hosted"})
    sitting = play(scenario(), "verify", in_process(replaces), replace(terms, claims=claims)).sitting
    (outcome,) = [run.outcome for run in sitting.runs]
    assert outcome is not None
    assert ([one.state for one in outcome.records], outcome.unknown) == (["refused"], ("urn:uuid:of-nothing",))


def test_what_an_earlier_start_leaves_is_in_no_way_of_a_later_one(terms: Terms) -> None:
    def blocks(invitation: Invitation) -> None:
        assert invitation.document is not None
        for number in (2, 3):
            for name in (f"state-{number}", f"outcome-{number}.json", f"record-{number}.json"):
                if name != invitation.document.name:
                    invitation.document.with_name(name).mkdir(exist_ok=True)
        assert [*invitation.state.iterdir()] == []

    several = scenarios(BOOK)["hosted-other-id"]
    claims = frozenset({"verify", "verify_hosted"})
    sitting = play(several, "verify", in_process(blocks), replace(terms, claims=claims)).sitting
    assert [run.end.how for run in sitting.runs] == ["through"] * 3
