"""GCL: ``GET /clrs/{sourcedId}``."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.edition import BASE_PATH
from conformance.rulebooks.clr10.provider.listing import Entry
from conformance.rulebooks.clr10.provider.posts import EARLIER, now
from conformance.rulebooks.clr10.provider.readable import readable, with_url_of_target
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.likeness import break_by, differences
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual, not_applicable

SAMPLE = 12


@pytest.fixture(scope="session")
def hosted(target: ClrTarget) -> Entry:
    """A CLR that getClr can be tried on."""
    return readable(target)


def sample(target: ClrTarget) -> Sequence[Entry]:
    """Up to ``SAMPLE`` CLRs with a URL of the target as id, spread over the whole list; else the run's own."""
    listed = with_url_of_target(target)
    if listed:
        return listed[:: max(1, len(listed) // SAMPLE)][:SAMPLE]
    if "write" in target.plan.claims:
        return (target.posts.own(),)
    if not target.listing().entries:
        incomplete("the account of login.owner has no CLR, and the plan claims no write to put one there")
    not_applicable("no listed CLR has a URL of the target as its id")


@pytest.fixture(scope="session")
def fetched(target: ClrTarget) -> Sequence[tuple[Entry, Answer]]:
    """The sample, each fetched at its id."""
    return [(entry, target.api.get_clr_at(entry.id)) for entry in sample(target)]


@requirement("CLR10-GCL-001")
def test_clr_is_a_closed_document(provider: ProviderApi, hosted: Entry) -> None:
    provider.get_clr(hosted.id).expect(200).expect_document("GetClrPayload")


@requirement("CLR10-GCL-002")
def test_missing_token_is_refused(provider: ProviderApi, hosted: Entry) -> None:
    provider.get_clr(hosted.id).require(200)
    answer = provider.get_clr(hosted.id, token=None)
    answer.expect(401, why=f"a CLR without an access token was answered {answer.status}")


@requirement("CLR10-GCL-002")
def test_token_of_another_scope_is_refused(target: ClrTarget, hosted: Entry) -> None:
    target.api.get_clr(hosted.id).require(200)
    answer = target.api.get_clr(hosted.id, token=target.tokens.without("readonly"))
    answer.expect(401, 403, why=f"a CLR with a token that lacks the scope readonly was answered {answer.status}")


@requirement("CLR10-GCL-003")
def test_unknown_id_is_not_found(provider: ProviderApi) -> None:
    answer = provider.get_clr(str(uuid.uuid4()))
    answer.expect(404, why=f"an id that nobody knows was answered {answer.status}, not 404").expect_status_body()


@pytest.fixture(scope="session")
def revoked(target: ClrTarget) -> Answer:
    """The answer for a CLR that is known to be revoked."""
    known = target.plan.data.revoked_clr or next(
        (entry.id for entry in target.listing().with_url() if entry.clr.get("revoked") is True), None
    )
    if known is None:
        manual("revoke a CLR, fetch it, and expect 410 (or name one in the plan: data.revoked_clr)")
    return target.api.get_clr(known)


@requirement("CLR10-GCL-004")
def test_revoked_clr_is_gone(revoked: Answer) -> None:
    revoked.expect(410, why=f"a revoked CLR was answered {revoked.status}, not 410")


@requirement("CLR10-GCL-005")
def test_410_may_hold_the_clr(revoked: Answer, note: Any) -> None:
    if revoked.status != 410:
        not_applicable(f"the revoked CLR was answered {revoked.status}")
    document = revoked.json()
    note(
        "the 410 holds the CLR"
        if isinstance(document, dict) and "learner" in document
        else "the 410 holds a status body"
    )


@requirement("CLR10-GCL-006")
def test_answer_is_the_current_version(target: ClrTarget) -> None:
    clr = target.posts.kept(issuedOn=EARLIER, name="First version")
    target.api.get_clr(clr["id"]).require(200)
    current = {**clr, "issuedOn": now(), "name": "Second version"}
    target.posts.post(current).require(200)
    answer = target.api.get_clr(clr["id"]).expect(200)
    seen = answer.object()
    changed = differences({name: value for name, value in current.items() if name != "id"}, seen)  # CLR10-GCL-007
    if not changed:
        return
    listed = target.posts.listed(clr["id"])
    if listed is not None and differences(seen, listed.clr) == []:
        row = "CLR10-PST-002" if listed.clr.get("name") == clr["name"] else "CLR10-PST-012"
        incomplete(f"the target did not keep the CLR as it was posted (see {row})")
    if seen.get("name") != clr["name"]:
        break_by(answer, changed, "what getClr gives")
    answer.broken(
        "an old version comes back after the CLR was replaced",
        expected="Second version",
        actual=str(seen.get("name")),
        pointer="/name",
    )


@requirement("CLR10-GCL-007")
def test_id_equals_the_url_requested(fetched: Sequence[tuple[Entry, Answer]]) -> None:
    served = [(entry, answer) for entry, answer in fetched if answer.status == 200]
    if not served:
        incomplete("none of the listed CLRs is served at its id (see CLR10-GCL-009)")
    for entry, answer in served:
        seen = answer.object().get("id")
        if seen != entry.id:
            answer.broken(
                "the document has another id than the URL it was fetched from",
                expected=entry.id,
                actual=str(seen),
                pointer="/id",
            )


@requirement("CLR10-GCL-008")
def test_clr_of_another_user_is_not_served(target: ClrTarget, hosted: Entry) -> None:
    if target.plan.login.second_owner is None and not target.plan.login.second_tokens:
        manual("fetch a CLR of one user with the token of another, and expect 403 or 404 (or set login.second_owner)")
    target.tokens.need_another("second", "readonly")
    target.api.get_clr(hosted.id).require(200)
    answer = target.api_of("second").get_clr(hosted.id)
    answer.expect(403, 404, why=f"a CLR of another user was answered {answer.status}")


@requirement("CLR10-GCL-009")
def test_clr_is_served_at_its_id(fetched: Sequence[tuple[Entry, Answer]], note: Any) -> None:
    for entry, answer in fetched:
        if f"{BASE_PATH}/clrs/" not in entry.id:
            answer.broken(
                "the id of a listed CLR does not have the path form of getClr",
                expected=f"...{BASE_PATH}/clrs/{{sourcedId}}",
                actual=entry.id,
            )
        answer.expect(200, why=f"GET of the id of a listed CLR was answered {answer.status}: {entry.id}")
    note(f"{len(fetched)} CLRs fetched at their ids")
