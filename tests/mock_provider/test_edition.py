"""The mock plays an edition by its name; a further one is a room of its own, and the neutral rooms know none."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from mock_provider.edition import find
from mock_provider.editions import editions
from mock_provider.settings import Settings, SettingsError

FACTS = """
id: toy-v1
name: Toy 1
title: The Toy Standard 1
prefix: TOY1
areas: []
base_path: /toy
context_url: https://toy.example/context
operations:
  getToys: {method: GET, path: /toys, scope: look, claim: read, returns: {200: Toy}}
scopes: {look: https://toy.example/look}
"""

EDITION = """
from starlette.routing import Route

from conformance.standard.facts import facts
from mock_provider.edition import Edition
from mock_provider.encoding import to_json
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.status import ApiResponse, StatusForm

FACTS = facts("toy1")
STATUSES = StatusForm(FACTS.context_url, "application/toy+json")


def routes(settings, database, gate):
    def toys(request):
        owner = gate.owner(request, FACTS.scopes["look"])
        return ApiResponse(200, to_json({"owner": owner}), ((b"content-type", b"application/toy+json"),))

    return [Route(f"{FACTS.base_path}/toys", Endpoint({"GET": toys}, STATUSES))]


EDITION = Edition(
    facts=FACTS,
    statuses=STATUSES,
    scope_texts={FACTS.scopes["look"]: "Look at your toys"},
    scopes_offered=lambda settings: tuple(FACTS.scopes.values()),
    content_mark=lambda settings: "toys",
    fill=lambda settings: lambda connection: None,
    routes=routes,
    plan="toys",
    known_ids=lambda settings: {"toy": f"{settings.base_url}/toys/1"},
)
"""

SCRIPT = """
import asyncio, json, sys, time
import conformance.standard, mock_provider
conformance.standard.__path__.append(sys.argv[1])
mock_provider.__path__.append(sys.argv[2])

import httpx
from mock_provider.behaviour import Fault, Trigger
from mock_provider.behaviour.tools import refuse
from mock_provider.behaviours import as_written
from mock_provider.edition import find
from mock_provider.editions import editions
from mock_provider.settings import Settings
from mock_provider.store.tokens import Issue
from mock_provider.testing import mock_in_process

seen = {"editions": dict(editions()), "default": Settings().book}
seen["faults"] = sorted({one.id.partition("-")[0] for one in as_written("toy1").values()})
seen["foreign"] = [name for name, one in as_written("toy1").items() if "getClrs" in one.operations]
with mock_in_process(standard="toy-v1", faults=("acc-503:every=9,operation=getToys",)) as mock:
    grants = mock.app.state.authorization.grants
    scope = "https://toy.example/look"
    grants.issue(grants.add_client("c", "secret", {}, 0, "mira"), Issue("token", scope, int(time.time()) + 60))

    def get(path, **headers):
        transport = httpx.ASGITransport(mock.application)
        client = httpx.AsyncClient(transport=transport, base_url=mock.origin)
        response = asyncio.run(client.get(path, headers=headers))
        return [response.status_code, response.headers.get("content-type"), response.json()]

    accept = "application/toy+json"
    seen["url"], seen["known"] = mock.url, dict(mock.known_ids)
    seen["page"] = get("/toy/toys", Accept=accept, Authorization="Bearer token")
    seen["refused"] = get("/toy/toys", Accept=accept)
    seen["unknown"] = get("/toy/nothing")
    seen["metadata"] = get("/.well-known/oauth-authorization-server")[2]["scopes_supported"]
    mock.faults.switch_on(Fault("x", "t", "h", on_response=lambda response: refuse(response, 410, "unknown")),
                          Trigger(operation="getToys"))
    seen["struck"] = get("/toy/toys", Accept=accept)
    seen["operation"] = mock.recorder.exchanges()[-1].operation
    try:
        mock.faults.switch_on(Fault("y", "t", "h"), Trigger(operation="getClrs"))
    except ValueError as error:
        seen["trigger"] = str(error)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process learns that has a second edition in two folders."""
    place = tmp_path_factory.mktemp("toy")
    for folder, name, text in (
        ("standard", "facts.yaml", FACTS),
        ("standard", "openapi.yaml", "paths: {}\ncomponents: {schemas: {}}\n"),
        ("mock", "__init__.py", ""),
        ("mock", "edition.py", EDITION),
    ):
        (place / folder / "toy1").mkdir(parents=True, exist_ok=True)
        (place / folder / "toy1" / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", SCRIPT, str(place / "standard"), str(place / "mock")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_second_edition_is_found_in_its_folders(toy: dict[str, Any]) -> None:
    assert toy["editions"] == {**editions(), "toy-v1": "toy1"}
    assert toy["default"] == next(iter(editions().values()))


def test_it_is_served_with_the_oauth_that_editions_share(toy: dict[str, Any]) -> None:
    assert toy["url"].endswith(":8440/toy")
    assert toy["known"] == {"toy": f"{toy['url']}/toys/1"}
    assert toy["page"] == [200, "application/toy+json", {"owner": "user:mira"}]
    assert toy["metadata"] == ["https://toy.example/look", "offline_access"]


def test_its_refusals_are_of_its_own_form(toy: dict[str, Any]) -> None:
    for name, status in (("refused", 401), ("unknown", 404), ("struck", 410)):
        assert toy[name][:2] == [status, "application/toy+json"]
        assert toy[name][2]["@context"] == "https://toy.example/context"


def test_its_operations_are_those_of_triggers_and_of_the_log(toy: dict[str, Any]) -> None:
    assert toy["operation"] == "getToys"
    assert "operation=getClrs: there is no such operation" in toy["trigger"]


def test_only_shared_faults_are_played_on_it(toy: dict[str, Any]) -> None:
    assert {"aut", "reg", "rfr", "rvk", "tok"} <= set(toy["faults"])
    assert "gcs" not in toy["faults"]
    assert toy["foreign"] == []


def test_an_edition_without_a_room_is_not_played() -> None:
    with pytest.raises(LookupError, match="does not play oauth"):
        find("oauth")
    with pytest.raises(SettingsError, match="standard: toy-v1 is not one that the mock plays; use one of clr-v1p0"):
        Settings(standard="toy-v1")


def test_the_neutral_rooms_import_no_edition() -> None:
    rooms = (
        "app",
        "serve",
        "testing",
        "behaviours",
        "behaviour.control",
        "oauth",
        "http.health",
        "store.grants",
        "hostile.asgi",
    )
    imports = "".join(f"import mock_provider.{room}\n" for room in rooms)
    script = (
        f"import json, sys\n{imports}print(json.dumps([m for m in sys.modules if m.startswith('mock_provider.clr')]))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # The package ``hostile`` lists the attacks of all editions.
    rooms_of_editions = {f"mock_provider.{book}" for book in editions().values()}
    assert set(json.loads(ended.stdout)) <= rooms_of_editions | {f"{room}.hostile" for room in rooms_of_editions}
