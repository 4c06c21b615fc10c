"""HST: the four public item reads, at the URLs that the target's own CLRs name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from conformance.suites.answer import Answer
from conformance.suites.api import ProviderApi
from conformance.suites.guest import now
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual, not_applicable
from conformance.suites.steady import is_accident
from conformance.suites.target import Target


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the four reads: its collection in the path, the class of its body, and the claim that goes with it."""

    collection: str
    class_name: str
    claim: str
    read: Callable[[ProviderApi, str], Answer]


KINDS = {
    "assertion": Kind("assertions", "GetAssertionPayload", "hosted", ProviderApi.get_assertion),
    "endorsement": Kind("endorsements", "GetEndorsementPayload", "hosted", ProviderApi.get_endorsement),
    "key": Kind("keys", "GetCryptographicKeyPayload", "signed", ProviderApi.get_key),
    "revocation list": Kind("revocations", "RevocationList", "signed", ProviderApi.get_revocation_list),
}


@pytest.fixture(scope="session")
def item(target: Target) -> Callable[[str], str]:
    """The URL of an item of a kind on the target; ends the check when there is none."""

    @cache
    def of_the_run() -> str | None:
        own = hosted_by_target(target)
        return own[1] if own else None

    def find(name: str) -> str:
        kind = KINDS[name]
        if kind.claim not in target.plan.claims:
            not_applicable(f"the target does not claim {kind.claim}")
        known: str | None = getattr(target.plan.data, name.replace(" ", "_"))
        urls = [url for url in getattr(target.harvest, kind.collection) if target.same_origin(url)]
        url = known or next(iter(urls), None)
        if url is None and name == "endorsement" and target.listing.entries:
            not_applicable("no CLR received has a hosted endorsement")
        if url is None and name == "assertion" and "write" in target.plan.claims:
            url = of_the_run()
        if url is None:
            incomplete(f"no CLR received names one on the target: {name} (or set data.{name.replace(' ', '_')})")
        return url if url.startswith(("https://", "http://")) else target.api.item(kind.collection, url)

    return find


def hosted_by_target(target: Target) -> tuple[dict[str, Any], str] | None:
    """A CLR of the run's own, and the URL at which the target hosts its assertion; ``None`` when it hosts none.

    Raises ``Incomplete`` when an accident kept the run from finding out.
    """
    clr = target.guest.new_clr(name="First version")
    hosted = f"{target.base}/assertions/{uuid.uuid4()}"
    target.guest.made.add(hosted)
    clr["assertions"][0] |= {"id": hosted, "verification": {"type": "Hosted"}, "narrative": "First version"}
    if _unless_accident(target.guest.post(clr)).status not in (200, 201):
        return None
    first = _unless_accident(target.api.get_assertion(hosted))
    return (clr, hosted) if first.status == 200 and first.object().get("id") == hosted else None


def _unless_accident(answer: Answer) -> Answer:
    return answer.require(200) if is_accident(answer.reply) else answer


def expect_item(provider: ProviderApi, name: str, url: str) -> Answer:
    """The item as a valid document of its class."""
    answer = served_to_all(KINDS[name].read(provider, url)).expect(200)
    answer.expect_document(KINDS[name].class_name)
    return answer


def served_to_all(answer: Answer) -> Answer:
    """The answer to a read without a token; ends the check as incomplete where a token is asked for."""
    if answer.arrived().status in (401, 403):
        incomplete(f"{answer.operation} without a token was answered {answer.status} (see CLR10-HST-005)")
    return answer


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
    answer = KINDS[name].read(provider, item(name)).arrived()
    if answer.status in (401, 403):
        answer.broken(
            f"reading {name} without a token was answered {answer.status}", expected="200", actual=str(answer.status)
        )


@requirement("CLR10-HST-006")
@pytest.mark.parametrize("name", KINDS)
def test_unknown_id_is_not_found(target: Target, provider: ProviderApi, name: str) -> None:
    if KINDS[name].claim not in target.plan.claims:
        not_applicable(f"the target does not claim {KINDS[name].claim}")
    answer = KINDS[name].read(provider, provider.item(KINDS[name].collection, str(uuid.uuid4())))
    why = f"the {name} of an id that nobody knows was answered {answer.status}, not 404"
    answer.expect(404, why=why).expect_status_body()


@requirement("CLR10-HST-007")
def test_answer_is_the_current_version(target: Target) -> None:
    if not {"write", "hosted"} <= target.plan.claims:
        manual("change a hosted item (for example revoke it), fetch it again, and look for the change")
    own = hosted_by_target(target)
    if own is None:
        manual("the target does not host assertions that are posted: change a hosted item there and fetch it again")
    clr, hosted = own
    clr["assertions"][0]["narrative"] = "Second version"
    target.guest.post({**clr, "issuedOn": now(), "name": "Second version"}).require(200)
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
    answer = served_to_all(KINDS[name].read(provider, url)).require(200)
    seen = answer.object().get("id")
    if seen != url:
        answer.broken(f"the {name} has another id than its URL", expected=url, actual=str(seen), pointer="/id")


@pytest.fixture(scope="session")
def revoked(target: Target) -> Answer:
    """The answer for a hosted assertion that is known to be revoked."""
    listed = [url for url in target.harvest.revoked_assertions if target.same_origin(url)]
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
    target: Target, provider: ProviderApi, item: Callable[[str], str], note: Any
) -> None:
    before = len(target.wire.transcript)
    answer = provider.get_assertion(item("assertion"))
    if answer.reply.failure is not None and answer.reply.failure.code == "redirect-loop":
        answer.broken(
            "the redirects of a hosted assertion do not end", expected="at most 5", actual=answer.reply.failure.message
        )
    served_to_all(answer)
    hops = len(target.wire.transcript) - before - 1
    if answer.arrived().status != 200 and not hops:
        incomplete(f"the hosted assertion was answered {answer.status} without any redirect (see CLR10-HST-001)")
    answer.expect(200, why=f"after {hops} redirects the hosted assertion was answered {answer.status}")
    note(f"{hops} redirects")
