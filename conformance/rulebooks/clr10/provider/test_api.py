"""API: where the operations are served, over what, and in which media type."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.edition import CLAIMS, COLLECTIONS, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.readable import readable
from conformance.rulebooks.clr10.provider.requests import Request, RightRequests, need
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.history import History
from conformance.suites.marks import requirement
from conformance.suites.outcomes import CheckEnd, incomplete, manual, not_applicable
from conformance.suites.refusals import refused
from conformance.suites.without_tls import (
    OLD,
    Probe,
    expect_current_tls,
    expect_https_only,
    expect_old_tls_refused,
    probes_without_tls,
)

# one base URL


@requirement("CLR10-API-001")
@pytest.mark.parametrize("operation", ["getDiscoveryDocument", "getClrs", "postClr", "getClr"])
def test_operation_is_below_the_base_url(target: ClrTarget, provider: ProviderApi, operation: str) -> None:
    need(target, operation)
    calls: Mapping[str, Callable[[], Answer]] = {
        "getDiscoveryDocument": provider.get_discovery,
        "getClrs": lambda: provider.get_clrs(token=None),
        "postClr": lambda: provider.post_clr(b"{}", token=None),
        "getClr": lambda: provider.get_clr(readable(target).id, token=None),
    }
    answer = calls[operation]().arrived()
    if answer.status == 404 and answer.status_body is None:
        answer.broken(
            f"{operation} is not served below the base URL: a 404 page that the API did not write",
            expected=f"an answer of the API at {answer.response.url}",
            actual=f"404, {answer.media_type or 'no media type'}",
        )


# TLS


@pytest.fixture(scope="session")
def without_tls(target: ClrTarget) -> tuple[Probe, ...]:
    """GET /discovery over plain http: on the target's own port, and on port 80 when the target's port is 443."""
    return probes_without_tls(target)


@requirement("CLR10-API-002")
def test_https_only(target: ClrTarget, without_tls: tuple[Probe, ...]) -> None:
    expect_https_only(target, without_tls)


@requirement("CLR10-API-003")
def test_current_tls_works(target: ClrTarget, note: Callable[[str], None]) -> None:
    expect_current_tls(target, note)


@requirement("CLR10-API-004")
@pytest.mark.parametrize("name", OLD)
def test_old_tls_is_refused(target: ClrTarget, name: str) -> None:
    expect_old_tls_refused(target, name)


@requirement("CLR10-API-005")
def test_without_tls_421(without_tls: tuple[Probe, ...]) -> None:
    for probe in without_tls:
        if not probe.cut_off:
            probe.answer.expect(
                421, why=f"a request over plain http was answered {probe.answer.status}"
            ).expect_status_body()


@requirement("CLR10-API-006")
def test_421_says_misdirected_request(without_tls: tuple[Probe, ...], history: History) -> None:
    answers = [*(probe.answer for probe in without_tls), *(seen.answer for seen in history)]
    seen = [answer for answer in answers if answer.status == 421 and answer.status_body is not None]
    if not seen:
        not_applicable("no request was answered 421 with a status body")
    for answer in seen:
        answer.expect_code_minor("misdirected_request")


# content negotiation


@pytest.fixture(scope="session")
def right(target: ClrTarget) -> Callable[[str], Request]:
    """The request for an operation, shown to be right once; ends the check when there is nothing to ask for."""
    return RightRequests(target)


@requirement("CLR10-API-010")
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("operation", CLAIMS)
def test_other_media_types_are_refused(right: Callable[[str], Request], operation: str, accept: str) -> None:
    answer = right(operation)(accept)
    answer.expect(406, why=f"{operation} with Accept {accept} was answered {answer.status}").expect_status_body()


@requirement("CLR10-API-011")
def test_406_says_not_acceptable(target: ClrTarget, right: Callable[[str], Request]) -> None:
    operation = "getClrs" if "read" in target.plan.claims else "getDiscoveryDocument"
    refused(right(operation)("text/html"), 406, see="CLR10-API-010").expect_code_minor("not_acceptable")


@requirement("CLR10-API-012")
@pytest.mark.parametrize("accept", ["*/*", "application/*"])
def test_wildcards(
    target: ClrTarget, right: Callable[[str], Request], note: Callable[[str], None], accept: str
) -> None:
    operation = "getClrs" if "read" in target.plan.claims else "getDiscoveryDocument"
    note(f"Accept {accept} is answered {right(operation)(accept).arrived().status}")


@requirement("CLR10-API-015")
def test_posts_of_another_type_are_refused(target: ClrTarget, right: Callable[[str], Request]) -> None:
    right("postClr")
    answer = target.posts.post(target.posts.new_clr(), content_type="text/plain").arrived()
    if not 400 <= (answer.status or 0) < 500:
        answer.broken(
            f"a post of type text/plain was answered {answer.status}",
            expected="400, 406 or 415",
            actual=str(answer.status),
        )


# methods


@pytest.fixture(scope="session")
def put(target: ClrTarget) -> Answer:
    """The answer to PUT /clrs, which no operation uses, with a valid token."""
    if not target.session.scopes_wanted:
        incomplete("the plan claims neither read nor write nor delete: there is no valid token to ask with")
    headers = {
        "Accept": MEDIA_TYPE,
        "Content-Type": MEDIA_TYPE,
        "Authorization": f"Bearer {target.tokens.token(target.session.scopes_wanted[0])}",
    }
    # Not through the API, whose answers the checks that look back hold to the contract.
    response = target.wire.send("PUT", f"{target.base}/clrs", headers=headers, content=b"{}", label="PUT /clrs")
    return target.session.answer(response, "PUT /clrs")


@requirement("CLR10-API-017")
def test_unknown_method_405(put: Answer) -> None:
    put.expect(405)


@pytest.fixture(scope="session")
def any_token(target: ClrTarget) -> str | None:
    """A valid token of whatever scope the target offers."""
    return target.tokens.token(target.session.scopes_wanted[0]) if target.session.scopes_wanted else None


def _offered(target: ClrTarget, scope: str) -> bool | None:
    """Whether discovery offers a scope, whatever the plan claims; ``None`` when there is nothing to look at."""
    try:
        offered = target.session.discovery_document().get("scopesOffered")
    except CheckEnd:
        return None
    return target.facts.scope_uri(scope) in offered if isinstance(offered, list) else None


def _expect_not_offered(answer: Answer, offered: bool | None) -> None:
    """Demand 405 with a status body; a refusal of the token says nothing where the operation may be offered."""
    answer.arrived()
    if offered is None and answer.status in (401, 403):
        manual(f"{answer.operation} was answered {answer.status}: find out whether the target offers it, and claim it")
    why = f"{answer.operation}, which the target does not offer, was answered {answer.status}"
    answer.expect(405, why=why).expect_status_body()


@requirement("CLR10-API-018")
def test_post_not_offered_405(target: ClrTarget, any_token: str | None) -> None:
    offered = _offered(target, "replace")
    if offered:
        not_applicable("the plan claims no write, but discovery offers the scope replace")
    _expect_not_offered(target.posts.post(target.posts.new_clr(), token=any_token), offered)


@requirement("CLR10-API-019")
def test_delete_not_offered_405(target: ClrTarget, provider: ProviderApi, any_token: str | None) -> None:
    offered = _offered(target, "delete")
    if offered:
        not_applicable("the plan claims no delete, but discovery offers the scope delete")
    _expect_not_offered(provider.delete_clr(f"{target.base}/clrs/{uuid.uuid4()}", token=any_token), offered)


@requirement("CLR10-API-020")
def test_405_says_not_allowed(target: ClrTarget, provider: ProviderApi, any_token: str | None, put: Answer) -> None:
    answer = put
    if "write" not in target.plan.claims:
        answer = target.posts.post(target.posts.new_clr(), token=any_token)
    elif "delete" not in target.plan.claims:
        answer = provider.delete_clr(f"{target.base}/clrs/{uuid.uuid4()}", token=any_token)
    if answer.status != 405 or answer.status_body is None:
        not_applicable("no request was answered 405 with a status body")
    answer.expect_code_minor("not_allowed")


# failures


@requirement("CLR10-API-021")
@pytest.mark.parametrize("segment", ["%00", "no%20such%20item"])
@pytest.mark.parametrize("operation", ["getClr", *COLLECTIONS])
def test_malformed_id_fails(target: ClrTarget, provider: ProviderApi, operation: str, segment: str) -> None:
    need(target, operation)
    url = f"{target.base}/{COLLECTIONS.get(operation, 'clrs')}/{segment}"
    token = target.tokens.token("readonly") if operation == "getClr" else None
    answer = provider.call(operation, url, token=token).arrived()
    if (answer.status or 0) < 300:
        answer.broken(
            f"{operation} answered {answer.status} to an id that cannot exist",
            expected="4xx",
            actual=str(answer.status),
        )
    if operation != "getClr":
        answer.expect_status_body()
