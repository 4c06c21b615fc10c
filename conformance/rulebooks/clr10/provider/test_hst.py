"""HST: the four public item reads, at the URLs that the target's own CLRs name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.hosted import KINDS, Items, expect_item, hosted_by_target, read, served_to_all
from conformance.rulebooks.clr10.provider.posts import now
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual, not_applicable


@pytest.fixture(scope="session")
def item(target: ClrTarget) -> Callable[[str], str]:
    """The URL of an item of a kind on the target; ends the check when there is none."""
    return Items(target)


@requirement("CLR10-HST-001")
def test_hosted_assertion_is_served(provider: ProviderApi, item: Callable[[str], str]) -> None:
    expect_item(provider, "assertion", item("assertion"))


@requirement("CLR10-HST-002")
def test_hosted_endorsement_is_served(provider: ProviderApi, item: Callable[[str], str]) -> None:
    expect_item(provider, "endorsement", item("endorsement"))


@requirement("CLR10-HST-003")
def test_key_is_served(provider: ProviderApi, item: Callable[[str], str]) -> None:
    expect_item(provider, "key", item("key"))


@requirement("CLR10-HST-004")
def test_revocation_list_is_served(provider: ProviderApi, item: Callable[[str], str]) -> None:
    expect_item(provider, "revocation list", item("revocation list"))


@requirement("CLR10-HST-005")
@pytest.mark.parametrize("name", KINDS)
def test_no_token_is_asked_for(provider: ProviderApi, item: Callable[[str], str], name: str) -> None:
    answer = read(provider, name, item(name)).arrived()
    if answer.status in (401, 403):
        answer.broken(
            f"reading {name} without a token was answered {answer.status}", expected="200", actual=str(answer.status)
        )


@requirement("CLR10-HST-006")
@pytest.mark.parametrize("name", KINDS)
def test_unknown_id_is_not_found(target: ClrTarget, provider: ProviderApi, name: str) -> None:
    if KINDS[name].claim not in target.plan.claims:
        not_applicable(f"the target does not claim {KINDS[name].claim}")
    answer = read(provider, name, provider.item(KINDS[name].collection, str(uuid.uuid4())))
    why = f"the {name} of an id that nobody knows was answered {answer.status}, not 404"
    answer.expect(404, why=why).expect_status_body()


@requirement("CLR10-HST-007")
def test_answer_is_the_current_version(target: ClrTarget) -> None:
    if not {"write", "hosted"} <= target.plan.claims:
        manual("change a hosted item (for example revoke it), fetch it again, and look for the change")
    own = hosted_by_target(target)
    if own is None:
        manual("the target does not host assertions that are posted: change a hosted item there and fetch it again")
    clr, hosted = own
    clr["assertions"][0]["narrative"] = "Second version"
    target.posts.post({**clr, "issuedOn": now(), "name": "Second version"}).require(200)
    answer = target.api.get_assertion(hosted).expect(200)
    seen = answer.object().get("narrative")
    if seen == "First version":
        answer.broken(
            "an old version is served after the change",
            expected="Second version",
            actual=seen,
            pointer="/narrative",
        )
    if seen != "Second version":
        incomplete(
            "the assertion does not hold what was posted, so that its versions look the same (see CLR10-PST-012)"
        )


@requirement("CLR10-HST-008")
@pytest.mark.parametrize("name", KINDS)
def test_id_equals_the_url_requested(provider: ProviderApi, item: Callable[[str], str], name: str) -> None:
    url = item(name)
    answer = served_to_all(read(provider, name, url)).require(200)
    seen = answer.object().get("id")
    if seen != url:
        answer.broken(f"the {name} has another id than its URL", expected=url, actual=str(seen), pointer="/id")


@pytest.fixture(scope="session")
def revoked(target: ClrTarget) -> Answer:
    """The answer for a hosted assertion that is known to be revoked."""
    listed = [url for url in target.links().revoked_assertions if target.session.same_origin(url)]
    known = target.plan.data.revoked_assertion or next(iter(listed), None)
    if known is None:
        manual("revoke a hosted assertion and fetch it (or name one in the plan: data.revoked_assertion)")
    url = known if known.startswith(("https://", "http://")) else target.api.item("assertions", known)
    return target.api.get_assertion(url)


@requirement("CLR10-HST-009")
def test_revoked_assertion_is_marked(revoked: Answer) -> None:
    revoked.expect(200, 410)
    if revoked.status == 200 and revoked.object().get("revoked") is not True:
        revoked.broken(
            "a revoked assertion is served as if it were valid",
            expected="410, or revoked true",
            actual="200",
            pointer="/revoked",
        )


@requirement("CLR10-HST-010")
def test_revoked_assertion_may_be_cut_down(revoked: Answer, note: Any) -> None:
    if revoked.status != 200:
        not_applicable(f"the revoked assertion was answered {revoked.status}")
    members = sorted(set(revoked.object()) - {"@context", "type"})
    note(f"the revoked assertion holds {', '.join(members)}")


@requirement("CLR10-HST-011")
def test_redirects_end_at_the_document(
    target: ClrTarget, provider: ProviderApi, item: Callable[[str], str], note: Any
) -> None:
    before = len(target.wire.transcript)
    answer = provider.get_assertion(item("assertion"))
    if answer.response.failure is not None and answer.response.failure.code == "redirect-loop":
        answer.broken(
            "the redirects of a hosted assertion do not end",
            expected="at most 5",
            actual=answer.response.failure.message,
        )
    served_to_all(answer)
    hops = len(target.wire.transcript) - before - 1
    if answer.arrived().status != 200 and not hops:
        incomplete(f"the hosted assertion was answered {answer.status} without any redirect (see CLR10-HST-001)")
    answer.expect(200, why=f"after {hops} redirects the hosted assertion was answered {answer.status}")
    note(f"{hops} redirects")
