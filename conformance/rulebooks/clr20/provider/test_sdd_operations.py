"""SDD: the operations that the service description lists."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr20.provider.description import Described, operations_in
from conformance.rulebooks.clr20.provider.edition import DISCOVERY, GET_PROFILE, LIST, PUT_PROFILE, UPSERT
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable

OPERATIONS = (LIST, UPSERT, GET_PROFILE, PUT_PROFILE, DISCOVERY)
ABSENT = (404, 405, 410, 501)


@pytest.fixture(scope="module")
def answer(target: Clr20Target) -> Answer:
    """The answer to GET /discovery without a token, whatever it is."""
    return target.session.discovery()


@pytest.fixture(scope="module")
def listed(target: Clr20Target) -> dict[str, Described]:
    """The operations of the standard that the document lists."""
    document = target.session.discovery_document()
    return {each.operation: each for each in operations_in(document, target.facts)}


@requirement("CLR20-SDD-08")
@pytest.mark.parametrize("operation", [LIST, UPSERT, GET_PROFILE, PUT_PROFILE])
def test_operation_that_is_there_is_listed(
    target: Clr20Target, answer: Answer, listed: dict[str, Described], operation: str
) -> None:
    about = target.facts.operations[operation]
    if about.claim not in target.plan.claims:
        not_applicable(f"the plan does not claim {about.claim}")
    if operation not in listed:
        answer.broken(
            f"the document does not list {operation}",
            expected=f"{about.method} {about.path}",
            actual=", ".join(listed) or "no operation of the standard",
            pointer="/paths",
        )


@requirement("CLR20-SDD-08")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_that_is_listed_is_there(
    target: Clr20Target, answer: Answer, listed: dict[str, Described], operation: str
) -> None:
    """Asked without a token, so that nothing changes."""
    if operation not in listed:
        not_applicable(f"the document does not list {operation}")
    about = target.facts.operations[operation]
    if about.claim in target.plan.claims:
        return  # rows of the operation say whether it works
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    content = b"" if about.method == "GET" else b"{}"
    url = target.api.url_of(operation)
    response = target.wire.send(about.method, url, headers=headers, content=content, label=operation)
    found = target.session.answer(response, operation).arrived()
    if found.status in ABSENT:
        answer.broken(
            f"the document lists {operation}, which is not there",
            expected="operations that the target supports",
            actual=f"{about.method} {about.path} is answered {found.status}",
            pointer=listed[operation].pointer,
            after=found,
        )
    if (found.status or 0) >= 500:
        incomplete(f"{operation} was answered {found.status}")
