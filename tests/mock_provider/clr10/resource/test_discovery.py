"""The discovery document."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mock_provider.testing import running_mock

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"


def test_it_fits_the_contract_and_needs_no_token(api: Any, valid: Any) -> None:
    found = api.get("/discovery")
    assert (found.status_code, found.headers["content-type"]) == (200, "application/ld+json")
    assert "max-age" in found.headers["cache-control"]
    valid(found.json(), "DiscoveryDocument")
    assert found.json()["scopesOffered"] == [SCOPES + name for name in ("readonly", "replace", "delete")]


def test_its_urls_are_https_on_one_host_and_resolve(api: Any) -> None:
    body = api.get("/discovery").json()
    urls = [value for name, value in body.items() if name.endswith("Url")]
    assert len(urls) == 5
    assert {urlsplit(url)[:2] for url in urls} == {("https", urlsplit(api.url).netloc)}
    for name in ("privacyPolicyUrl", "termsOfServiceUrl", "image"):
        assert api.get(body[name], accept="*/*").status_code == 200


def test_its_oauth_urls_are_those_of_the_authorization_server(api: Any) -> None:
    body = api.get("/discovery").json()
    metadata = api.get(f"{api.server.origin}/.well-known/oauth-authorization-server", accept="*/*").json()
    assert body["authorizationUrl"] == metadata["authorization_endpoint"]
    assert body["tokenUrl"] == metadata["token_endpoint"]
    assert body["registrationUrl"] == metadata["registration_endpoint"]


def test_without_registration_there_is_none(connected: Any, is_status: Any) -> None:
    with running_mock(registration=False) as server:
        api = connected(server)
        is_status(api.get("/discovery"), 404, "unknown")
        api.close()
