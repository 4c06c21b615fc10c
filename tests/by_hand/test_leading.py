"""A whole run that a person leads over the console, with a right wallet and with wrong ones."""

from __future__ import annotations

import json
import ssl
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from clr_reports import write_reports
from conformance.by_hand.leading import Wishes, lead, led_by_hand
from conformance.by_hand.listening import Whereabouts
from conformance.errors import UsageFault
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord, SittingResult
from mock_provider.listening import bound
from mock_provider.scenarios import scenarios
from tests.by_hand.conftest import Begin
from tests.by_hand.hands import Step, rules, wrong_wallet
from tests.mock_provider.console.pictures import png

DOCUMENTS = {"rich"}
"""What comes of them only the consumer itself can tell."""


def verdicts(record: RunRecord, *rows: str) -> list[str]:
    known = {row.id: row.verdict.value for row in record.requirements}
    return [known[f"CLR10-{row}"] for row in rows]


def address_of(step: Step) -> str:
    return next(str(one["value"]) for one in step["places"] if one["label"] == "Address of the provider")


def sitting(record: RunRecord, scenario: str) -> SittingResult:
    return next(one for one in record.sittings if one.scenario == scenario)


def test_a_person_with_a_right_wallet_decides_what_a_command_cannot(begin: Begin) -> None:
    laid = [one.id for one in scenarios("clr10").values() if one.lay and one.starts == 1]
    run = begin(*laid, "denied")
    run.pass_all()
    record = run.end()
    assert record.problems == ()
    played = {"plain", "denied", *laid} - DOCUMENTS
    rows = {each.requirement for each in rules().checks if each.scenarios and {*each.scenarios} <= played}
    assert len(rows) > 25
    decided = {row.id: row.verdict.value for row in record.requirements if row.id in rows}
    assert {row: verdict for row, verdict in decided.items() if verdict != "pass"} == {}
    assert len(record.sittings) < len(laid) / 3
    assert sitting(record, "denied").ends == ("refused",)
    assert not (run.out / "sittings").exists()


def test_all_steps_are_at_one_port_and_each_at_paths_of_its_own(begin: Begin) -> None:
    run, seen = begin("denied", "copy-differs"), []
    for number in (1, 2, 3):
        seen.append(urlsplit(address_of(run.page.turn(number))))
        run.pass_(number)
    assert len({url.netloc for url in seen}) == 1
    assert len({url.path for url in seen}) == len(seen) == 3


def test_what_a_person_sees_of_a_wrong_wallet_is_a_finding_that_is_attested(begin: Begin) -> None:
    run = begin("copy-differs", "alg-none", "alg-hs256", "shown-partial")
    run.see = lambda question: "yes"  # type: ignore[method-assign]
    run.pass_all()
    record = run.end()
    assert verdicts(record, "VHO-004", "VSG-008", "CLR-009") == ["warn"] * 3
    rows = {row.id: row for row in record.requirements}
    for finding in rows["CLR10-VSG-008"].checks[0].findings:
        assert "verified, as a person attests" in finding.actual
    (finding,) = rows["CLR10-CLR-009"].checks[0].findings
    assert finding.message.startswith("As a person attests, a record is shown as incomplete")


@pytest.mark.parametrize(
    ("says_so", "how", "verdict"),
    [("yes", "refused", "pass"), ("no", "silent", "warn"), ("cannot-tell", "unclear", "incomplete")],
)
def test_whether_the_wallet_says_that_access_was_denied_a_person_sees(
    begin: Begin, says_so: str, how: str, verdict: str
) -> None:
    run = begin("denied", "unavailable")
    run.says_so = says_so
    run.pass_all()
    record = run.end()
    assert [one.ends for one in record.sittings] == [("through",), (how,), (how,)]
    assert verdicts(record, "AUT-020") == [verdict]


@pytest.mark.parametrize(("second", "verdict"), [("no", "pass"), ("yes", "warn")])
def test_what_was_revoked_meanwhile_is_asked_about_in_each_start(
    begin: Begin, plan: ConsumerPlan, second: str, verdict: str
) -> None:
    run = begin("revoked-meanwhile", plan=replace(plan, claims=plan.claims | {"keeps_state"}))
    run.pass_(1)
    see, seen = run.see, list[str]()

    def looks(question: str) -> str:
        seen.append(question)
        if question.endswith("shown as verified?"):
            return "yes" if len(seen) == 1 else second
        return see(question)

    run.see = looks  # type: ignore[method-assign]
    run.pass_all()
    record = run.end()
    assert verdicts(record, "CON-008") == [verdict], seen


def test_answers_are_kept_with_words_time_and_a_screenshot_beside_the_record(begin: Begin) -> None:
    run = begin("shown-partial")
    run.pass_(1)
    run.asked(2)
    step = run.answer_all(2)
    question = step["questions"][0]
    assert run.page.answer(step, question["id"], "cannot-tell", "a grey bar").status_code == 204
    assert run.page.drop(step, question["id"], png()).status_code == 204
    run.page.act(step, "done")
    run.page.act(run.page.turn(2, "told"), "next")
    record = run.end()
    write_reports(record, run.out, ["json"])
    first, second = sitting(record, "shown-partial").answers
    assert (first.question, first.value, first.words) == (question["text"], "cannot-tell", "a grey bar")
    assert first.at.endswith("+00:00")
    assert (run.out / first.screenshot).read_bytes() == png()
    assert second.screenshot == ""
    written = json.loads((run.out / "run.json").read_text())["sittings"][1]["answers"]
    assert [one["question"] for one in written] == [one["text"] for one in step["questions"]]
    assert verdicts(record, "CLR-009") == ["incomplete"]


def test_what_is_stopped_goes_on_where_it_was_with_all_that_was_told(begin: Begin) -> None:
    run = begin("shown-partial", "denied", "copy-differs")
    run.pass_(1)
    assert run.page.act(run.page.turn(2), "stop").status_code == 204
    record = run.end()
    assert [problem.code for problem in record.problems] == ["run-interrupted"]
    assert f"--resume {run.out}" in record.problems[0].todo
    assert (record.exit_code, len(record.sittings)) == (3, 1)

    again = begin("shown-partial", "denied", "copy-differs", resume=True)
    assert again.page.turn(2)
    again.pass_all()
    record = again.end()
    assert [one.scenario for one in record.sittings] == ["plain", "shown-partial", "denied", "copy-differs"]
    assert sitting(record, "plain").answers
    assert verdicts(record, "VHO-004", "CLR-009") == ["pass", "pass"]


def test_answers_and_pictures_of_before_the_stop_are_there_after_it(begin: Begin) -> None:
    run = begin("shown-partial", "copy-differs")
    run.asked(1)
    step = run.answer_all(1)
    run.page.drop(step, step["questions"][0]["id"], png())
    run.page.act(step, "done")
    run.page.act(run.page.turn(1, "told"), "next")
    run.page.act(run.page.turn(2), "stop")
    run.end()
    again = begin("shown-partial", "copy-differs", resume=True)
    again.pass_all()
    (answer,) = sitting(again.end(), "plain").answers
    assert (again.out / answer.screenshot).read_bytes() == png()


def test_a_person_can_repeat_a_step_go_back_and_skip(begin: Begin) -> None:
    run = begin("denied", "copy-differs")
    first = run.page.turn(1)
    assert "back" not in first["actions"]
    assert "skip" not in first["actions"]
    run.page.act(first, "repeat")
    anew = run.page.turn(1)
    assert anew["key"] != first["key"]
    run.pass_(1)
    run.page.act(run.page.turn(2), "back")
    run.pass_(1)
    run.page.act(run.page.turn(2), "skip")
    run.pass_(3)
    record = run.end()
    assert [(one.scenario, one.ends) for one in record.sittings] == [
        ("plain", ("through",)),
        ("denied", ("skipped",)),
        ("copy-differs", ("through",)),
    ]
    (row,) = (row for row in record.requirements if row.id == "CLR10-AUT-019")
    assert row.verdict.value == "excluded"
    assert not record.problems


def test_what_was_skipped_stays_undecided_and_says_so(begin: Begin) -> None:
    run = begin("copy-differs")
    run.pass_(1)
    run.page.act(run.page.turn(2), "skip")
    (row,) = (row for row in run.end().requirements if row.id == "CLR10-VHO-004")
    assert (row.verdict.value, "skipped by the person" in (row.reason or "")) == ("incomplete", True)


def test_a_wallet_that_the_mock_refuses_is_led_once_more_past_that(begin: Begin, plan: ConsumerPlan) -> None:
    run = begin("copy-differs")
    run.wallet = wrong_wallet("AsksForJson")
    run.pass_(1)
    again = run.page.turn(1)
    assert "refused what the wallet sent" in again["instructions"][0]
    run.pass_(1)
    assert run.page.turn(2)["number"] == 2


def test_a_wallet_that_gets_nowhere_is_told_why_and_may_try_again(begin: Begin) -> None:
    run = begin("copy-differs")
    right, run.wallet = run.wallet, lambda _: 20
    run.pass_(1)
    again = run.page.turn(1)
    assert "sent no request" in again["instructions"][0]
    assert "skip" in again["actions"]
    run.wallet = right
    run.pass_(1)
    assert run.page.turn(2)["number"] == 2


def test_who_leaves_that_out_has_a_run_that_came_to_nothing(begin: Begin) -> None:
    run = begin("copy-differs")
    run.wallet = lambda _: 20
    run.pass_(1)
    run.page.act(run.page.turn(1), "skip")
    record = run.end()
    assert [problem.code for problem in record.problems] == ["consumer-silent"]
    assert record.exit_code == 3


def test_requests_for_a_step_that_is_over_are_late_and_nothing_else(begin: Begin) -> None:
    run = begin("copy-differs")
    old = address_of(run.page.turn(1))
    run.pass_(1)
    run.page.turn(2)
    authority = run.page.last["places"][0]["value"]
    with httpx.Client(verify=ssl.create_default_context(cafile=authority)) as http:
        assert http.get(f"{old}/discovery").status_code == 404
    run.pass_(2)
    record = run.end()
    assert [one.late for one in record.sittings] == [1, 0]
    assert old not in "".join(one.url for one in record.exchanges[record.sittings[1].first :])


def test_what_comes_is_shown_with_what_is_wrong_in_it(begin: Begin) -> None:
    run = begin("copy-differs")
    run.wallet = wrong_wallet("AsksForJson")
    run.play(1)
    run.page.wait(lambda _: any(line["kind"] == "finding" for line in run.page.lines))
    found = {line["requirement"]: line for line in run.page.lines if line["kind"] == "finding"}
    cited = found["CLR10-API-009"]["number"]
    assert cited in [line["number"] for line in run.page.lines if line["kind"] == "exchange"]


def test_passwords_are_on_the_page_where_they_are_the_mocks_own_and_in_no_record(
    begin: Begin, plan: ConsumerPlan
) -> None:
    run = begin("copy-differs")
    assert {"label": "Password", "value": "mira-password"} in run.page.turn(1)["places"]
    step = run.asked(1)
    run.page.answer(step, "q1", "yes", "I typed mira-password")
    run.page.act(step, "done")
    run.page.act(run.page.turn(1, "told"), "next")
    run.page.act(run.page.turn(2), "stop")
    record = run.end()
    write_reports(record, run.out, ["json", "html", "markdown"])
    for name in ("run.json", "report.html", "report.md"):
        assert "mira-password" not in (run.out / name).read_text()
    assert "I typed" in record.sittings[0].answers[0].words


def test_a_password_of_the_plan_is_not_on_the_page(begin: Begin, plan: ConsumerPlan) -> None:
    run = begin("copy-differs", plan=replace(plan, learners={"mira": "canary-of-mira"}))
    step = run.page.turn(1)
    assert {"label": "Password", "value": "(as in your plan)"} in step["places"]
    (told,) = (run.page.http.get("/console/state"),)
    assert "canary" not in told.text


def test_a_port_that_is_taken_is_told_before_anything_begins(plan: ConsumerPlan, tmp_path: Path) -> None:
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        for where in (Whereabouts(port, data_dir=tmp_path), Whereabouts(0, console_port=port, data_dir=tmp_path)):
            with pytest.raises(UsageFault) as fault:
                lead(led_by_hand(plan), tmp_path / "out", Wishes(where))
            assert fault.value.problem.code == "port-taken"
    assert not (tmp_path / "out" / "sittings").exists()


def test_who_verifies_files_alone_is_not_led_by_hand(plan: ConsumerPlan) -> None:
    with pytest.raises(UsageFault) as fault:
        led_by_hand(replace(plan, claims=frozenset({"verify", "verify_signed"})))
    assert fault.value.problem.code == "by-hand-only-files"
