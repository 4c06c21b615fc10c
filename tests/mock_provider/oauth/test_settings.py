"""Settings, addresses and the metadata document."""

from __future__ import annotations

from typing import Any

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from mock_provider.oauth import OFFLINE_ACCESS, AuthorizationSettings, Endpoints
from tests.mock_provider.oauth.conftest import CLR_SCOPES


def test_the_metadata_is_what_rfc_8414_asks_for(world: Any) -> None:
    response = world.http.get("/.well-known/oauth-authorization-server")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    AuthorizationServerMetadata(document).validate()
    assert document["issuer"] == "https://provider.test"
    assert document["authorization_endpoint"] == "https://provider.test/oauth/authorize"
    assert document["token_endpoint"] == "https://provider.test/oauth/token"
    assert document["registration_endpoint"] == "https://provider.test/oauth/register"
    assert document["revocation_endpoint"] == "https://provider.test/oauth/revoke"
    assert document["scopes_supported"] == [*CLR_SCOPES, OFFLINE_ACCESS]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True


@pytest.mark.parametrize(
    "settings",
    [{"code_seconds": 601}, {"code_seconds": 0}, {"access_token_seconds": -1}, {"session_seconds": 0}, {"scopes": ()}],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"second|scope"):
        AuthorizationSettings(**{"scopes": CLR_SCOPES, **settings})


@pytest.mark.parametrize(
    "issuer", ["https://provider.test", "https://h.test/prefix", "http://127.0.0.1:80", "http://[::1]:1"]
)
def test_an_issuer_is_https_or_loopback(issuer: str) -> None:
    assert Endpoints(issuer).token == f"{issuer}/oauth/token"


@pytest.mark.parametrize("issuer", ["http://provider.test", "provider.test", "https://h.test/", "https://h.test?x", ""])
def test_any_other_issuer_is_refused(issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        Endpoints(issuer)
