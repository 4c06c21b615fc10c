"""Faults inside documents: everywhere alike, and inside what is signed too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from mock_provider import signing
from mock_provider.app import create_app, layer_around
from mock_provider.behaviour import Fault, FaultLayer
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import Change, document_fault, drop, has, put, token_fault
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.settings import Settings

CLIENT: dict[str, Any] = {
    "client_id": "reader",
    "client_secret": "reader-secret-reader-secret-reader",
    "client_acts_for": "mira",
}
RICH = has("achievements")


class Mock:
    """The mock in this process, its faults, and a client with a token of mira."""

    def __init__(self, settings: Settings) -> None:
        app = create_app(settings)
        self.faults: FaultLayer = layer_around(app)
        self.database = app.state.database
        self._client = TestClient(self.faults, base_url=settings.origin)
        form = {
            "grant_type": "client_credentials",
            "scope": "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly",
        }
        answer = self._client.post("/oauth/token", data=form, auth=(settings.client_id or "", CLIENT["client_secret"]))
        self._token = answer.json()["access_token"]

    def get(self, path: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/ld+json"}
        answer = self._client.get(f"{BASE_PATH}/{path}", headers=headers)
        assert answer.status_code == 200
        return answer.content

    def listed(self) -> dict[str, Any]:
        found: dict[str, Any] = next(clr for clr in json.loads(self.get("clrs"))["clrs"] if RICH(clr))
        return found

    def served(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get("clrs/mira-rich"))
        return found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    folder: Path = tmp_path_factory.mktemp("mock")
    mock = Mock(Settings(port=8440, http_port=8441, data_dir=folder, **CLIENT))
    yield mock
    mock.database.close()


@pytest.fixture
def mock(running: Mock) -> Iterator[Mock]:
    yield running
    running.faults.clear()


def fault(*changes: Change, **members: Any) -> Fault:
    return document_fault(id="x", title="t", how="h", breaks=("CLR10-PAY-004",), changes=changes, **members)


def key_of(clr: Node) -> str:
    pem: str = signing.parse(clr["signedAssertions"][0]).payload["achievement"]["issuer"]["publicKey"]["publicKeyPem"]
    return pem


def test_lists_and_single_reads_agree(mock: Mock) -> None:
    right = mock.listed()
    mock.faults.switch_on(fault(Change("Clr", put("name", "Another"), RICH)))
    assert mock.listed()["name"] == mock.served()["name"] == "Another" != right["name"]
    assert {**mock.listed(), "name": right["name"]} == right


def test_what_has_no_such_object_is_left_byte_by_byte(mock: Mock) -> None:
    right = mock.get("clrs")
    mock.faults.switch_on(fault(Change("Evidence", drop("nothing/of/the/kind"))))
    assert mock.get("clrs") == right


def test_other_operations_are_left_alone(mock: Mock) -> None:
    mock.faults.switch_on(fault(Change("Assertion", drop("id")), operations=("getClrs",)))
    assert "id" in mock.served()["assertions"][0]
    assert "id" not in mock.listed()["assertions"][0]


def test_a_payload_that_is_changed_is_signed_again_by_its_issuer(mock: Mock) -> None:
    right, pem = mock.listed(), key_of(mock.listed())
    mock.faults.switch_on(fault(Change("Assertion", put("licenseNumber", 93), has("licenseNumber"))))
    wrong = mock.listed()
    token = signing.parse(wrong["signedAssertions"][0])
    assert token.payload["licenseNumber"] == 93
    signing.verify(token, pem)
    assert wrong["signedEndorsements"] == right["signedEndorsements"]
    assert mock.served()["signedAssertions"] == wrong["signedAssertions"]


def test_signed_items_can_be_left_alone(mock: Mock) -> None:
    right = mock.listed()
    mock.faults.switch_on(fault(Change("Assertion", put("licenseNumber", 93), has("licenseNumber"), tokens=False)))
    wrong = mock.listed()
    assert wrong["signedAssertions"] == right["signedAssertions"]
    assert wrong["assertions"][0]["licenseNumber"] == 93


def test_a_token_can_be_replaced_as_a_whole(mock: Mock) -> None:
    mock.faults.switch_on(
        token_fault(id="x", title="t", how="h", breaks=("CLR10-JWS-001",), change=lambda jws: f"{jws}==")
    )
    entry = mock.listed()["signedAssertions"][0]
    assert entry.endswith("==")
    assert entry.count(".") == 2


def test_paths_lead_through_objects_and_arrays() -> None:
    node = {"results": [{"value": "B"}]}
    assert has("results/0/value")(node)
    assert not has("results/1/value")(node)
    assert put("results/0/value", lambda text: text + "+")(node)
    assert node == {"results": [{"value": "B+"}]}
    assert drop("results/0/value")(node)
    assert not drop("results/0/value")(node)
    assert not put("results/3/value", "A")(node)
    assert node == {"results": [{}]}
