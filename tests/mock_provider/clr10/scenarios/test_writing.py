"""Posts and deletions that go well or are refused, what may not be kept, and what happens between two starts."""

from __future__ import annotations

from typing import Any

import pytest

from mock_provider.scenarios import scenarios
from mock_provider.testing import running_mock
from tests.mock_provider.flow import Flow

SCENARIOS = scenarios("clr10")
LD = {"Accept": "application/ld+json"}
ENDPOINTS = {"authorize": "authorizationUrl", "token": "tokenUrl", "register": "registrationUrl"}


@pytest.mark.parametrize(("name", "statuses"), [("post-replaced", [200, 200]), ("post-unchanged", [304, 304])])
def test_posts_are_done_and_answered_as_it_says(connected: Any, name: str, statuses: list[int]) -> None:
    with running_mock(**SCENARIOS[name].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        listed = api.get("/clrs", token=token).json()["clrs"][0]
        new = {**listed, "id": "urn:uuid:11f8f4a0-7b1a-4c2c-8a3e-2f0f5b7f0d31"}
        answers = [api.post({**new, "name": name}, token=token) for name in ("First", "Second")]
        assert [answer.status_code for answer in answers] == statuses
        assert api.get(f"/clrs/{new['id']}", token=token).json()["name"] == "Second"
        if name == "post-unchanged":
            assert answers[0].content == b""
        api.close()


@pytest.mark.parametrize(
    ("name", "status", "minor", "allow"),
    [("post-refused", 400, "invalid_data", None), ("post-not-allowed", 405, "not_allowed", "GET")],
)
def test_posts_are_refused_and_not_stored(
    connected: Any, name: str, status: int, minor: str, allow: str | None
) -> None:
    with running_mock(**SCENARIOS[name].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        before = api.get("/clrs", token=token)
        new = {**before.json()["clrs"][0], "id": "urn:uuid:11f8f4a0-7b1a-4c2c-8a3e-2f0f5b7f0d31"}
        answer = api.post(new, token=token)
        assert (answer.status_code, answer.headers.get("allow")) == (status, allow)
        assert minor in answer.text
        assert "link" not in answer.headers
        assert api.get("/clrs", token=token).headers["x-total-count"] == before.headers["x-total-count"]
        assert api.post(new, token="of-nobody").status_code == 401
        last = mock.recorder.exchanges()[1]
        assert (last.operation, last.struck, last.reason) == ("postClr", SCENARIOS[name].behaviours, "")
        api.close()


def test_what_is_to_be_passed_on_is_on_one_page_and_is_taken(connected: Any) -> None:
    with running_mock(**SCENARIOS["pass-on"].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        page = api.get("/clrs", token=token)
        assert len(page.json()["clrs"]) > 1
        jws = page.json()["signedClrs"][0]
        taken = api.post(token=token, signedClr=jws)
        assert taken.status_code in (200, 201, 304)
        assert "next" not in page.links
        api.close()


@pytest.mark.parametrize(("name", "status"), [("plain", 204), ("delete-200", 200), ("delete-202", 202)])
def test_deletions_are_answered_as_it_says(connected: Any, name: str, status: int) -> None:
    with running_mock(**SCENARIOS[name].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        one = api.get("/clrs", token=token).json()["clrs"][0]["id"]
        assert api.send("DELETE", f"/clrs/{one.rpartition('/')[2]}", token=token).status_code == status
        api.close()


@pytest.mark.parametrize(
    ("name", "told"), [("discovery-kept", "public, max-age=300"), ("discovery-no-store", "no-store")]
)
def test_a_discovery_document_says_whether_it_may_be_kept(connected: Any, name: str, told: str) -> None:
    with running_mock(**SCENARIOS[name].mock_settings) as mock:
        api = connected(mock)
        assert api.get("/discovery").headers["cache-control"] == told
        api.close()
    assert SCENARIOS[name].starts == 2


def test_a_new_record_is_in_the_list_the_second_time(connected: Any) -> None:
    scenario = SCENARIOS["list-again"]
    assert scenario.between is not None
    with running_mock(**scenario.mock_settings) as mock:
        api = connected(mock)
        token = api.token(scenario.learners[0])
        before = api.get("/clrs", token=token)
        scenario.between(mock, 2)
        after = api.get("/clrs", token=token)
        api.close()
    assert int(after.headers["x-total-count"]) == int(before.headers["x-total-count"]) + 1
    assert after.json()["clrs"][0]["id"] not in before.text


def test_all_endpoints_move_between_two_starts() -> None:
    scenario = SCENARIOS["discovery-moved"]
    assert scenario.between is not None
    with running_mock(auto_login="jonas", tenant="/t", **scenario.mock_settings) as mock:
        client = Flow(mock)
        before = client.http.get(f"{mock.url}/discovery", headers=LD).json()
        assert client.register().status_code == 201
        scenario.between(mock, 2)
        found = client.http.get(f"{mock.url}/discovery", headers=LD)
        after = found.json()
        for step, member in ENDPOINTS.items():
            assert [client.http.request(method, before[member]).status_code for method in ("GET", "POST")] == [404, 404]
            client.at[step] = after[member]
        assert client.authorize().status_code == 303
        assert client.exchange().status_code == 200
        gone = mock.recorder.exchanges()[3]
        client.close()
    assert found.headers["cache-control"] == "no-store"
    assert {name for name in before if before[name] != after[name]} == {*ENDPOINTS.values()}
    assert (gone.place, gone.operation) == ("none", "")


def test_every_scenario_can_be_told_and_played() -> None:
    for scenario in SCENARIOS.values():
        assert not scenario.title.endswith(".")
        assert scenario.how.endswith(".")
        assert scenario.right.endswith(".")
        assert scenario.tasks


def test_addresses_are_made_of_what_a_sitting_has() -> None:
    made = {one.address.format(base_url="B", origin="O") for one in SCENARIOS.values()}
    assert made == {"B", "B/", "O", "O/"}
