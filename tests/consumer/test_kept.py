"""Sittings as files: they come back as they were, and hold nothing that the plan keeps secret."""

from __future__ import annotations

import json
import stat
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.access import ClientSpec
from conformance.consumer.kept import FOLDER, Kept
from conformance.consumer.parts import Part
from conformance.consumer.sitting import Played, play
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault
from conformance.exchanges.response import Headers
from conformance.plan.consumer import ConsumerPlan
from conformance.traffic import End, Run, Sitting
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord
from tests.consumer.conftest import scenario

PART = Part(scenario("one"), "read")


def test_a_sitting_comes_back_as_it_was(right: Consumer, over_tls: Terms, plan: ConsumerPlan, tmp_path: Path) -> None:
    played = play(PART.scenario, PART.task, in_process(right), over_tls)
    kept = Kept(tmp_path, plan)
    kept.begin()
    kept.keep(PART, [played])
    again = Kept(tmp_path, plan).read([PART])[PART.key]
    assert again == (replace(played, door=None, box=None),)


def test_what_was_handed_over_and_reported_comes_back(
    right: Consumer, terms: Terms, plan: ConsumerPlan, tmp_path: Path
) -> None:
    part = Part(scenario("one"), "verify")
    claims = frozenset({"verify", "verify_hosted", "verify_signed"})
    played = play(part.scenario, part.task, in_process(right), replace(terms, claims=claims))
    assert played.sitting.handed
    assert played.sitting.runs[0].outcome
    kept = Kept(tmp_path, plan)
    kept.begin()
    kept.keep(part, [played])
    assert kept.read([part])[part.key][0].sitting == played.sitting


def test_secrets_of_the_plan_are_in_no_file_and_come_back_from_the_plan(
    right: Consumer, terms: Terms, plan: ConsumerPlan, tmp_path: Path
) -> None:
    client = ClientSpec("known", "canary/of the client")
    secret = replace(plan, client=client, learners={"mira": "canary-of-mira"}, command=("wallet", "canary-of-mira"))
    by_hand = replace(terms, client=client, learners=secret.learners)
    played = play(PART.scenario, PART.task, in_process(right), by_hand)
    sent = "".join(str([*one.request_headers]) + str(one.request_body) for one in played.sitting.exchanges)
    assert "canary-of-mira" in sent
    kept = Kept(tmp_path, secret)
    kept.begin()
    kept.keep(PART, [played])
    for text in map(_decoded, (tmp_path / FOLDER).iterdir()):
        assert "canary" not in text
        assert b64encode(b"known:canary").decode()[:14] not in text
    assert kept.read([PART])[PART.key][0].sitting == played.sitting


def _decoded(path: Path) -> str:
    rows = json.loads(path.read_text(encoding="utf-8"))
    bodies = [
        b64decode(exchange[name]).decode("utf-8")
        for row in (rows if isinstance(rows, list) else [])
        for exchange in row["sitting"]["exchanges"]
        for name in ("request_body", "body")
    ]
    return json.dumps(rows) + "".join(bodies)


def test_an_outcome_comes_back_and_its_secrets_come_from_the_plan(plan: ConsumerPlan, tmp_path: Path) -> None:
    secret = 'canary"of/mira'
    told = ReportedRecord("urn:1", "refused", f"by {secret}", {"kept": [secret, 7, None], secret: {}})
    outcome = ReportedOutcome("failed", f"with {secret}", (told,), (f"urn:{secret}",))
    runs = (Run(1, "mira", End("through", 0), outcome=outcome), Run(2, "mira", End("refused", 20), unusable=secret))
    ended = replace(_ended(), sitting=replace(_ended().sitting, runs=runs, late_outcomes=2))
    kept = Kept(tmp_path, replace(plan, learners={"mira": secret}))
    kept.begin()
    kept.keep(PART, [ended])
    assert "canary" not in "".join(path.read_text() for path in (tmp_path / FOLDER).iterdir())
    assert kept.read([PART])[PART.key] == (ended,)


def test_bytes_that_are_no_text_come_back(plan: ConsumerPlan, terms: Terms, tmp_path: Path) -> None:
    played = play(PART.scenario, PART.task, in_process(lambda _: 0), terms)
    odd = bytes(range(256))
    exchange = _exchange(odd)
    kept = Kept(tmp_path, replace(plan, learners={"mira": "\x00\x01\x02"}))
    kept.begin()
    kept.keep(PART, [replace(played, sitting=replace(played.sitting, exchanges=(exchange,)))])
    assert kept.read([PART])[PART.key][0].sitting.exchanges == (exchange,)


def _exchange(body: bytes):  # type: ignore[no-untyped-def]
    from conformance.exchanges.served import Served

    return Served(0, "api", "", "POST", "https://a/", Headers([("a", "\xff")]), body, None, 0.5, "", body=body)


def test_they_are_their_owners_alone(plan: ConsumerPlan, tmp_path: Path) -> None:
    kept = Kept(tmp_path, plan)
    kept.begin()
    kept.keep(PART, [_ended()])
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700
    kept.clear()
    assert not (tmp_path / FOLDER).exists()


def test_a_file_that_is_damaged_is_played_again(plan: ConsumerPlan, tmp_path: Path) -> None:
    kept = Kept(tmp_path, plan)
    kept.begin()
    kept.keep(PART, [_ended()])
    (tmp_path / FOLDER / "one.read.json").write_text("[{", encoding="utf-8")
    assert kept.read([PART]) == {}


@pytest.mark.parametrize("members", [{"command": ("other",)}, {"claims": frozenset({"write"})}, {"name": "another"}])
def test_another_run_is_not_gone_on_with(plan: ConsumerPlan, tmp_path: Path, members: dict[str, object]) -> None:
    Kept(tmp_path, plan).begin()
    with pytest.raises(UsageFault) as caught:
        Kept(tmp_path, replace(plan, **members)).read([PART])  # type: ignore[arg-type]
    assert caught.value.problem.code == "resume-not-possible"


def test_nor_is_one_that_was_finished(plan: ConsumerPlan, tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        Kept(tmp_path, plan).read([PART])


def _ended() -> Played:
    return Played(Sitting("one", "read", "https://a", (Run(1, "mira", End("through", 0)),), ()))
