"""DEL: ``DELETE /clrs/{sourcedId}``, only ever of CLRs that the run has posted itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import walk
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable


@pytest.fixture(scope="session")
def new_id(target: ClrTarget) -> Any:
    """Posts a CLR and gives its id."""

    def make() -> str:
        if "write" not in target.plan.claims:
            incomplete("nothing to delete: the plan does not claim write, so the run cannot make a CLR of its own")
        return str(target.posts.kept()["id"])

    return make


@dataclass(frozen=True, slots=True)
class Deletion:
    """A CLR of the run, and the answer to its deletion."""

    clr_id: str
    answer: Answer


@pytest.fixture(scope="session")
def deletion(target: ClrTarget, new_id: Any) -> Deletion:
    """A right deletion of a CLR that was just posted."""
    clr_id = new_id()
    answer = target.api.delete_clr(clr_id)
    if answer.status in (200, 202, 204):
        target.cleanup.gone(clr_id)
    return Deletion(clr_id, answer)


@requirement("CLR10-DEL-001")
def test_delete_succeeds(deletion: Deletion) -> None:
    answer = deletion.answer.expect(200, 202, 204)
    if answer.status == 204:
        if answer.response.body:
            answer.broken("a 204 has a body", expected="no body", actual=f"{len(answer.response.body)} bytes")
    else:
        answer.expect_status_body()


@requirement("CLR10-DEL-002")
def test_token_of_another_scope_is_refused(target: ClrTarget, deletion: Deletion, new_id: Any) -> None:
    deletion.answer.require(200, 202, 204)
    answer = target.api.delete_clr(new_id(), token=target.tokens.without("delete"))
    answer.expect(401, 403, why=f"a delete with a token that lacks the scope delete was answered {answer.status}")


@requirement("CLR10-DEL-003")
def test_missing_token_is_refused(target: ClrTarget, deletion: Deletion, new_id: Any) -> None:
    deletion.answer.require(200, 202, 204)
    answer = target.api.delete_clr(new_id(), token=None)
    answer.expect(401, why=f"a delete without an access token was answered {answer.status}")


@requirement("CLR10-DEL-004")
def test_unknown_id_is_not_found(provider: ProviderApi, deletion: Deletion) -> None:
    deletion.answer.require(200, 202, 204)
    answer = provider.delete_clr(str(uuid.uuid4()))
    answer.expect(404, why=f"the delete of an id that nobody knows was answered {answer.status}, not 404")


@requirement("CLR10-DEL-005")
def test_status_body_of_200_says_success(deletion: Deletion) -> None:
    if deletion.answer.status != 200:
        not_applicable(f"the deletion was answered {deletion.answer.status}")
    expect_status(deletion.answer, "success", "status")
    deletion.answer.expect_code_minor("fullsuccess")


@requirement("CLR10-DEL-006")
def test_status_body_of_202_says_processing(deletion: Deletion) -> None:
    if deletion.answer.status != 202:
        not_applicable(f"the deletion was answered {deletion.answer.status}")
    expect_status(deletion.answer, "processing", "status")


def expect_status(answer: Answer, major: str, severity: str) -> None:
    """Demand these two values of a status body."""
    document = answer.object()
    for member, value in (("imsx_codeMajor", major), ("imsx_severity", severity)):
        if document.get(member) != value:
            answer.broken(
                f"{member} is not {value}", expected=value, actual=str(document.get(member)), pointer=f"/{member}"
            )


@requirement("CLR10-DEL-007")
def test_deleted_clr_cannot_be_fetched(target: ClrTarget, deletion: Deletion) -> None:
    done(deletion)
    answer = target.api.get_clr(deletion.clr_id)
    answer.expect(404, 410, why=f"a CLR that was deleted is still answered {answer.status}", after=deletion.answer)


@requirement("CLR10-DEL-007")
def test_deleted_clr_is_not_listed(target: ClrTarget, deletion: Deletion) -> None:
    done(deletion)
    listing = walk(target.api, target.plan.limits.pages)
    if any(entry.id == deletion.clr_id for entry in listing.entries):
        listing.pages[-1].broken(
            f"the deleted CLR {deletion.clr_id} is still in the list",
            expected="absent",
            actual="listed",
            after=deletion.answer,
        )


def done(deletion: Deletion) -> None:
    """End the check when the deletion follows later."""
    if deletion.answer.status == 202:
        not_applicable("the deletion was answered 202: it follows later")
    deletion.answer.require(200, 204)


@requirement("CLR10-DEL-008")
def test_second_delete_is_not_found(provider: ProviderApi, deletion: Deletion) -> None:
    done(deletion)
    answer = provider.delete_clr(deletion.clr_id)
    answer.expect(404, why=f"the second delete of a CLR was answered {answer.status}, not 404")
