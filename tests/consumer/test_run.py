"""From the plan to the record: verdicts, sittings, exchanges, and nothing that is secret."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from clr_reports.run_file import dump, parse, schema
from conformance.access import ClientSpec
from conformance.consumer.invitation import Invitation
from conformance.consumer.parts import Part, every_scenario, parts_of
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord, Verdict
from conformance.traffic import Traffic
from conformance.traffic.judge import Ending
from conformance.traffic.registry import Observed
from tests.consumer.conftest import asking, scenario

ONLY = ("state-foreign", "denied")


def record_of(consumer: Consumer, plan: ConsumerPlan, terms: Terms, *only: str) -> RunRecord:
    run = ConsumerRun(plan, Means(in_process(consumer), terms), parts_of(plan, only or ONLY))
    run.play()
    return run.finish()


def verdict(record: RunRecord, requirement: str) -> Verdict:
    return next(result.verdict for result in record.requirements if result.id == requirement)


def test_a_right_consumer_is_blamed_for_nothing_and_its_sittings_are_told(
    right: Consumer, plan: ConsumerPlan, terms: Terms
) -> None:
    record = record_of(right, plan, terms)
    assert (record.role, record.target["name"]) == ("consumer", "a function of this process")
    assert not record.by_verdict(Verdict.FAIL) + record.by_verdict(Verdict.WARN)
    assert verdict(record, "CLR10-AUT-007") is Verdict.PASS
    assert [(one.scenario, one.ends) for one in record.sittings] == [
        ("plain", ("through",)), ("state-foreign", ("refused",)), ("denied", ("refused",)),
    ]  # fmt: skip
    assert sum(one.count for one in record.sittings) == len(record.exchanges)
    second = record.exchanges[record.sittings[1].first]
    assert second.label == "state-foreign: getDiscoveryDocument"


def test_the_record_is_valid_and_can_be_read_back(right: Consumer, plan: ConsumerPlan, terms: Terms) -> None:
    written = dump(record_of(right, plan, terms))
    jsonschema.Draft202012Validator(dict(schema())).validate(json.loads(written))
    assert dump(parse(written)) == written


def test_exchanges_are_indexed_by_their_place_and_offer_no_curl_line(
    right: Consumer, plan: ConsumerPlan, terms: Terms
) -> None:
    record = record_of(right, plan, terms)
    assert [one.index for one in record.exchanges] == [*range(len(record.exchanges))]
    assert {one.curl for one in record.exchanges} == {""}


def test_a_consumer_that_does_nothing_passes_nothing(plan: ConsumerPlan, terms: Terms) -> None:
    record = record_of(lambda _: 0, plan, terms)
    assert not record.by_verdict(Verdict.PASS)
    assert [problem.code for problem in record.problems] == ["consumer-silent"]
    assert record.exit_code == 3


@pytest.mark.parametrize(("code", "problem"), [(20, "consumer-silent"), (77, "task-not-done"), (1, "consumer-died")])
def test_nor_does_one_that_refuses_cannot_or_dies_at_once(
    plan: ConsumerPlan, terms: Terms, code: int, problem: str
) -> None:
    record = record_of(lambda _: code, plan, terms)
    assert not record.by_verdict(Verdict.PASS)
    assert ([one.code for one in record.problems], record.exit_code) == ([problem], 3)


def test_what_was_refused_says_so_beside_the_finding(plan: ConsumerPlan, over_tls: Terms) -> None:
    def ask(http: object, told: Invitation) -> int:
        http.get(f"{told.url}/discovery", headers={"Accept": "application/json"})  # type: ignore[attr-defined]
        return 0

    record = record_of(asking(ask), plan, over_tls)
    broken = next(result for result in record.requirements if result.id == "CLR10-API-009")
    assert broken.verdict is Verdict.FAIL
    assert "A strict provider refuses the request: " in (broken.checks[0].reason or "")
    assert record.exchanges[broken.checks[0].findings[0].exchanges[0]].status == 406
    assert [one.step for one in record.doctor] == ["departure"]


def test_no_secret_and_no_learner_is_in_the_record(right: Consumer, plan: ConsumerPlan, terms: Terms) -> None:
    said: list[str] = []

    def talks(told: Invitation) -> int | None:
        said.append(told.password)
        print_all = right(told)
        raise RuntimeError(f"canary: {told.password} {told.client_secret} {print_all}")

    client = ClientSpec("known", "canary-of-the-client")
    secret = replace(plan, client=client, learners={"mira": "canary-of-mira"}, command=("wallet", "canary-of-mira"))
    by_hand = replace(terms, client=client, learners=secret.learners)
    written = dump(record_of(talks, secret, by_hand))
    assert said[0] == "canary-of-mira"
    assert "RuntimeError: canary" in written, "what the consumer prints is evidence"
    assert "canary-of" not in written


def test_tokens_codes_and_what_a_consumer_prints_of_them_are_in_no_record(
    right: Consumer, plan: ConsumerPlan, terms: Terms
) -> None:
    run = ConsumerRun(plan, Means(in_process(right), terms), parts_of(plan, ONLY))
    run.play()
    written = dump(run.finish())
    secrets = {
        value
        for one in run.traffic.exchanges
        for value in (one.bearer, one.form.get("code", ""), one.form.get("password", ""), *_issued(one.answer))
        if len(value) > 8
    }
    assert len(secrets) > 5
    assert not [value for value in secrets if value in written]


def _issued(answer: object) -> list[str]:
    members = answer if isinstance(answer, dict) else {}
    return [str(members.get(name, "")) for name in ("access_token", "refresh_token", "client_secret")]


def test_personal_data_is_kept_on_request_only(right: Consumer, plan: ConsumerPlan, terms: Terms) -> None:
    assert "mira@" not in dump(record_of(right, plan, terms, "denied"))
    assert record_of(right, replace(plan, keep_personal_data=True), terms, "denied").personal_data == "kept"


def test_a_breach_of_time_counts_when_it_is_there_again(
    plan: ConsumerPlan, terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[int] = []

    def once(checks: tuple[Observed, ...], traffic: Traffic) -> list[Ending]:
        from conformance.record import Finding, Outcome

        judged.append(len(traffic.sittings))
        return [Ending(one, Outcome.FAIL, findings=(Finding("", "too early"),)) for one in checks if one.timed]

    run = ConsumerRun(plan, Means(in_process(lambda _: 0), terms), [Part(scenario("busy"), "read")])
    check = Observed("consumer.api.early", "CLR10-API-024", ("busy",), (), lambda _: (), timed=True)
    monkeypatch.setattr(type(run.rules), "checks", property(lambda _: (check,)))
    monkeypatch.setattr("conformance.consumer.run.judge", once)
    before = run.series.played
    run.play()
    assert before == ()
    assert judged == [1]
    assert run.series.played[0].sitting.scenario == "busy"


def test_a_legal_response_that_is_not_taken_is_told_where_no_check_looks(
    right: Consumer, plan: ConsumerPlan, terms: Terms
) -> None:
    def consumer(told: Invitation) -> int | None:
        starts.append(told.url)
        return right(told) if len(starts) == 1 else 1

    starts: list[str] = []
    variation = next(name for name, one in every_scenario("clr10", with_variations=True).items() if name[:4] == "var-")
    record = record_of(consumer, plan, terms, variation)
    assert [(one.step, one.status) for one in record.doctor] == [("legal response not taken", "warning")]


def test_a_plan_that_leaves_nothing_to_judge_is_refused(plan: ConsumerPlan, terms: Terms) -> None:
    with pytest.raises(UsageFault) as caught:
        ConsumerRun(replace(plan, ignore=("AUT",), select=("AUT",)), Means(in_process(lambda _: 0), terms), [])
    assert caught.value.problem.code == "nothing-selected"
