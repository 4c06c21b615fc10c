"""A lenient mock takes what clients that exist send, and says each time that a strict provider does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from mock_provider.testing import running_mock

TOLD = "x-clr-mock-lenient"
BASIC_ONLY = "token_endpoint_auth_method is client_secret_basic"
METADATA = {
    "client_name": "Wallet",
    **dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), "https://wallet.test/"),
    "software_id": "1",
    "software_version": "1",
    "redirect_uris": ["https://wallet.test/callback"],
    "token_endpoint_auth_method": "client_secret_post",
}


@pytest.fixture(scope="module")
def lenient(connected: Any) -> Iterator[Any]:
    with running_mock(lenient=("all",), client_id="machine", client_secret="s:e c", client_acts_for="mira") as mock:
        api = connected(mock)
        yield api
        api.close()


def post(api: Any, path: str, **options: Any) -> Any:
    return api._http.post(f"{api.server.origin}/oauth/{path}", **options)


FORM = {
    "grant_type": "client_credentials",
    "scope": "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly",
    "client_id": "machine",
    "client_secret": "s:e c",
}


@pytest.mark.parametrize(
    ("accept", "words"),
    [("application/json", "Accept names application/json only"), (None, "Accept is missing")],
)
def test_an_accept_without_ld_json_is_taken_and_told(
    lenient: Any, accept: str | None, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = lenient.get("/clrs?limit=1", token=lenient.token(), accept=accept)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/ld+json")
    assert found.headers[TOLD] == f"{words}; a strict provider answers 406"
    assert any(words in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json, application/ld+json", "*/*"])
def test_what_a_strict_provider_takes_is_not_told(lenient: Any, accept: str) -> None:
    found = lenient.get("/clrs?limit=1", token=lenient.token(), accept=accept)
    assert found.status_code == 200
    assert TOLD not in found.headers


def test_other_media_types_stay_refused(lenient: Any, is_status: Any) -> None:
    is_status(lenient.get("/discovery", accept="text/html"), 406, "not_acceptable")


def test_a_secret_in_the_body_is_taken_and_told(lenient: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = post(lenient, "token", data=FORM)
    assert found.status_code == 200, found.text
    assert (
        found.headers[TOLD]
        == "client_secret came in the body; a strict provider answers 401, or 400 to the registration"
    )
    assert "s:e c" not in caplog.text
    assert lenient.get("/clrs?limit=1", token=found.json()["access_token"]).status_code == 200


def test_a_wrong_secret_in_the_body_stays_refused(lenient: Any) -> None:
    found = post(lenient, "token", data={**FORM, "client_secret": "wrong"})
    assert (found.status_code, found.json()["error"]) == (401, "invalid_client")


def test_a_registration_for_the_body_is_taken_and_told(lenient: Any) -> None:
    found = post(lenient, "register", json=METADATA)
    assert found.status_code == 201, found.text
    assert found.json()["token_endpoint_auth_method"] == "client_secret_basic"
    assert "a strict provider answers 401, or 400 to the registration" in found.headers[TOLD]
    assert TOLD not in post(lenient, "register", json={**METADATA, "token_endpoint_auth_method": None}).headers


@pytest.mark.parametrize("content", [b"[]", b"\xff", b"{", b"x" * 70_000])
def test_a_body_that_is_none_is_refused_as_ever(lenient: Any, content: bytes) -> None:
    for path, kind in (("register", "application/json"), ("token", "application/x-www-form-urlencoded")):
        assert post(lenient, path, content=content, headers={"content-type": kind}).status_code in (400, 401, 413)


def test_a_form_that_is_too_large_is_refused_as_ever(lenient: Any) -> None:
    assert post(lenient, "token", data={**FORM, "client_secret": "x" * 70_000}).status_code == 413


def test_the_strict_mock_refuses_all_of_that(api: Any) -> None:
    assert api.get("/discovery", accept="application/json").status_code == 406
    assert post(api, "token", data=FORM).status_code == 401
    refused = post(api, "register", json=METADATA)
    assert (refused.status_code, refused.json()["error_description"]) == (400, f"{BASIC_ONLY}, or left out")
