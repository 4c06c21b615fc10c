"""The doctor names what stands in the way of judging, says what to do, and blames no requirement for it."""

from __future__ import annotations

import contextlib
import itertools
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, cast

import pytest

from conformance.access import Credentials
from conformance.plan import DataSpec, Plan
from conformance.suites.answer import Answer
from conformance.suites.doctor import clock
from mock_provider.behaviour import Response
from mock_provider.behaviour.tools import page, when
from mock_provider.oauth.faults._responses import members
from mock_provider.testing import MockServer

from .conftest import Judged, behaviour, reply, status

ANY = ["CLR10-GCS-001"]
LATER = ["discovery", "registration", "login", "data"]


def steps(found: Judged) -> dict[str, str]:
    """Status by step."""
    return {diagnosis.step: diagnosis.status for diagnosis in found.record.doctor}


def said(found: Judged, step: str) -> str:
    """Message and advice of a step."""
    (diagnosis,) = (one for one in found.record.doctor if one.step == step)
    return f"{diagnosis.message} {diagnosis.todo}"


def to(url: str, **values: object) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, target=replace(plan.target, url=url, **values))  # type: ignore[arg-type]


def test_a_target_in_good_health(judged) -> None:
    found = judged((), ANY)

    assert set(steps(found).values()) == {"ok"}
    assert list(steps(found)) == [
        "name",
        "connection",
        "clock",
        "editions",
        "discovery",
        "registration",
        "login",
        "data",
    ]
    assert found.record.problems == ()
    assert "110 CLRs" in said(found, "data")


def test_what_is_there_but_not_claimed_is_told(judged) -> None:
    found = judged((), ANY, claims={"hosted": False, "signed": False})

    assert "CLRs have hosted items, which the plan does not claim (claims.hosted)" in said(found, "data")
    assert "(claims.signed)" in said(found, "data")


def test_a_target_that_calls_itself_otherwise(judged) -> None:
    def elsewhere(response: Response) -> None:
        response.body = response.body.replace(b"https://127.0.0.1", b"https://clr.internal")

    found = judged(behaviour("getClrs", on_response=when(200, change=elsewhere)), ANY)

    assert steps(found)["data"] == "warning"
    assert "another origin, such as https://clr.internal" in said(found, "data")


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def expect_unreachable(found: Judged, step: str, code: str) -> None:
    assert steps(found)[step] == "failed"
    assert set(list(steps(found).values())[list(steps(found)).index(step) + 1 :]) == {"skipped"}
    assert [problem.code for problem in found.record.problems] == [code]
    assert found.record.problems[0].todo
    assert found["CLR10-GCS-001"] == "incomplete"
    assert not found.named
    assert found.record.exit_code == 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://no-such-host.invalid", "name-not-found"),
        ("https://[broken", "target-not-a-url"),
        ("ftp://127.0.0.1", "target-not-a-url"),
        ("127.0.0.1:8440", "target-not-a-url"),
        ("https://127.0.0.1:99999", "name-not-found"),
        ("", "target-not-a-url"),
    ],
)
def test_a_target_without_an_address(judged, url: str, code: str) -> None:
    expect_unreachable(judged((), ANY, change=to(url)), "name", code)


def test_nobody_listens(judged) -> None:
    with closed_port() as port:
        expect_unreachable(judged((), ANY, change=to(f"https://127.0.0.1:{port}")), "connection", "target-refused")


def test_a_certificate_that_is_not_trusted(judged, mock: MockServer) -> None:
    found = judged((), ANY, change=to(mock.url, ca=None))

    expect_unreachable(found, "connection", "target-tls-untrusted")
    assert "--ca" in said(found, "connection")


def test_plain_http_is_not_allowed(judged, mock: MockServer) -> None:
    expect_unreachable(judged((), ANY, change=to(mock.http_url)), "connection", "target-http-refused")


def test_clocks() -> None:
    def seen(**headers: str) -> str:
        return clock(Answer(reply({}, **cast(Any, headers)), "getDiscoveryDocument")).status

    assert seen(date=format_datetime(datetime.now(UTC), usegmt=True)) == "ok"
    assert seen(date="Thu, 01 Jan 2015 00:00:00 GMT") == "warning"
    assert seen(date="soon") == seen() == "skipped"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (status(404), "answered 404"),
        (page, "not JSON"),
        (lambda response: setattr(response, "body", b"[]"), "not a JSON object"),
        (lambda response: setattr(response, "body", b""), "not JSON"),
    ],
)
def test_no_discovery_document(judged, change: Callable[[Response], object], message: str) -> None:
    found = judged(behaviour("getDiscoveryDocument", on_response=change), ANY)

    assert steps(found)["discovery"] == "warning"
    assert message in said(found, "discovery")


def test_a_discovery_document_of_another_shape(judged) -> None:
    found = judged(behaviour("getDiscoveryDocument", on_response=members(name={}, scopesOffered=5)), ANY)

    assert steps(found)["discovery"] == "ok"
    assert "0 scopes" in said(found, "discovery")


def test_registration_fails(judged) -> None:
    found = judged(behaviour("register", on_response=status(403)), ANY)

    assert steps(found)["registration"] == "failed"
    assert steps(found)["login"] == "skipped"
    assert found.record.exit_code == 3


def test_a_client_that_the_question_about_the_endpoint_leaves_behind_is_told(judged) -> None:
    """A lenient target takes even metadata without redirect URIs."""

    def lenient(response: Response) -> None:
        response.status, response.json = 201, {"client_id": "lenient", "client_secret": "secret-of-lenient"}

    def named(plan: Plan) -> Plan:
        place = plan.target.url.partition("/ims/")[0] + "/oauth/register"
        return replace(plan, target=replace(plan.target, registration_url=place))

    taken = behaviour("register", on_response=when(400, change=lenient))
    found = judged(taken, ["CLR10-GCS-001"], change=named)

    assert found["CLR10-GCS-001"] == "pass"
    assert "since the target removes none: 2" in found.record.leftovers[0]


def test_a_wrong_password(judged) -> None:
    def change(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, owner=Credentials("mira", "wrong")))

    found = judged((), ANY, change=change)

    assert steps(found)["login"] == "failed"
    assert said(found, "login").strip()
    assert steps(found)["data"] == "skipped"
    assert found["CLR10-GCS-001"] == "incomplete"
    assert found.record.exit_code == 3


def test_data_that_are_lacking_are_named(judged) -> None:
    def change(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, second_owner=None), data=DataSpec())

    found = judged((), ANY, owner="kim", change=change, claims={"write": False})

    assert steps(found)["data"] == "warning"
    for part in ("0 CLRs", "paging needs two", "hosted assertion", "public key", "second user"):
        assert part in said(found, "data")


def test_a_link_next_on_every_page_ends_at_an_empty_one(judged) -> None:
    """Told by the requirement that speaks of it; no other row is left undecided for it."""

    def change(response: Response) -> None:
        offset = int(response.request.query.get("offset", "0")) + 1
        url = f"https://{response.request.headers['host']}{response.request.path}?limit=1&offset={offset}"
        response.headers["link"] = f'<{url}>; rel="next"'

    endless = behaviour("getClrs", on_response=when(200, change=change))
    found = judged(endless, ["CLR10-GCS-021"], owner="nils")

    assert steps(found)["data"] == "ok"
    assert found["CLR10-GCS-021"] == "fail"


def test_a_list_that_never_ends(judged) -> None:
    """Told within its limits."""

    def change(response: Response) -> None:
        url = f"https://{response.request.headers['host']}{response.request.path}?limit=1&offset=0"
        response.headers["link"] = f'<{url}&page={next(numbers)}>; rel="next"'

    numbers = itertools.count()
    found = judged(behaviour("getClrs", on_response=change), ANY, owner="nils")

    assert steps(found)["data"] == "warning"
    assert "never ends" in said(found, "data")


def test_the_run_may_send_no_more(judged) -> None:
    found = judged((), ANY, change=lambda plan: replace(plan, limits=replace(plan.limits, exchanges=3)))

    assert steps(found)["limits"] == "failed"
    assert found.record.exit_code == 3
