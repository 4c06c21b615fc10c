"""getCredentials: pages of a learner's own records, in both forms."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from mock_provider.http.json_bodies import validator_of


def records(body: Any) -> list[dict[str, Any]]:
    tokens = [json.loads(urlsafe_b64decode(token.split(".")[1] + "==")) for token in body.get("compactJwsString", ())]
    return [*body.get("credential", ()), *(token.get("vc", token) for token in tokens)]


def moment(record: dict[str, Any]) -> str:
    return str(record.get("validFrom", record.get("issuanceDate")))


def test_a_page_is_a_response_of_the_contract_with_both_forms(client: Any) -> None:
    response = client.get("/credentials?limit=50")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert validator_of("clr20", "GetClrCredentialsResponse").is_valid(response.json())
    assert response.json()["credential"]
    assert response.json()["compactJwsString"]


def test_pages_together_hold_every_record_once(client: Any) -> None:
    total = int(client.get("/credentials?limit=1").headers["x-total-count"])
    pages = [records(client.get(f"/credentials?limit=40&offset={start}").json()) for start in range(0, total, 40)]
    ids = [record["id"] for page in pages for record in page]
    assert len(ids) == len(set(ids)) == total > 100
    assert [len(page) for page in pages[:-1]] == [40] * (len(pages) - 1)


def test_since_leaves_what_is_valid_from_later(client: Any) -> None:
    since = "2025-06-01T00:00:00Z"
    later = records(client.get(f"/credentials?since={since}").json())
    assert later
    assert all(moment(record) > since for record in later)
    assert len(later) < int(client.get("/credentials").headers["x-total-count"])


def test_links_lead_on_and_keep_what_was_asked(client: Any) -> None:
    response = client.get("/credentials?limit=5&offset=5&since=2022-01-01T00:00:00Z")
    for relation in ("next", "last", "first", "prev"):
        assert f'rel="{relation}"' in response.headers["link"]
    assert response.headers["link"].count("since=2022-01-01T00%3A00%3A00Z") == 4


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "offset=-1", "since=yesterday", "limit=1&limit=2"])
def test_a_wrong_query_is_refused(client: Any, refused: Any, query: str) -> None:
    refused(client.get(f"/credentials?{query}"), 400, "invalid_query_parameter")


def test_nobody_sees_records_of_somebody_else(client: Any) -> None:
    users = ("mira", "jonas", "amal", "sofia", "nils")
    seen = {user: records(client.get("/credentials?limit=1000", user).json()) for user in users}
    subjects = {user: {record["credentialSubject"]["id"] for record in found} for user, found in seen.items()}
    assert subjects == {user: {client.learner(user)} for user in users}


def test_a_user_without_records_gets_an_empty_page(client: Any) -> None:
    response = client.get("/credentials", "kim")
    assert (response.status_code, response.json(), response.headers["x-total-count"]) == (200, {}, "0")


def test_head_has_the_headers_of_get_alone(client: Any) -> None:
    response = client.send("HEAD", "/credentials?limit=2", user="mira")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(client.get("/credentials?limit=2").content))


def test_without_a_token_or_with_another_scope_nothing_is_given(client: Any, refused: Any) -> None:
    refused(client.send("GET", "/credentials"), 401, "unauthorizedrequest")
    refused(client.get("/credentials", scopes=("profile.readonly",)), 403, "forbidden")


def test_other_methods_are_named_by_allow(client: Any, refused: Any) -> None:
    response = client.send("DELETE", "/credentials", user="mira")
    refused(response, 405, "not_allowed")
    assert response.headers["allow"] == "GET, HEAD, POST"


def test_accept_need_not_be_there_but_counts_when_it_is(client: Any, refused: Any) -> None:
    assert client.get("/credentials", headers={"Accept": ""}).status_code == 200
    refused(client.get("/credentials", headers={"Accept": "text/html"}), 406, "not_acceptable")


def test_a_remembered_page_is_never_stale(client: Any) -> None:
    before = client.get("/credentials?limit=1").headers["x-total-count"]
    assert client.post(client.signed()).status_code == 201
    assert int(client.get("/credentials?limit=1").headers["x-total-count"]) == int(before) + 1
