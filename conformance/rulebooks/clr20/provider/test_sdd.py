"""SDD: the service description, which anybody may read."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.description import (
    FLOW,
    SCHEME,
    SCHEMES,
    is_url,
    member,
    openapi_faults,
    pointer,
    urls_in,
)
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.gathering import Gathered
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Doubtful, incomplete, not_applicable

VERSION = re.compile(r"3\.\d+\.\d+(-[0-9A-Za-z.-]+)?")
INFO = ("title", "version", "termsOfService", "x-imssf-privacyPolicyUrl")


@pytest.fixture(scope="module")
def answer(target: Clr20Target) -> Answer:
    """The answer to GET /discovery without a token, whatever it is."""
    return target.session.discovery()


@pytest.fixture(scope="module")
def document(target: Clr20Target) -> dict[str, Any]:
    """The service description, good or bad."""
    return target.session.discovery_document()


@pytest.fixture(scope="module")
def scheme(target: Clr20Target, document: dict[str, Any]) -> dict[str, Any]:
    """The security scheme OAuth2ACG; ends the check when there is none."""
    found = member(document, *SCHEMES, SCHEME)
    if not isinstance(found, dict):
        _need_code_flow(target)
        incomplete(f"securitySchemes has no {SCHEME} (see CLR20-SDD-14)")
    return found


@pytest.fixture(scope="module")
def flow(target: Clr20Target, scheme: dict[str, Any]) -> dict[str, Any]:
    """The flow authorizationCode; ends the check when there is none."""
    found = member(scheme, "flows", "authorizationCode")
    if not isinstance(found, dict):
        _need_code_flow(target)
        incomplete(f"{SCHEME} has no flow authorizationCode (see CLR20-SDD-06)")
    return found


def _need_code_flow(target: Clr20Target) -> None:
    """End the check where the plan logs in without a code flow, which the target need not have then."""
    if not target.session.offers_code_flow:
        not_applicable("the plan logs in without the authorization code grant")


@requirement("CLR20-SDD-01")
def test_description_is_public(answer: Answer) -> None:
    if answer.arrived().status in (401, 403):
        answer.broken("discovery asks for an access token", expected="200", actual=str(answer.status))
    answer.require(200)


@requirement("CLR20-SDD-03")
def test_service_description_is_served(answer: Answer) -> None:
    body = answer.expect(200, why=f"GET /discovery was answered {answer.status}").object()
    if answer.media_type != "application/json":
        actual = answer.media_type or "no Content-Type"
        answer.broken("the document is not sent as application/json", expected="application/json", actual=actual)
    for name in ("openapi", "info", "components"):
        if name not in body:
            answer.broken(f"the document has no {name}", expected="an OpenAPI 3.0 document", actual=_names(body))
    if not isinstance(body["info"], dict):  # what is in it is told by CLR20-SDD-04
        actual = type(body["info"]).__name__
        answer.broken("info is not an object", expected="an OpenAPI 3.0 document", actual=actual, pointer="/info")
    newer = str(body["openapi"]).startswith("3.1")
    for at, message in openapi_faults(body, newer=newer):
        answer.broken(f"the document is not in the form of OpenAPI: {message}", expected="OpenAPI 3.0", pointer=at)
    if newer:
        seen = answer.evidence("the document is of OpenAPI 3.1", expected="OpenAPI 3.0", actual=str(body["openapi"]))
        raise Doubtful(seen.reason, seen.findings)


def _names(body: dict[str, Any]) -> str:
    return ", ".join(list(body)[:8]) or "an empty object"


@requirement("CLR20-SDD-13")
def test_version_is_that_of_openapi(answer: Answer, document: dict[str, Any]) -> None:
    version = document.get("openapi")
    if version is None:
        incomplete("the document has no openapi (see CLR20-SDD-03)")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        answer.broken(
            "openapi is not a version of the OpenAPI specification with three numbers",
            expected="3.0.1 or the like",
            actual=str(version)[:80],
            pointer="/openapi",
        )


@requirement("CLR20-SDD-04")
@pytest.mark.parametrize("name", INFO)
def test_info_is_filled(answer: Answer, document: dict[str, Any], name: str) -> None:
    if not isinstance(document.get("info"), dict):
        incomplete("the document has no info (see CLR20-SDD-03)")
    _expect_text(answer, document, ("info", name))


@requirement("CLR20-SDD-14")
def test_scheme_has_its_name(target: Clr20Target, answer: Answer, document: dict[str, Any]) -> None:
    _need_code_flow(target)
    schemes = member(document, *SCHEMES)
    if not isinstance(member(schemes, SCHEME), dict):
        actual = ", ".join(list(schemes)[:5]) if isinstance(schemes, dict) else "no securitySchemes"
        answer.broken(f"there is no {SCHEME}", expected=SCHEME, actual=actual, pointer=pointer(*SCHEMES))


@requirement("CLR20-SDD-05")
def test_scheme_says_how_to_register(answer: Answer, document: dict[str, Any], scheme: dict[str, Any]) -> None:
    if scheme.get("type") != "oauth2":
        actual, at = str(scheme.get("type")), pointer(*SCHEMES, SCHEME, "type")
        answer.broken(f"{SCHEME} is not of type oauth2", expected="oauth2", actual=actual, pointer=at)
    _expect_text(answer, document, (*SCHEMES, SCHEME, "x-imssf-registrationUrl"))


@requirement("CLR20-SDD-15")
def test_scheme_has_the_privacy_policy(answer: Answer, document: dict[str, Any], scheme: dict[str, Any]) -> None:
    _expect_text(answer, document, (*SCHEMES, SCHEME, "x-imssf-privacyPolicyUrl"))


@requirement("CLR20-SDD-06")
def test_flow_is_there(target: Clr20Target, answer: Answer, document: dict[str, Any], scheme: dict[str, Any]) -> None:
    if not isinstance(member(document, *FLOW), dict):
        _need_code_flow(target)
        flows = member(scheme, "flows")
        actual = ", ".join(flows) if flows and isinstance(flows, dict) else "no flows"
        answer.broken(
            f"{SCHEME} has no flow authorizationCode", expected="the flow", actual=actual, pointer=pointer(*FLOW)
        )
    for name in ("authorizationUrl", "tokenUrl"):
        _expect_text(answer, document, (*FLOW, name))


@requirement("CLR20-SDD-06")
def test_flow_has_the_scopes_of_the_standard(target: Clr20Target, answer: Answer, flow: dict[str, Any]) -> None:
    scopes, at = flow.get("scopes"), pointer(*FLOW, "scopes")
    if not isinstance(scopes, dict):
        answer.broken("the flow has no scopes", expected="scopes with texts", actual=type(scopes).__name__, pointer=at)
    known = target.facts.scopes.values()
    missing = sorted(target.session.scope_uris(*target.session.scopes_wanted) - scopes.keys())
    if missing:
        answer.broken(
            "the flow lacks a scope of what the plan claims",
            expected=missing[0],
            actual=", ".join(sorted(scopes)[:5]) or "no scope",
            pointer=at,
        )
    below = next(iter(known)).rpartition("/")[0] + "/"
    for scope in scopes:
        if scope.lower().startswith(below.lower()) and scope not in known:
            answer.broken("a scope is none of the standard", expected=", ".join(known), actual=scope, pointer=at)


@requirement("CLR20-SDD-07")
def test_refresh_url_is_there(answer: Answer, document: dict[str, Any], flow: dict[str, Any]) -> None:
    if not isinstance(flow.get("refreshUrl"), str):
        answer.broken(
            "the flow has no refreshUrl, though tokens can be refreshed",
            expected="refreshUrl",
            actual=", ".join(flow),
            pointer=pointer(*FLOW),
        )


@requirement("CLR20-SDD-09")
def test_urls_are_absolute(target: Clr20Target, answer: Answer, document: dict[str, Any]) -> None:
    found = list(urls_in(document))
    if not found:
        incomplete("the document has no URL (see CLR20-SDD-04)")
    schemes = {"https", target.base.partition(":")[0]}  # plain http is told by CLR20-SDD-02
    faults = Gathered()
    for at, url in found:
        picture = at.endswith("x-imssf-image") and url.lower().startswith("data:")
        if not picture and not (is_url(url) and url.partition(":")[0].lower() in schemes):
            faults.add(answer, "a URL is not absolute with https", expected="https://…", actual=url[:200], pointer=at)
    faults.report()


def _expect_text(answer: Answer, document: dict[str, Any], way: tuple[str, ...]) -> None:
    value = member(document, *way)
    if not isinstance(value, str) or not value.strip():
        actual = "no such member" if value is None else repr(value)[:80]
        answer.broken(f"{way[-1]} is missing", expected=way[-1], actual=actual, pointer=pointer(*way))
