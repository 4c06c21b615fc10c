"""getProfile and putProfile: the profile of the token's user alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mock_provider.http.json_bodies import validator_of


def put(client: Any, profile: Any, user: str = "mira", media_type: str = "application/json") -> Any:
    content = profile if isinstance(profile, bytes) else json.dumps(profile).encode()
    return client.send("PUT", "/profile", user=user, content=content, headers={"Content-Type": media_type})


def test_each_user_has_a_profile_of_the_contract(client: Any) -> None:
    for user in ("mira", "jonas", "amal", "sofia", "nils"):
        response = client.get("/profile", user)
        assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
        assert validator_of("clr20", "Profile").is_valid(response.json())
    assert client.get("/profile", "amal").json()["name"] == "أمل منصور"


def test_who_has_no_profile_is_told_so_and_can_put_one(client: Any, refused: Any) -> None:
    refused(client.get("/profile", "kim"), 404, "not_found")
    own = {"id": "urn:uuid:5b7f8f0e-6a52-4c1e-9a52-00000000000a", "type": ["Profile"], "name": "Kim Sato"}
    assert put(client, own, "kim").json() == own
    assert client.get("/profile", "kim").json() == own


def test_what_was_put_is_answered_and_read_again(client: Any) -> None:
    changed = client.get("/profile").json() | {"name": "Mira O.", "phone": "+41 44 000 00 01"}
    assert put(client, changed).json() == changed
    assert client.get("/profile").json() == changed


def test_the_id_of_a_profile_cannot_change(client: Any, refused: Any) -> None:
    refused(put(client, client.get("/profile").json() | {"id": "urn:x:1"}), 400, "invalid_data", "id")


@pytest.mark.parametrize("members", [{"type": ["Person"]}, {"name": 7}, {"dateOfBirth": "long ago"}])
def test_what_is_no_profile_is_refused_and_changes_nothing(client: Any, refused: Any, members: dict[str, Any]) -> None:
    before = client.get("/profile").json()
    refused(put(client, before | members), 400, "invalid_data")
    assert client.get("/profile").json() == before


def test_another_media_type_and_another_scope_are_refused(client: Any, refused: Any) -> None:
    profile = client.get("/profile").json()
    refused(put(client, profile, media_type="text/plain"), 415, "invalid_data")
    refused(client.get("/profile", scopes=("credential.readonly",)), 403, "forbidden")
    refused(client.send("POST", "/profile", user="mira", content=b"{}"), 405, "not_allowed")
