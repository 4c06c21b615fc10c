"""Whatever the content names by URL is served there, the same as where it is embedded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from mock_provider.clr10.content.generator import known_ids

PAGE_MEMBERS = ("url", "targetUrl", "image", "revocationList")


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from walk(member)
    elif isinstance(value, list):
        for member in value:
            yield from walk(member)


def all_clrs(api: Any, username: str) -> list[dict[str, Any]]:
    token = api.token(username, "readonly")
    found = api.get("/clrs?limit=1000", token=token).json()
    return found["clrs"] + [api.get(f"/clrs/{id_}", token=token).json() for id_ in signed_ids(found)]


def signed_ids(found: dict[str, Any]) -> Iterator[str]:
    import base64

    for token in found["signedClrs"]:
        part = token.split(".")[1]
        yield json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["id"]


@pytest.mark.parametrize("username", ["mira", "jonas", "amal", "sofia", "nils"])
def test_every_url_leads_to_what_it_names(api: Any, username: str) -> None:
    token = api.token(username, "readonly")
    entities: dict[str, dict[str, Any]] = {}
    links: set[str] = set()
    for node in walk(all_clrs(api, username)):
        if str(node.get("id", "")).startswith("https://") and set(node) != {"id", "type", "endorsementComment"}:
            entities[node["id"]] = node
        links |= {node[name] for name in PAGE_MEMBERS if str(node.get(name, "")).startswith(api.server.origin)}
    for url, node in entities.items():
        if not url.startswith(f"{api.server.origin}/pages/"):
            served = api.get(url, token=token if "/clrs/" in url else None)
            assert served.status_code == 200, url
            body = served.json()
            body.pop("@context")
            node.pop("@context", None)
            assert body == node
    for url in links | {url for url in entities if "/pages/" in url}:
        assert api.get(url, accept="*/*").status_code == 200, url
    assert len(entities) > 8


def test_kim_has_no_clrs(api: Any) -> None:
    found = api.get("/clrs", token=api.token("kim"))
    assert found.status_code == 200
    assert found.headers["x-total-count"] == "0"
    assert (found.json()["clrs"], found.json()["signedClrs"]) == ([], [])


def test_known_ids_are_served_as_they_are_said_to_be(api: Any) -> None:
    ids, token = known_ids(api.server.settings), api.token("mira")
    assert api.get(ids["rich_clr"], token=token).json()["learner"]["id"] == ids["learner_mira"]
    assert api.get(ids["revoked_clr"], token=token).status_code == 410
    assert api.get(ids["revoked_assertion"]).json()["revoked"] is True
    assert ids["revoked_signed_assertion"] in api.get(f"{api.url}/revocations/guild").json()["revokedAssertions"]
    for name in ("assertion", "endorsement", "key", "revocation_list"):
        assert api.get(ids[name]).json()["id"] == ids[name]
    assert api.get(f"/clrs/{ids['signed_clr']}", token=token).json()["id"] == ids["signed_clr"]
    assert api.get(ids["rich_clr"], token=token).json()["id"] == ids["rich_clr"]
