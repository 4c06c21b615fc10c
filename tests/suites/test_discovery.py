"""DSC: what is said of discovery documents, and which of their pages are fetched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.access import LoginSpec, TokenSpec
from conformance.plan import Plan
from conformance.rulebooks.clr10.provider.test_dsc import decodes
from conformance.suites.fetching import allowed
from mock_provider.behaviour import Fault, Response
from mock_provider.oauth.faults._responses import members

from .conftest import behaviour

READONLY = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
TWO = "https://purl.imsglobal.org/spec/clr/v2p0/scope/credential.readonly"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC"


def discovery(**values: object) -> Fault:
    """A provider whose discovery document has these members."""
    return behaviour("getDiscoveryDocument", on_response=members(**values))


def test_discovery_without_registration(judged) -> None:
    """That a document without registration fails, the fault dsc-there-without-registration shows."""
    found = judged((), ["CLR10-DSC-002"], claims={"dynamic_registration": False}, settings={"registration": False})

    assert found["CLR10-DSC-002"] == "pass"


def terms_elsewhere(response: Response) -> None:
    if response.request.path == "/pages/terms":
        response.status = 302


@pytest.mark.parametrize(
    "legal",
    [
        pytest.param(discovery(scopesOffered=[READONLY, TWO]), id="a scope of CLR 2.0 beside readonly alone"),
        pytest.param(behaviour(on_response=terms_elsewhere), id="terms elsewhere"),
    ],
)
def test_a_right_discovery_document_is_not_blamed(judged, legal: Fault) -> None:
    found = judged(legal, ["DSC"])

    assert not found.named
    assert "incomplete" not in found.values()


def test_a_plan_that_brings_tokens_says_nothing_of_registration(judged) -> None:
    """A provider that does offer it is right to serve the document."""

    def with_tokens(plan: Plan) -> Plan:
        tokens = (TokenSpec("0123456789abcdef0123", ("readonly",)),)
        return replace(plan, login=LoginSpec(strategy="token", tokens=tokens))

    found = judged((), ["CLR10-DSC-002"], claims={"dynamic_registration": False}, change=with_tokens)
    assert found["CLR10-DSC-002"] == "not-applicable"


def test_the_discovery_document_of_clr_2_is_named_as_one(judged) -> None:
    def later(response: Response) -> None:
        scheme = {"type": "oauth2", "flows": {"authorizationCode": {"scopes": {TWO: "read"}}}}
        response.json = {
            "openapi": "3.0.1",
            "info": {"title": "Badges", "version": "2.0", "x-imssf-image": DOT},
            "components": {"securitySchemes": {"OAuth2ACG": scheme}},
        }

    found = judged(behaviour("getDiscoveryDocument", on_response=later), ["DSC"])
    assert found["CLR10-DSC-001"] == "fail"
    assert found.why("CLR10-DSC-001") == "GET /discovery serves a CLR 2.0 discovery document, which is not CLR 1.0"
    (step,) = [step for step in found.record.doctor if step.step == "discovery"]
    assert "CLR 2.0" in step.message


def test_scopes_that_are_not_offered_are_reported_once(judged) -> None:
    found = judged("dsc-no-scopes", ["CLR10-DSC-004", "CLR10-BRR-008"])
    assert found.named == {"CLR10-DSC-004"}
    assert found.why("CLR10-BRR-008") == "the discovery document has no scopesOffered (see CLR10-DSC-004)"


def test_what_is_sent_for_caching_is_noted(judged) -> None:
    def tag(response: Response) -> None:
        response.headers.update({"etag": '"1"', "expires": "0"})
        del response.headers["cache-control"]

    found = judged(behaviour("getDiscoveryDocument", on_response=tag), ["CLR10-DSC-014"])
    (row,) = [row for row in found.record.requirements if row.checks]
    assert row.checks[0].reason == "sends Expires, ETag"


@pytest.mark.parametrize("member", ["image", "termsOfServiceUrl"])
@pytest.mark.parametrize("url", ["https://169.254.169.254/latest/meta-data", "https://10.0.0.8/", "http://127.0.0.2/"])
def test_a_hostile_document_leads_nowhere(judged, url: str, member: str) -> None:
    """What a discovery document points at in a private network is not fetched."""
    requirement = {"image": "CLR10-DSC-012", "termsOfServiceUrl": "CLR10-DSC-011"}[member]
    found = judged(discovery(**{member: url}), [requirement])

    assert found[requirement] == ("manual" if member == "image" else "pass")  # its other page was fetched
    assert url not in {exchange.url for exchange in found.record.exchanges}


class Own:
    base = "https://clr.school.example:8443/ims/clr/v1p0"


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("https://clr.school.example/terms", True),
        ("https://clr.school.example:9443/terms", True),
        ("http://clr.school.example:8443/terms", False),
        ("https://8.8.8.8/terms", True),
        ("https://8.8.8.8:22/terms", False),
        ("https://user:word@8.8.8.8/terms", False),
        ("http://8.8.8.8/terms", False),
        ("https://127.0.0.1/terms", False),
        ("https://[::1]/terms", False),
        ("https://[fe80::1%25eth0]/terms", False),
        ("https://192.168.1.1/terms", False),
        ("https://no-such-host.invalid/terms", False),
        ("file:///etc/hosts", False),
        ("https://[broken/", False),
        ("", False),
    ],
)
def test_what_may_be_fetched(url: str, fetched: bool) -> None:
    assert allowed(Own(), url) is fetched  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uri", "right"),
    [
        (DOT, True),
        ("data:image/svg+xml,%3Csvg/%3E", True),
        ("data:image/png;base64,", False),
        ("data:image/png;base64,****", False),
        ("data:text/plain,hello", False),
        ("data:", False),
    ],
)
def test_data_uris(uri: str, right: bool) -> None:
    assert decodes(uri) is right
