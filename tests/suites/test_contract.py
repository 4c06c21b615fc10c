"""Responses against the OpenAPI contract: what departs is told by its part, never with the payload."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.suites.answer import Answer
from conformance.suites.contract import ContractValidator

from .conftest import reply

BASE = "https://provider.example/tenant/ims/clr/v1p0"
DATA = Path(__file__).parents[1] / "rulebooks" / "clr10" / "document" / "data"
SET = json.loads((DATA / "minimal.json").read_text())
STATUS = json.loads((DATA / "status.json").read_text())


@pytest.fixture(scope="module")
def validator() -> ContractValidator:
    return ContractValidator("clr10", BASE)


def answer(body: Any, code: int = 200, path: str = "/clrs", **how: Any) -> Answer:
    return Answer(reply(body, code, url=BASE + path, **how), "getClrs")


def test_right_responses(validator: ContractValidator) -> None:
    assert validator.errors(answer(SET, x_total_count="1", link='<x>; rel="first"')) == ()
    assert validator.errors(answer(SET, path="/clrs?limit=1&since=2021-06-30T12%3A00%3A00Z")) == ()
    assert validator.errors(answer(STATUS, 400)) == ()
    assert validator.errors(answer(STATUS, 418)) == ()  # the catch-all of the contract


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        pytest.param(answer({}), "body", id="no ClrSet"),
        pytest.param(answer(SET, x_total_count="many"), "header", id="count in words"),
        pytest.param(answer(SET, content_type="application/json"), "media type", id="media type"),
        pytest.param(answer(SET, 400), "body", id="a set as an error"),
        pytest.param(answer(SET, path="/assertions/a/b"), "operation", id="no such path"),
        pytest.param(answer(b"<p>"), "body", id="no JSON"),
    ],
)
def test_wrong_responses(validator: ContractValidator, wrong: Answer, part: str) -> None:
    assert {error.part for error in validator.errors(wrong)} == {part}


def test_errors_do_not_repeat_the_payload(validator: ContractValidator) -> None:
    errors = validator.errors(answer({"clrs": [{"name": "A secret name" * 500}]}))

    assert errors
    assert all(len(error.message) < 1000 for error in errors)


def test_bodies_after_a_right_one_of_their_kind_are_looked_at_too(validator: ContractValidator) -> None:
    assert validator.errors(answer(SET)) == ()
    assert validator.errors(answer({**SET, "clrs": []})) == ()

    assert [error.part for error in validator.errors(answer({**SET, "clrs": [{}]}))] == ["body"]
    assert [error.part for error in validator.errors(answer(b"<p>"))] == ["body"]
    assert [error.part for error in validator.errors(answer(b""))] == ["body"]


def test_a_right_one_vouches_for_no_other_headers(validator: ContractValidator) -> None:
    assert validator.errors(answer(SET, x_total_count="3")) == ()

    assert [error.part for error in validator.errors(answer(SET, x_total_count="three"))] == ["header"]
