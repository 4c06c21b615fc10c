"""One record of each owner is made anew: always the same one, and never one that a client has handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from mock_provider.behaviour.model import Fault, Variation
from mock_provider.clr20.changes import put
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Signed, Token
from mock_provider.testing import MockServer, mock_in_process

NAME = "Made anew"
PLAIN = document_fault(id="plain", title="", how="", breaks=(), making=Signed(put("record/name", NAME)))
COMPACT = document_fault(id="compact", title="", how="", breaks=(), making=Token(then=lambda _: "a.b.c"))


class Client:
    """A client of the mock with a token of one learner."""

    def __init__(self, mock: MockServer, learner: str = "mira") -> None:
        self.mock = mock
        self._url = f"{mock.url}/credentials"
        self._client = TestClient(mock.application, base_url=mock.origin)
        self._headers = {"Authorization": f"Bearer {mock.token(learner)}"}

    def page(self, query: str = "") -> dict[str, list[Any]]:
        page: dict[str, list[Any]] = self._client.get(f"{self._url}?{query}", headers=self._headers).json()
        return page

    def names(self, query: str = "") -> list[str]:
        return [record["name"] for record in self.page(query).get("credential", ())]

    def post(self, record: dict[str, Any]) -> int:
        headers = {**self._headers, "Content-Type": "application/json"}
        return self._client.post(self._url, content=json.dumps(record), headers=headers).status_code

    def get(self, path: str) -> tuple[int, str]:
        answer = self._client.get(f"{self.mock.origin}{path}")
        return answer.status_code, answer.text


@pytest.fixture(scope="module")
def running() -> Iterator[MockServer]:
    with mock_in_process(standard="clr-v2p0", content="small") as found:
        yield found


@pytest.fixture
def mock(running: MockServer) -> MockServer:
    running.reset()
    return running


def playing(mock: MockServer, fault: Fault) -> None:
    mock.faults.switch_on(fault)


def test_one_record_is_exchanged_and_the_others_stay_as_they_are(mock: MockServer) -> None:
    client = Client(mock)
    before = client.page()
    playing(mock, PLAIN)
    after = client.page()
    assert after.keys() == before.keys()
    assert after["compactJwsString"] == before["compactJwsString"]
    changed = [pair for pair in zip(before["credential"], after["credential"], strict=True) if pair[0] != pair[1]]
    [(old, new)] = changed
    assert new["name"] == NAME
    assert (new["id"], new["validFrom"]) == (old["id"], old["validFrom"])
    assert new["credentialSubject"]["id"] == old["credentialSubject"]["id"]


def test_it_is_the_same_on_every_page(mock: MockServer) -> None:
    client = Client(mock)
    playing(mock, PLAIN)
    one_by_one = [client.page(f"limit=1&offset={number}").get("credential", []) for number in range(4)]
    assert [record for page in one_by_one for record in page] == client.page("limit=4")["credential"]
    assert NAME not in client.names("limit=3&offset=1")


def test_each_learner_has_one(mock: MockServer) -> None:
    playing(mock, PLAIN)
    for learner in ("mira", "jonas"):
        assert Client(mock, learner).names().count(NAME) == 1


def test_a_token_is_exchanged_as_well(mock: MockServer) -> None:
    client = Client(mock)
    before = client.page()
    playing(mock, COMPACT)
    after = client.page()
    assert after["credential"] == before["credential"]
    assert after["compactJwsString"] == ["a.b.c", *before["compactJwsString"][1:]]


def test_what_a_client_handed_in_is_never_exchanged(mock: MockServer) -> None:
    client = Client(mock)
    playing(mock, PLAIN)
    made = next(record for record in client.page()["credential"] if record["name"] == NAME)
    assert client.post(made) in (200, 201)
    named = [record for record in client.page()["credential"] if record["name"] == NAME]
    assert made in named
    assert {record["id"] for record in named} > {made["id"]}


def test_documents_that_a_record_leads_to_are_there_as_long_as_the_fault_is_on(mock: MockServer) -> None:
    client = Client(mock)
    assert client.get("/anew/key")[0] == 404
    hosted = {"/anew/key": lambda place: {"id": place.issuer, "at": place.root}}
    playing(mock, document_fault(id="x", title="", how="", breaks=(), making=Signed(), hosted=hosted))
    status, text = client.get("/anew/key")
    assert status == 200
    assert json.loads(text)["at"] == mock.origin
    assert json.loads(text)["id"].startswith("did:key:")


def test_a_record_is_exchanged_in_a_list_that_is_written_otherwise(mock: MockServer) -> None:
    client = Client(mock)

    def spread(response: Any) -> None:
        if response.operation == "getCredentials":
            response.body = json.dumps(json.loads(response.body), indent=1).encode()

    playing(mock, PLAIN)
    mock.faults.switch_on(Variation(id="spread", title="", how="", on_response=spread))
    assert client.names().count(NAME) == 1
    assert client.names("limit=2").count(NAME) == 1
