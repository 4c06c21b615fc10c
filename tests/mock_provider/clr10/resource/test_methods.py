"""Unknown paths, methods that are not offered, and the health check."""

from __future__ import annotations

from typing import Any

import pytest

from mock_provider.testing import running_mock


@pytest.mark.parametrize(
    "path", ["", "/", "/nowhere", "/clrs/", "/clrs/a/b", "/assertions", "/assertions/", "/clrs//x"]
)
def test_an_unknown_path_is_404_with_a_status_object(api: Any, is_status: Any, path: str) -> None:
    is_status(api.get(path, token=api.token()), 404, "unknown")


def test_outside_the_base_path_too(api: Any, is_status: Any) -> None:
    is_status(api.get(f"{api.server.origin}/clrs", token=api.token()), 404, "unknown")
    is_status(api.get(f"{api.server.origin}/", accept="text/html"), 404, "unknown")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/clrs", "GET, HEAD, POST"),
        ("DELETE", "/clrs", "GET, HEAD, POST"),
        ("PATCH", "/clrs/mira-0", "DELETE, GET, HEAD"),
        ("POST", "/clrs/mira-0", "DELETE, GET, HEAD"),
        ("POST", "/discovery", "GET, HEAD"),
        ("OPTIONS", "/keys/college", "GET, HEAD"),
        ("DELETE", "/assertions/mira-0", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_there_is_405(api: Any, is_status: Any, method: str, path: str, allow: str) -> None:
    found = api.send(method, path, token=api.token())
    is_status(found, 405, "not_allowed")
    assert found.headers["allow"] == allow


def test_what_the_provider_does_not_offer_is_405(connected: Any, is_status: Any) -> None:
    with running_mock(write=False, delete=False) as server:
        api = connected(server)
        post, delete = api.send("POST", "/clrs", body={}), api.send("DELETE", "/clrs/mira-0")
        for found in (post, delete):
            is_status(found, 405, "not_allowed")
            assert found.headers["allow"] == "GET, HEAD"
        assert api.get("/discovery").json()["scopesOffered"] == [
            "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
        ]
        api.close()


def test_health_says_whether_the_store_answers(api: Any) -> None:
    found = api.get(f"{api.server.origin}/health", accept=None)
    assert (found.status_code, found.json()) == (200, {"status": "ok"})
