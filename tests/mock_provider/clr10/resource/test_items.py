"""The public reads: assertions, endorsements, keys, revocation lists, and the documents beside the API."""

from __future__ import annotations

from typing import Any

import pytest

ITEMS = [
    ("/assertions/mira-survey", "GetAssertionPayload"),
    ("/assertions/mira-revoked", "GetAssertionPayload"),
    ("/endorsements/of-survey", "GetEndorsementPayload"),
    ("/keys/college", "GetCryptographicKeyPayload"),
    ("/revocations/guild", "RevocationList"),
]


@pytest.mark.parametrize(("path", "schema"), ITEMS)
def test_an_item_is_served_to_anybody_as_a_closed_document(api: Any, valid: Any, path: str, schema: str) -> None:
    found = api.get(path)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/ld+json")
    valid(found.json(), schema)
    assert found.json()["id"] == api.url + path


@pytest.mark.parametrize("kind", ["assertions", "endorsements", "keys", "revocations"])
@pytest.mark.parametrize("name", ["none", "urn%3Auuid%3A0", "%C3%A4", "a" * 3000])
def test_an_unknown_item_is_404(api: Any, is_status: Any, kind: str, name: str) -> None:
    is_status(api.get(f"/{kind}/{name}"), 404, "unknown")


@pytest.mark.parametrize("kind", ["assertions", "endorsements", "keys", "revocations"])
@pytest.mark.parametrize("name", ["%zz", "%", "%FF", "%00", "%7F", "a%1Fb"])
def test_a_malformed_segment_is_400(api: Any, is_status: Any, kind: str, name: str) -> None:
    is_status(raw_get(api, f"/{kind}/{name}"), 400, "invalid_data")


def raw_get(api: Any, path: str) -> Any:
    """Sends a path as it is; httpx would mend its escapes."""
    import httpx

    url = httpx.URL(api.url)
    return (
        api.get(str(url), headers={}) if not path else _send(api, url.copy_with(raw_path=url.raw_path + path.encode()))
    )


def _send(api: Any, url: Any) -> Any:
    return api._http.request("GET", url, headers={"Accept": "application/ld+json"})


def test_an_item_follows_what_the_store_holds_now(api: Any) -> None:
    from mock_provider.store.documents import DocumentStore

    store = DocumentStore(api.server.app.state.database)
    before = api.get("/assertions/jonas-0").json()
    store.put("assertions", "jonas-0", b'{"id":"changed"}')
    assert api.get("/assertions/jonas-0").json() == {"id": "changed"} != before


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json", "*/*"])
@pytest.mark.parametrize("path", ["/profiles/college", "/achievements/survey", "/openbadges/rope-work"])
def test_profiles_and_achievements_stand_at_their_ids(api: Any, path: str, accept: str) -> None:
    found = api.get(api.server.origin + path, accept=accept)
    assert found.status_code == 200
    assert found.headers["content-type"] == ("application/ld+json" if accept == "*/*" else accept)
    assert found.json()["id"] == api.server.origin + path


@pytest.mark.parametrize(("path", "status"), [("/profiles/none", 404), ("/pages/none", 404), ("/profiles/a/b", 404)])
def test_unknown_documents_are_404(api: Any, is_status: Any, path: str, status: int) -> None:
    is_status(api.get(api.server.origin + path, accept="*/*"), status, "unknown")


def test_documents_refuse_other_media_types_and_methods(api: Any, is_status: Any) -> None:
    profile = f"{api.server.origin}/profiles/college"
    is_status(api.get(profile, accept="text/html"), 406, "not_acceptable")
    is_status(api.send("POST", profile), 405, "not_allowed")


def test_pages_are_html_and_images_are_images(api: Any) -> None:
    page = api.get(f"{api.server.origin}/pages/terms", accept="text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    logo = api.get(f"{api.server.origin}/images/logo", accept="image/*")
    assert (logo.status_code, logo.headers["content-type"]) == (200, "image/svg+xml")
