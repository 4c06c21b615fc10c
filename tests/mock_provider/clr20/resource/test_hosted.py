"""The documents beside the API: who asks gets them without a token, in a form that is accepted."""

from __future__ import annotations

from typing import Any

import pytest

from mock_provider.testing import mock_in_process
from tests.mock_provider.clr20.conftest import Client


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/.well-known/did.json", "application/did+json"),
        ("/issuers/university/did.json", "application/did+json"),
        ("/issuers/college", "application/json"),
        ("/issuers/college/jwks.json", "application/json"),
        ("/status/revocation", "application/vc+ld+json"),
        ("/status/suspension", "text/plain"),
        ("/status/old", "application/json"),
        ("/refresh/1", "application/vc+ld+json"),
        ("/baked/1.png", "image/png"),
        ("/baked/1.svg", "image/svg+xml"),
        ("/about/terms", "text/html; charset=utf-8"),
        ("/about/privacy", "text/html; charset=utf-8"),
    ],
)
def test_a_document_is_served_to_anybody(client: Any, path: str, media_type: str) -> None:
    response = client.send("GET", client.mock.settings.root_url + path)
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.content


def test_a_list_is_given_in_the_form_that_is_asked_for(client: Any, refused: Any) -> None:
    url = f"{client.mock.settings.root_url}/status/revocation"
    response = client.send("GET", url, headers={"Accept": "application/json"})
    assert response.headers["content-type"] == "application/json"
    refused(client.send("GET", url, headers={"Accept": "image/png"}), 406, "not_acceptable")


def test_nothing_else_is_there_and_nothing_can_be_changed(client: Any, refused: Any) -> None:
    root = client.mock.settings.root_url
    refused(client.send("GET", f"{root}/status/none"), 404, "not_found")
    refused(client.send("PUT", f"{root}/status/revocation", content=b"{}"), 405, "not_allowed")


def test_all_moves_with_the_tenant_and_the_name(client: Any) -> None:
    del client
    with mock_in_process(standard="clr-v2p0", tenant="/t-7f3a", public_host="clr.example", port=9443) as moved:
        there = Client(moved)
        root = "https://clr.example:9443/t-7f3a"
        university = there.send("GET", f"{root}/issuers/university/did.json").json()
        assert university["id"] == "did:web:clr.example%3A9443:t-7f3a:issuers:university"
        assert there.send("GET", f"{root}/did.json").json()["id"] == "did:web:clr.example%3A9443:t-7f3a"
        page = there.get("/credentials?limit=30").text
        assert "127.0.0.1" not in page
        assert f"{root}/status/revocation" in page
