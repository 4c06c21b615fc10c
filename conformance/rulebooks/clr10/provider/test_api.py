"""API: where the operations are served, over what, and in which media type."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from conformance.oauth.scopes import scope_uri
from conformance.suites.answer import MEDIA_TYPE, Answer
from conformance.suites.api import COLLECTIONS, ProviderApi
from conformance.suites.ledger import Ledger
from conformance.suites.legacy_tls import status_over
from conformance.suites.marks import requirement
from conformance.suites.outcomes import CheckEnd, broken, incomplete, manual, not_applicable
from conformance.suites.readable import readable
from conformance.suites.refusals import refused
from conformance.suites.target import Target
from conformance.wire import probe_tls

CLAIMS: Mapping[str, str] = {
    "getDiscoveryDocument": "dynamic_registration",
    "getClrs": "read",
    "getClr": "read",
    "postClr": "write",
    "deleteClr": "delete",
    "getAssertion": "hosted",
    "getEndorsement": "hosted",
    "getKey": "signed",
    "getRevocationList": "signed",
}
"""Operation -> the claim with which it has to be there."""

OLD = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}
CURRENT = {"TLS 1.2": ssl.TLSVersion.TLSv1_2, "TLS 1.3": ssl.TLSVersion.TLSv1_3}

Request = Callable[[str | None], Answer]
"""A request that is right but for the Accept header it is given."""


def need(target: Target, operation: str) -> None:
    """End the check when the target does not claim the operation."""
    claim = CLAIMS[operation]
    if claim not in target.plan.claims:
        not_applicable(f"the target does not claim {claim}")


# one base URL


@requirement("CLR10-API-001")
@pytest.mark.parametrize("operation", ["getDiscoveryDocument", "getClrs", "postClr", "getClr"])
def test_operation_is_below_the_base_url(target: Target, provider: ProviderApi, operation: str) -> None:
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
            expected=f"an answer of the API at {answer.reply.url}",
            actual=f"404, {answer.media_type or 'no media type'}",
        )


# TLS


@dataclass(frozen=True, slots=True)
class Probe:
    """The answer to a request without TLS, and whether it went to the port of the API itself."""

    answer: Answer
    api_port: bool

    @property
    def cut_off(self) -> bool:
        """True when no HTTP answer came, or the TLS layer's own complaint (400, as common servers send it)."""
        return self.answer.status is None or (self.api_port and self.answer.status == 400)


@pytest.fixture(scope="session")
def without_tls(target: Target) -> tuple[Probe, ...]:
    """GET /discovery over plain http: on the target's own port, and on port 80 when the target's port is 443."""
    target.discovery.arrived()
    if not target.base.startswith("https://"):
        return (Probe(target.discovery, api_port=True),)
    parts = urlsplit(target.base)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    ports = [parts.port] if parts.port not in (None, 443) else [443, 80]
    return tuple(Probe(_plain(target, f"http://{host}:{port}{parts.path}/discovery"), port != 80) for port in ports)


def _plain(target: Target, url: str) -> Answer:
    reply = target.wire.send(
        "GET", url, headers={"Accept": MEDIA_TYPE}, label="discovery over plain http", plain_probe=True
    )
    return Answer(reply, "GET /discovery over plain http", target.parse_limits)


@requirement("CLR10-API-002")
def test_https_only(target: Target, without_tls: tuple[Probe, ...]) -> None:
    if not target.base.startswith("https://"):
        broken("the base URL is served over plain http", expected="https", actual=target.base)
    for probe in without_tls:
        status = probe.answer.status
        if status is not None and 200 <= status < 300:
            probe.answer.broken("the API answers over plain http", expected="no 2xx", actual=str(status))


@requirement("CLR10-API-003")
def test_current_tls_works(target: Target, note: Callable[[str], None]) -> None:
    target.discovery.arrived()
    if not target.base.startswith("https://"):
        broken("the target is reached without TLS", expected="TLS 1.2 or TLS 1.3", actual="plain http")
    host, port = _address(target)
    seen = {
        name: probe_tls(host, port, version, version, timeout=target.plan.limits.connect, proxy=target.wire.proxy)
        for name, version in CURRENT.items()
    }
    works = [name for name, result in seen.items() if isinstance(result, str)]
    if not works and target.discovery.reply.tls not in ("TLSv1.2", "TLSv1.3"):
        broken("no handshake with TLS 1.2 or 1.3 succeeds", expected="TLS 1.2 or TLS 1.3", actual="none")
    note(f"{' and '.join(works) or target.discovery.reply.tls} spoken")


@requirement("CLR10-API-004")
@pytest.mark.parametrize("name", OLD)
def test_old_tls_is_refused(target: Target, name: str) -> None:
    target.discovery.arrived()
    if not target.base.startswith("https://"):
        not_applicable("the target is reached without TLS")
    host, port = _address(target)
    limit = target.plan.limits.connect
    result = probe_tls(host, port, OLD[name], OLD[name], timeout=limit, proxy=target.wire.proxy)
    if isinstance(result, str):
        status = status_over(f"{target.base}/discovery", OLD[name], MEDIA_TYPE, limit, target.wire.proxy)
        if status not in (None, 421):
            broken(f"a request over {name} was answered", expected="no handshake, or 421", actual=str(status))
    elif result.code == "unsupported-locally":
        option = name.lower().replace("tls ", "tls").replace(".", "_").removesuffix("_0")
        manual(
            f"this machine cannot speak {name}; elsewhere: "
            f"openssl s_client -connect {host}:{port} -{option} -cipher ALL:@SECLEVEL=0 (it has to fail)"
        )


def _address(target: Target) -> tuple[str, int]:
    parts = urlsplit(target.base)
    return parts.hostname or "", parts.port or 443


@requirement("CLR10-API-005")
def test_without_tls_421(without_tls: tuple[Probe, ...]) -> None:
    for probe in without_tls:
        if not probe.cut_off:
            probe.answer.expect(
                421, why=f"a request over plain http was answered {probe.answer.status}"
            ).expect_status_body()


@requirement("CLR10-API-006")
def test_421_says_misdirected_request(without_tls: tuple[Probe, ...], ledger: Ledger) -> None:
    answers = [*(probe.answer for probe in without_tls), *(seen.answer for seen in ledger)]
    seen = [answer for answer in answers if answer.status == 421 and answer.status_body is not None]
    if not seen:
        not_applicable("no request was answered 421 with a status body")
    for answer in seen:
        answer.expect_code_minor("misdirected_request")


# content negotiation


@pytest.fixture(scope="session")
def right(target: Target) -> Callable[[str], Request]:
    """The request for an operation, shown to be right once; ends the check when there is nothing to ask for."""
    known: dict[str, Request | CheckEnd] = {}

    def request_for(operation: str) -> Request:
        if operation not in known:
            try:
                known[operation] = _shown(target, operation)
            except CheckEnd as end:
                known[operation] = end
        request = known[operation]
        if isinstance(request, CheckEnd):
            raise type(request)(request.reason)
        return request

    return request_for


def _shown(target: Target, operation: str) -> Request:
    need(target, operation)
    makers: Mapping[str, Callable[[Target], Request]] = {
        "getDiscoveryDocument": lambda target: lambda accept: target.api.get_discovery(accept=accept),
        "getClrs": lambda target: lambda accept: target.api.get_clrs(accept=accept, limit=1),
        "getClr": _get_clr,
        "postClr": _post_clr,
        "deleteClr": _delete_clr,
    }
    request = _get_item(target, operation) if operation in COLLECTIONS else makers[operation](target)
    request(MEDIA_TYPE).require(200, 201, 202, 204, 304)
    return request


def _get_clr(target: Target) -> Request:
    clr_id = readable(target).id
    return lambda accept: target.api.get_clr(clr_id, accept=accept)


def _post_clr(target: Target) -> Request:
    clr = target.guest.new_clr()
    return lambda accept: target.guest.post(clr, accept=accept)


def _delete_clr(target: Target) -> Request:
    if "write" not in target.plan.claims:
        not_applicable("the target does not claim write, so that the run has no CLR of its own to delete")

    def delete(accept: str | None) -> Answer:
        clr = target.guest.kept()
        answer = target.api.delete_clr(str(clr["id"]), accept=accept)
        if answer.status in (200, 202, 204):
            target.guest.gone(str(clr["id"]))
        return answer

    return delete


def _get_item(target: Target, operation: str) -> Request:
    collection = COLLECTIONS[operation]
    urls: tuple[str, ...] = getattr(target.harvest, collection)
    url = next((url for url in urls if url.startswith(f"{target.base}/{collection}/")), None)
    if url is None:
        not_applicable(f"no CLR received names one of {collection} below the base URL")
    return lambda accept: target.api.call(operation, "GET", url, accept=accept, follow=True)


@requirement("CLR10-API-010")
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("operation", CLAIMS)
def test_other_media_types_are_refused(right: Callable[[str], Request], operation: str, accept: str) -> None:
    answer = right(operation)(accept)
    answer.expect(406, why=f"{operation} with Accept {accept} was answered {answer.status}").expect_status_body()


@requirement("CLR10-API-011")
def test_406_says_not_acceptable(target: Target, right: Callable[[str], Request]) -> None:
    operation = "getClrs" if "read" in target.plan.claims else "getDiscoveryDocument"
    refused(right(operation)("text/html"), 406, see="CLR10-API-010").expect_code_minor("not_acceptable")


@requirement("CLR10-API-012")
@pytest.mark.parametrize("accept", ["*/*", "application/*"])
def test_wildcards(target: Target, right: Callable[[str], Request], note: Callable[[str], None], accept: str) -> None:
    operation = "getClrs" if "read" in target.plan.claims else "getDiscoveryDocument"
    note(f"Accept {accept} is answered {right(operation)(accept).arrived().status}")


@requirement("CLR10-API-015")
def test_posts_of_another_type_are_refused(target: Target, right: Callable[[str], Request]) -> None:
    right("postClr")
    answer = target.guest.post(target.guest.new_clr(), content_type="text/plain").arrived()
    if not 400 <= (answer.status or 0) < 500:
        answer.broken(
            f"a post of type text/plain was answered {answer.status}",
            expected="400, 406 or 415",
            actual=str(answer.status),
        )


# methods


@pytest.fixture(scope="session")
def put(target: Target) -> Answer:
    """The answer to PUT /clrs, which no operation uses, with a valid token."""
    if not target.scopes_wanted:
        incomplete("the plan claims neither read nor write nor delete: there is no valid token to ask with")
    headers = {
        "Accept": MEDIA_TYPE,
        "Content-Type": MEDIA_TYPE,
        "Authorization": f"Bearer {target.token(target.scopes_wanted[0])}",
    }
    # Not through the API, whose answers the checks that look back hold to the contract.
    reply = target.wire.send("PUT", f"{target.base}/clrs", headers=headers, content=b"{}", label="PUT /clrs")
    return Answer(reply, "PUT /clrs", target.parse_limits)


@requirement("CLR10-API-017")
def test_unknown_method_405(put: Answer) -> None:
    put.expect(405)


@pytest.fixture(scope="session")
def any_token(target: Target) -> str | None:
    """A valid token of whatever scope the target offers."""
    return target.token(target.scopes_wanted[0]) if target.scopes_wanted else None


def _offered(target: Target, scope: str) -> bool | None:
    """Whether discovery offers a scope, whatever the plan claims; ``None`` when there is nothing to look at."""
    try:
        offered = target.discovery_document.get("scopesOffered")
    except CheckEnd:
        return None
    return scope_uri(scope) in offered if isinstance(offered, list) else None


def _expect_not_offered(answer: Answer, offered: bool | None) -> None:
    """Demand 405 with a status body; a refusal of the token says nothing where the operation may be offered."""
    answer.arrived()
    if offered is None and answer.status in (401, 403):
        manual(f"{answer.operation} was answered {answer.status}: find out whether the target offers it, and claim it")
    why = f"{answer.operation}, which the target does not offer, was answered {answer.status}"
    answer.expect(405, why=why).expect_status_body()


@requirement("CLR10-API-018")
def test_post_not_offered_405(target: Target, any_token: str | None) -> None:
    offered = _offered(target, "replace")
    if offered:
        not_applicable("the plan claims no write, but discovery offers the scope replace")
    _expect_not_offered(target.guest.post(target.guest.new_clr(), token=any_token), offered)


@requirement("CLR10-API-019")
def test_delete_not_offered_405(target: Target, provider: ProviderApi, any_token: str | None) -> None:
    offered = _offered(target, "delete")
    if offered:
        not_applicable("the plan claims no delete, but discovery offers the scope delete")
    _expect_not_offered(provider.delete_clr(f"{target.base}/clrs/{uuid.uuid4()}", token=any_token), offered)


@requirement("CLR10-API-020")
def test_405_says_not_allowed(target: Target, provider: ProviderApi, any_token: str | None, put: Answer) -> None:
    answer = put
    if "write" not in target.plan.claims:
        answer = target.guest.post(target.guest.new_clr(), token=any_token)
    elif "delete" not in target.plan.claims:
        answer = provider.delete_clr(f"{target.base}/clrs/{uuid.uuid4()}", token=any_token)
    if answer.status != 405 or answer.status_body is None:
        not_applicable("no request was answered 405 with a status body")
    answer.expect_code_minor("not_allowed")


# failures


@requirement("CLR10-API-021")
@pytest.mark.parametrize("segment", ["%00", "no%20such%20item"])
@pytest.mark.parametrize("operation", ["getClr", *COLLECTIONS])
def test_malformed_id_fails(target: Target, provider: ProviderApi, operation: str, segment: str) -> None:
    need(target, operation)
    url = f"{target.base}/{COLLECTIONS.get(operation, 'clrs')}/{segment}"
    token = target.token("readonly") if operation == "getClr" else None
    answer = provider.call(operation, "GET", url, token=token).arrived()
    if (answer.status or 0) < 300:
        answer.broken(
            f"{operation} answered {answer.status} to an id that cannot exist",
            expected="4xx",
            actual=str(answer.status),
        )
    if operation != "getClr":
        answer.expect_status_body()
