"""Tokens and scopes at the protected operations (RFC 6750)."""

from __future__ import annotations

from typing import Any

import pytest

OPERATIONS = [
    ("GET", "/clrs", "readonly"),
    ("POST", "/clrs", "replace"),
    ("GET", "/clrs/mira-0", "readonly"),
    ("DELETE", "/clrs/none", "delete"),
]


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_without_a_token_the_answer_is_401_and_a_bare_challenge(
    api: Any, is_status: Any, method: str, path: str, scope: str
) -> None:
    found = api.send(method, path)
    is_status(found, 401, "unauthorizedrequest")
    assert found.headers["www-authenticate"] == 'Bearer realm="clr"'


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_an_unknown_token_is_named_invalid(api: Any, is_status: Any, method: str, path: str, scope: str) -> None:
    found = api.send(method, path, token="unknown")
    is_status(found, 401, "unauthorizedrequest")
    assert 'error="invalid_token"' in found.headers["www-authenticate"]


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_any_other_scope_is_not_enough(api: Any, is_status: Any, method: str, path: str, scope: str) -> None:
    for other in {"readonly", "replace", "delete"} - {scope}:
        found = api.send(method, path, token=api.token("mira", other))
        is_status(found, 403, "forbidden")
        assert 'error="insufficient_scope"' in found.headers["www-authenticate"]
        assert f"scope/{scope}" in found.headers["www-authenticate"]
        assert f"it has https://purl.imsglobal.org/spec/clr/v1p0/scope/{other}" in found.json()["imsx_description"]


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_the_right_scope_alone_is_enough(api: Any, method: str, path: str, scope: str) -> None:
    assert api.send(method, path, token=api.token("mira", scope)).status_code not in (401, 403)


def test_an_expired_token_is_refused(api: Any, is_status: Any) -> None:
    is_status(api.get("/clrs", token=api.token(seconds=-1)), 401, "unauthorizedrequest")


def test_a_revoked_token_is_refused_at_once_although_it_was_just_used(api: Any, is_status: Any) -> None:
    token, grants = api.token(), api.server.app.state.authorization.grants
    assert api.get("/clrs?limit=1", token=token).status_code == 200
    assert api.get("/clrs?limit=1", token=token).status_code == 200
    grants.revoke(grants.token(token, 0), 1)
    is_status(api.get("/clrs?limit=1", token=token), 401, "unauthorizedrequest")


@pytest.mark.parametrize("header", ["Basic bWlyYTpwdw==", "Bearer", "bearer  a b", "Token x", ""])
def test_other_headers_are_no_token(api: Any, is_status: Any, header: str) -> None:
    is_status(api.get("/clrs", headers={"Authorization": header}), 401, "unauthorizedrequest")


def test_a_token_in_the_query_string_does_not_count(api: Any, is_status: Any) -> None:
    is_status(api.get(f"/clrs?access_token={api.token()}"), 401, "unauthorizedrequest")


def test_a_token_in_header_and_query_is_a_bad_request(api: Any, is_status: Any) -> None:
    token = api.token()
    assert api.get("/clrs?limit=1", token=token).status_code == 200
    found = api.get(f"/clrs?limit=1&access_token={token}", token=token)
    is_status(found, 400, "invalid_data")
    assert 'error="invalid_request"' in found.headers["www-authenticate"]
    assert token not in found.text


def test_two_authorization_headers_are_a_bad_request(api: Any, is_status: Any) -> None:
    headers = [("Authorization", f"Bearer {api.token()}"), ("Authorization", "Bearer canary")]
    is_status(api.get("/clrs?limit=1", headers=headers), 400, "invalid_data")


def expired(api: Any) -> str:
    return str(api.token(seconds=-1))


def revoked(api: Any) -> str:
    token, grants = api.token(), api.server.app.state.authorization.grants
    grants.revoke(grants.token(token, 0), 1)
    return str(token)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (lambda api: f"Bearer {expired(api)}", "it has expired"),
        (lambda api: f"Bearer {revoked(api)}", "it is revoked, or its grant is withdrawn"),
        (lambda _: "Bearer canary", "this server has not given it out"),
        (lambda _: "Bearer", "nothing follows Bearer"),
        (lambda _: "Token canary", "does not begin with Bearer"),
        (lambda _: "canary", "does not begin with Bearer"),
    ],
)
def test_a_401_says_why_and_repeats_no_token(api: Any, header: Any, words: str) -> None:
    sent = header(api)
    found = api.get("/clrs", headers={"Authorization": sent})
    assert words in found.json()["imsx_description"]
    assert "canary" not in found.text + found.headers["www-authenticate"]
    assert sent.removeprefix("Bearer ") not in found.text or sent == "Bearer"


def test_a_token_in_the_query_is_named(api: Any) -> None:
    assert "in the query" in api.get("/clrs?access_token=canary").json()["imsx_description"]


@pytest.mark.parametrize("path", ["/clrs/", "/assertions/", "/discovery/"])
def test_a_slash_too_many_is_named(api: Any, is_status: Any, path: str) -> None:
    found = api.get(path, token=api.token())
    is_status(found, 404, "unknown")
    assert "without the slash at its end" in found.json()["imsx_description"]


def test_the_scheme_is_known_in_any_case(api: Any) -> None:
    assert api.get("/clrs?limit=1", headers={"Authorization": f"bearer {api.token()}"}).status_code == 200
