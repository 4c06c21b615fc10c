"""What an accident is, what is asked once more, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.record import CheckResult, Finding, Outcome
from conformance.suites.steady import SteadyWire, settled
from conformance.wire import BudgetExhausted

URL = "https://provider.example/ims/clr/v1p0/clrs"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Answering = Callable[..., SteadyWire]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A wire to a target that gives these answers, one after the other; ``None`` closes the connection."""
    wires: list[SteadyWire] = []

    def made(*statuses: int | None, exchanges: int = 100, **headers: str) -> SteadyWire:
        left = list(statuses)

        async def app(scope, receive, send) -> None:
            status = left.pop(0)
            if status is None:
                return
            fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": fields})
            await send({"type": "http.response.body", "body": b""})

        wires.append(SteadyWire(limits=Limits(exchanges=exchanges), app=app))
        return wires[-1]

    yield made
    for wire in wires:
        wire.close()


def statuses(replies: Sequence[Response]) -> list[int | None]:
    return [reply.status for reply in replies]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_asked_once_more(answering: Answering, method: str, status: int) -> None:
    wire = answering(status, 200)
    assert wire.send(method, URL).status == 200
    assert wire.accidents.recovered == {0}
    assert wire.accidents.unsteady


def test_a_connection_that_is_lost_is_asked_once_more(answering: Answering) -> None:
    wire = answering(200, None, 201)
    wire.send("GET", URL)
    assert wire.send("POST", URL, content=b"{}").status == 201
    assert wire.problem(undecided=0) is None
    assert wire.problem(undecided=1) is not None


def test_a_server_error_twice_is_the_answer(answering: Answering) -> None:
    wire = answering(500, 500)
    assert wire.send("GET", URL).status == 500
    assert not wire.accidents.decides_nothing(1)
    assert wire.problem(undecided=0) is None


@pytest.mark.parametrize("status", [400, 401, 404, 429, 501])
def test_what_the_target_means_is_not_asked_again(answering: Answering, status: int) -> None:
    assert answering(status).send("GET", URL).status == status


def test_who_asks_to_wait_is_asked_again_when_it_said(answering: Answering) -> None:
    wire = answering(429, 200, Retry_After="1")
    reply = wire.send("GET", URL)
    assert reply.status == 200
    assert wire.problem(undecided=0) is None


def test_a_long_wait_is_not_waited_for(answering: Answering) -> None:
    wire = answering(503, Retry_After="120")
    assert wire.send("GET", URL).status == 503
    assert wire.accidents.decides_nothing(0)


@pytest.mark.parametrize("form", [b"grant_type=authorization_code&code=c", b"grant_type=refresh_token&refresh_token=r"])
def test_what_works_once_is_sent_once(answering: Answering, form: bytes) -> None:
    wire = answering(500)
    assert wire.send("POST", URL, headers=FORM, content=form).status == 500
    assert wire.accidents.decides_nothing(0)


def test_a_step_of_several_requests_is_taken_again(answering: Answering) -> None:
    wire = answering(200, 502, 200, 200)
    taken = wire.again(lambda: (wire.send("GET", URL), wire.send("POST", URL, headers=FORM, content=b"user=u"))[1])
    assert taken.status == 200
    assert statuses(wire.transcript.responses) == [200, 502, 200, 200]
    assert not wire.accidents.decides_nothing(1)


def test_a_step_that_a_limit_keeps_from_being_taken_again_says_nothing_of_the_target(answering: Answering) -> None:
    wire = answering(503, exchanges=1)
    with pytest.raises(BudgetExhausted):
        wire.again(lambda: wire.send("POST", URL, headers=FORM, content=b"user=u"))
    assert wire.accidents.decides_nothing(0)
    assert not wire.accidents.unsteady


def test_a_step_that_ends_in_the_same_accident_is_the_answer(answering: Answering) -> None:
    wire = answering(500, 500)
    assert wire.again(lambda: wire.send("POST", URL, headers=FORM, content=b"user=u")).status == 500
    assert not wire.accidents.decides_nothing(0)
    assert not wire.accidents.decides_nothing(1)


def test_in_an_unsteady_run_no_server_error_decides(answering: Answering) -> None:
    wire = answering(500, 500, 500, 200)
    wire.send("GET", URL)
    failed = CheckResult("a", Outcome.FAIL, (Finding("", "refused", exchanges=(1,)),))
    assert settled([failed], wire) == [failed]
    wire.send("GET", URL)
    (result,) = settled([failed], wire)
    assert result.outcome is Outcome.INCOMPLETE
    assert result.reason == "GET was answered 500: an accident decides nothing"
    problem = wire.problem(undecided=1)
    assert problem is not None
    assert problem.message.endswith("of 4 answers 3 were 500.")


def test_a_refusal_after_a_lost_deletion_decides_nothing(answering: Answering) -> None:
    """The deletion may have been done before its answer was lost: then 404 is right."""
    wire = answering(504, 404)
    wire.send("DELETE", URL)
    failed = CheckResult("a", Outcome.FAIL, exchanges=(0, 1))
    assert settled([failed], wire)[0].outcome is Outcome.INCOMPLETE


def test_the_last_question_shows_that_the_target_was_away(answering: Answering) -> None:
    wire = answering(502, 502, 200)
    wire.send("GET", URL)
    wire.confirm()
    assert wire.accidents.decides_nothing(1)


def test_the_last_question_is_not_about_what_was_deleted(answering: Answering) -> None:
    wire = answering(500, 500, 204, 404)
    wire.send("GET", URL)
    wire.send("DELETE", URL)
    wire.confirm()
    assert not wire.accidents.decides_nothing(1)


def test_a_target_that_always_fails_is_asked_and_told(answering: Answering) -> None:
    wire = answering(500, 500, 500)
    wire.send("GET", URL)
    wire.confirm()
    assert not wire.accidents.decides_nothing(1)
