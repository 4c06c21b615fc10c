"""What goes on around the APIs of both editions: control API, log, mends, plain HTTP, commands that find the mock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from conformance.standard.facts import facts
from mock_provider.behaviour import Trigger
from mock_provider.behaviour.control import control_app
from mock_provider.behaviours import WhenAsked, as_written, of_all
from mock_provider.http.status import StatusForm
from mock_provider.running import Running, find_running, noted
from mock_provider.settings import Settings, SettingsError
from mock_provider.side_by_side import played_by
from mock_provider.starting import FaultError, played
from mock_provider.testing import MockServer, mock_in_process, running_mock

BOOKS = ("clr10", "clr20")
LISTS = {"clr10": "/clrs", "clr20": "/credentials"}


def ask(mock: MockServer, book: str, path: str = "", query: str = "", **headers: str) -> httpx.Response:
    """A request to the API of that edition, with a token for everything."""
    sent = {"Authorization": f"Bearer {mock.token()}", "Accept": "*/*"} | headers
    url = mock.settings.base_url_of(book) + (path or LISTS[book]) + query

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(mock.application), headers={}) as client:
            del client.headers["accept"]
            return await client.get(url, headers={name: value for name, value in sent.items() if value})

    return asyncio.run(call())


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with mock_in_process(content="small") as server:
        yield server


def test_one_edition_alone_has_nothing_of_the_other() -> None:
    with mock_in_process(content="small", standard="clr-v2p0") as alone:
        assert alone.url == alone.settings.base_url_of("clr20")
        assert ask(alone, "clr20").status_code == 200
        assert ask(alone, "clr10").status_code == 404


@pytest.mark.parametrize(("given", "expected"), [("", BOOKS), ("clr-v1p0", BOOKS[:1]), ("clr-v2p0", BOOKS[1:])])
def test_settings_say_which_editions_are_played(given: str, expected: tuple[str, ...]) -> None:
    settings = Settings(standard=given)
    assert settings.books == expected
    assert (settings.book, settings.base_url) == (expected[0], settings.base_url_of(expected[0]))
    assert settings.alone("clr20").books == ("clr20",)


def test_the_control_api_lists_and_switches_faults_of_both(mock: MockServer) -> None:
    known = WhenAsked(lambda: of_all(BOOKS))
    client = TestClient(
        control_app(mock.faults, mock.recorder, known, "token"), headers={"Authorization": "Bearer token"}
    )
    listed = {one["id"]: one["breaks"] for one in client.get("/faults").json()}
    assert listed.keys() == as_written(*BOOKS).keys() == {*known}
    assert len(known) == len(listed)
    assert listed["aut-any-scope"] == ["CLR10-AUT-014", "CLR20-ACG-44"]
    own = {name: one for name, one in as_written(*BOOKS).items() if one.book and one.breaks}
    assert {facts(one.book).prefix for one in own.values()} == {"CLR10", "CLR20"}
    assert [
        name
        for name, one in own.items()
        if {each.partition("-")[0] for each in listed[name]} != {facts(one.book).prefix}
    ] == []
    before = {book: ask(mock, book).headers["x-total-count"] for book in BOOKS}
    assert client.put("/faults/api-total-one-more", json={}).status_code == 200
    assert ask(mock, "clr20").headers["x-total-count"] == str(int(before["clr20"]) + 1)
    assert ask(mock, "clr10").headers["x-total-count"] == before["clr10"]
    assert client.delete("/faults/api-total-one-more").status_code == 204


def test_of_one_edition_the_control_api_lists_what_it_did_before() -> None:
    assert of_all(BOOKS[:1])["aut-any-scope"].breaks == ("CLR10-AUT-014",)


def test_faults_of_both_are_switched_on_at_the_start_by_their_ids() -> None:
    names = ("gcs-limit-zero-accepted", "api-total-one-more:operation=getCredentials", "tok-verifier-not-compared")
    assert [one.book for one, _ in played(Settings(faults=names))] == ["clr10", "clr20", ""]
    with pytest.raises(FaultError, match="there is no fault 'api-total-one-more'"):
        played(Settings(faults=("api-total-one-more",), standard="clr-v1p0"))


def test_a_trigger_may_name_an_operation_of_either(mock: MockServer) -> None:
    fault = as_written(*BOOKS)["acc-503"]
    for book, operation in (("clr10", "getClrs"), ("clr20", "getCredentials")):
        mock.faults.switch_on(fault, Trigger(operation=operation))
        assert {each: ask(mock, each).status_code for each in BOOKS} == {**dict.fromkeys(BOOKS, 200), book: 503}
    mock.faults.clear()


@pytest.mark.parametrize("book", BOOKS)
def test_a_path_that_there_is_not_is_answered_in_the_form_of_its_edition(mock: MockServer, book: str) -> None:
    refused = ask(mock, book, "/nothing")
    assert refused.status_code == 404
    assert refused.headers["content-type"] == played_by(mock.settings).statuses.at(f"{_base(book)}/x").media_type
    assert ("@context" in refused.json()) is (book == "clr10")


def _base(book: str) -> str:
    return facts(book).base_path


def test_a_form_beside_is_found_by_the_path() -> None:
    beside = StatusForm("", "application/json")
    form = StatusForm("https://c.example", "application/ld+json", {"/two": beside})
    assert (form.at("/two/x"), form.at("/twofold/x"), form.at("/one/x")) == (beside, form, form)


def test_plain_http_is_answered_in_the_form_of_the_edition_below_a_tenant_too() -> None:
    with running_mock(content="small", tenant="/t-1") as mock:
        found = {
            book: httpx.get(f"http://127.0.0.1:{mock.settings.http_port}/t-1{_base(book)}{LISTS[book]}")
            for book in BOOKS
        }
    assert {each.status_code for each in found.values()} == {421}
    assert {book: "@context" in each.json() for book, each in found.items()} == {"clr10": True, "clr20": False}


def test_what_a_lenient_mock_takes_is_taken_at_both_in_the_form_of_each() -> None:
    with mock_in_process(content="small", lenient="all") as mock:
        for book, media_type in (("clr10", "application/ld+json"), ("clr20", "application/json")):
            found = ask(mock, book, Accept="")
            assert (found.status_code, found.headers["content-type"]) == (200, media_type)
            assert found.headers["x-clr-mock-mended"] == "accept"
    with pytest.raises(SettingsError, match="lenient: there is no acept"), mock_in_process(lenient="acept"):
        pass


def test_what_documents_of_both_say_of_a_learner_has_stand_ins(mock: MockServer) -> None:
    mock.recorder.clear()
    names = {}
    for book in BOOKS:
        record = ask(mock, book, "", "?limit=1000").json()
        names[book] = _learners_name(book, record)
    shown = mock.recorder.shown.members(mock.recorder.exchanges())
    bodies = [one["answer"]["body"] for one in shown]
    assert len(bodies) == 2
    assert all(bodies)
    assert [(book, body[:50]) for book, body in zip(BOOKS, bodies, strict=True) if names[book] in body] == []


def _learners_name(book: str, page: Any) -> str:
    if book == "clr10":
        return str(page["clrs"][0]["learner"]["id"])
    return str(
        next(each["credentialSubject"]["id"] for each in page["credential"] if "id" in each["credentialSubject"])
    )


def test_a_command_finds_a_mock_by_the_base_url_of_either(tmp_path: Path) -> None:
    running = Running("https://h:1/one", "http://c", "secret", ("https://h:1/two",))
    with noted(tmp_path, 1, running):
        for url in ("", "https://h:1", "https://h:1/one", "https://h:1/two/"):
            assert find_running(tmp_path, url) == running
        with pytest.raises(LookupError, match="no mock runs at"):
            find_running(tmp_path, "https://h:1/three")
