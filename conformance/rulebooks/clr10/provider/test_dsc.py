"""DSC: the discovery document."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from conformance.document import judge_schema
from conformance.record import Finding
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.edition import DISCOVERY, FACTS
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.fetching import fetch
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Broken, Doubtful, incomplete, not_applicable
from conformance.suites.urls import split

CLASS = str(FACTS.operations[DISCOVERY].class_name)
URLS = ("authorizationUrl", "tokenUrl", "registrationUrl", "privacyPolicyUrl", "termsOfServiceUrl")
ENDPOINTS = ("authorizationUrl", "registrationUrl", "tokenUrl")
PAGES = ("termsOfServiceUrl", "privacyPolicyUrl")
SCOPES = frozenset(FACTS.scopes.values())

_CLR_SCOPE = re.compile(r"purl\.imsglobal\.org/spec/clr/v1p0(/|$)", re.IGNORECASE)
_DATA = re.compile(r"data:(image/[a-z0-9.+-]+)((?:;[^;,]*)*),(.*)", re.IGNORECASE | re.DOTALL)


@pytest.fixture(scope="module")
def answer(target: ClrTarget) -> Answer:
    """The answer to GET /discovery without a token, whatever it is."""
    return target.session.discovery()


@pytest.fixture(scope="module")
def document(target: ClrTarget) -> dict[str, Any]:
    """The discovery document, good or bad."""
    return target.session.discovery_document()


@requirement("CLR10-DSC-001")
def test_discovery_is_served(answer: Answer) -> None:
    body = answer.expect(200, why=f"GET /discovery was answered {answer.status}").object()
    known = RULES.recognise(body)
    if known.later:
        answer.broken(
            f"GET /discovery serves {known.what}, which is not CLR 1.0",
            expected="the DiscoveryDocument of CLR 1.0",
            actual=known.how,
        )
    # The other rows of this area tell of members that are missing, superfluous or wrong.
    faults = [fault for fault in judge_schema(body, CLASS, RULES).findings if "-DSC-" not in fault.requirement]
    if faults:
        _raise(answer, faults)


@requirement("CLR10-DSC-002")
def test_discovery_is_absent_without_registration(target: ClrTarget, answer: Answer) -> None:
    if target.plan.login.strategy == "token":
        not_applicable("the plan brings tokens: it does not say whether clients can be registered")
    answer.expect(404, why=f"the target claims no dynamic registration, but answers GET /discovery {answer.status}")


@requirement("CLR10-DSC-003")
def test_discovery_is_public(answer: Answer) -> None:
    if answer.arrived().status in (401, 403):
        answer.broken("discovery asks for an access token", expected="200", actual=str(answer.status))
    answer.require(200)


@requirement("CLR10-DSC-004")
def test_required_members_are_there(answer: Answer, document: dict[str, Any]) -> None:
    _expect_schema(answer, document, "CLR10-DSC-004")


@requirement("CLR10-DSC-005")
def test_no_other_member_is_there(answer: Answer, document: dict[str, Any]) -> None:
    _expect_schema(answer, document, "CLR10-DSC-005")


@requirement("CLR10-DSC-006")
def test_scopes_are_uris(answer: Answer, document: dict[str, Any]) -> None:
    _need(document, "scopesOffered")
    _expect_schema(answer, document, "CLR10-DSC-006")


@requirement("CLR10-DSC-007")
def test_clr_scopes_are_exact(answer: Answer, document: dict[str, Any]) -> None:
    offered = _scopes(document)
    for index, scope in enumerate(offered):
        if _CLR_SCOPE.search(scope) and scope not in SCOPES:
            answer.broken(
                f"{scope} is not a scope of CLR 1.0",
                expected=", ".join(sorted(SCOPES)),
                actual=scope,
                pointer=f"/scopesOffered/{index}",
            )
    if not SCOPES & set(offered):
        answer.broken(
            "scopesOffered names no scope of CLR 1.0",
            expected=f"one or more of {', '.join(sorted(SCOPES))}",
            actual=", ".join(offered[:3]) or "an empty array",
            pointer="/scopesOffered",
        )


@requirement("CLR10-DSC-008")
def test_readonly_is_offered(answer: Answer, document: dict[str, Any]) -> None:
    wanted = FACTS.scope_uri("readonly")
    if wanted not in _scopes(document):
        answer.broken("scopesOffered lacks readonly", expected=wanted, actual="absent", pointer="/scopesOffered")


@requirement("CLR10-DSC-009")
@pytest.mark.parametrize("member", URLS)
def test_urls_are_absolute_https(answer: Answer, document: dict[str, Any], member: str) -> None:
    url = _need(document, member)
    if not _is_https(url):
        answer.broken(
            f"{member} is not an absolute https URL",
            expected="https://...",
            actual=str(url)[:200],
            pointer=f"/{member}",
        )


@requirement("CLR10-DSC-010")
def test_endpoints_share_a_host(answer: Answer, document: dict[str, Any]) -> None:
    hosts = {member: split(str(_need(document, member))).hostname for member in ENDPOINTS}
    if not all(hosts.values()):
        incomplete("an endpoint is not an absolute URL (see CLR10-DSC-009)")
    if len(set(hosts.values())) > 1:
        answer.broken(
            "the OAuth endpoints are on different hosts",
            expected="one host",
            actual=", ".join(f"{member}: {host}" for member, host in hosts.items()),
        )


@requirement("CLR10-DSC-011")
@pytest.mark.parametrize("member", PAGES)
def test_pages_resolve(target: ClrTarget, document: dict[str, Any], member: str) -> None:
    url = str(_need(document, member))
    page = fetch(target.session, url, label=member, hops=0).arrived()
    if not 200 <= (page.status or 0) < 400:
        page.broken(f"{member} does not resolve", expected="2xx or 3xx", actual=str(page.status))


@requirement("CLR10-DSC-012")
def test_image_is_an_image(target: ClrTarget, answer: Answer, document: dict[str, Any]) -> None:
    if "image" not in document:
        not_applicable("the discovery document has no image")
    image = str(document["image"])
    if image.lower().startswith("data:"):
        if not decodes(image):
            answer.broken(
                "image does not decode", expected="a data URI of an image", actual=image[:80], pointer="/image"
            )
        return
    shown = fetch(target.session, image, accept="image/*, */*;q=0.1", label="image").arrived()
    if shown.status != 200 or not shown.media_type.startswith("image/"):
        shown.broken(
            "image does not lead to an image",
            expected="200 with an image",
            actual=f"{shown.status}, {shown.media_type}",
        )


@requirement("CLR10-DSC-014")
def test_caching(answer: Answer, note: Callable[[str], None]) -> None:
    answer.require(200)
    seen = [name for name in ("Cache-Control", "Expires", "ETag") if answer.header(name) is not None]
    note(f"sends {', '.join(seen)}" if seen else "sends none of Cache-Control, Expires and ETag")


def decodes(uri: str) -> bool:
    """True when a data URI holds an image that can be decoded, whatever it shows."""
    match = _DATA.fullmatch(uri)
    if match is None or not match.group(3):
        return False
    if "base64" not in match.group(2).lower().split(";"):
        return True
    try:
        return bool(base64.b64decode(unquote_to_bytes(match.group(3)), validate=True))
    except (binascii.Error, ValueError):
        return False


def _need(document: dict[str, Any], member: str) -> Any:
    if member not in document:
        incomplete(f"the discovery document has no {member} (see CLR10-DSC-004)")
    return document[member]


def _scopes(document: dict[str, Any]) -> list[str]:
    scopes = _need(document, "scopesOffered")
    if not isinstance(scopes, list):
        incomplete("scopesOffered is not an array (see CLR10-DSC-006)")
    return [scope for scope in scopes if isinstance(scope, str)]


def _is_https(url: Any) -> bool:
    parts = split(url) if isinstance(url, str) and not re.search(r"\s", url) else None
    return parts is not None and parts.scheme == "https" and bool(parts.hostname)


def _expect_schema(answer: Answer, document: dict[str, Any], requirement_id: str) -> None:
    judged = judge_schema(document, CLASS, RULES)
    _raise(answer, judged.about(requirement_id))
    notes = [note for note in judged.notes if note.requirement == requirement_id]
    if notes:
        raise Doubtful(notes[0].message, notes)


def _raise(answer: Answer, faults: tuple[Finding, ...] | list[Finding]) -> None:
    if faults:
        ours = [
            Finding("", fault.message, fault.expected, fault.actual, fault.pointer, exchanges=(answer.response.index,))
            for fault in faults
        ]
        raise Broken(ours[0].message, ours)
